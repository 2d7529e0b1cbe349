"""Some 2,000 cases over three years in a street of 嘉定区, made by the acts of every day from one seed.

Three in four are its old register, brought in; the others were lived through here, since the first day of a year.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from cases.archive.models import VolumeAccess
from cases.committees.models import MediationCommittee
from cases.demo import scenario_1, scenario_2, scenario_3, scenario_4, scenario_5, told
from cases.demo.after_signature import AFTER
from cases.demo.committees import BEGAN, BUSY, INVENTED, Office, open_office
from cases.demo.endings import end_lives, end_scenarios
from cases.demo.lives import live
from cases.demo.old_register import bring_in
from cases.demo.people import Numbers
from cases.demo.story import Stage, play
from cases.demo.tables import file_tables
from cases.demo.world import World
from cases.docket.models import Case
from cases.registers.models import RegisterBatch
from governance.committees.models import Body
from governance.people.models import Account, Posting
from governance.persons.models import Person

SEED, FIRST, MOST_HANDS, OLD = 20261122, 120, 4, 0.75
STAFF = ("mediation_director", "mediator")
SPAN, HERE = timedelta(days=3 * 365), timedelta(days=300)
YINGYUAN, XINCHENGLU = "310114001001", "310114001000"
DEMO_STAFF = {YINGYUAN: ("zhuren", "tiaojie")}
SCENARIOS = (scenario_1, scenario_2, scenario_3, scenario_4, scenario_5)


def make_demo() -> None:
    """Make committees, scenarios, the old register and the first cases once; broken off, it goes on where it was."""
    old, now = round(settings.DEMO_CASES * OLD), timezone.now()
    today = timezone.localdate(now)
    if not Case.objects.exists():
        with transaction.atomic():
            offices = open_offices(Random(SEED))  # noqa: S311 - invented lives, not secrets
            told.subscribe(now)
            make_scenarios(offices)
            told.tell_first(now)
    if not RegisterBatch.objects.exists():
        bring_in(Random(SEED), old, today - SPAN, first_day_here(today) - timedelta(days=1))  # noqa: S311
        told.tell_in_vain(now)
    if not VolumeAccess.objects.exists():
        lived = Case.objects.filter(is_imported=False).count() - len(SCENARIOS)
        here = list(MediationCommittee.objects.values_list("area_id", flat=True))
        live_through(offices_there(here), max(0, min(FIRST, settings.DEMO_CASES - old) - lived), SEED, now)
        end_lives(now)
        told.tell_last(now)
    file_tables(today)


def first_day_here(today: date) -> date:
    """The first of a year, some 300 days ago or more: what was accepted before stands in the old register."""
    return (today - HERE).replace(month=1, day=1)


def make_rest() -> int:
    """Make what is missing of DEMO_CASES, beside the portal and with every core. Returns how many were made."""
    missing = settings.DEMO_CASES - Case.objects.count()
    if missing <= 0:
        return 0
    places = list(MediationCommittee.objects.order_by("area_id").values_list("area_id", flat=True))
    hands = min(os.cpu_count() or 1, MOST_HANDS, len(places))
    counts = [missing // hands + (no < missing % hands) for no in range(hands)]
    commands = [
        [sys.executable, "-m", "cases.demo.hand", str(SEED + 1 + no), str(count), *places[no::hands]]
        for no, count in enumerate(counts)
    ]
    at_work = [subprocess.Popen(command, cwd=settings.BASE_DIR) for command in commands]  # noqa: S603 - ourselves
    ended = [hand.wait() for hand in at_work]
    if any(ended):
        raise ChildProcessError(f"hands of the demo ended with {ended}")
    return missing


def offices_there(places: Sequence[str]) -> list[Office]:
    """The offices of these places, as an earlier run made them."""
    offices = []
    for committee in MediationCommittee.objects.filter(area__in=places).order_by("area_id"):
        postings = Posting.objects.filter(area=committee.area_id, role__in=STAFF).select_related("account")
        holders = [(each.role, each.account) for each in postings if each.account]
        director = next(account for role, account in holders if role == STAFF[0])
        mediators = [account for role, account in holders if role == STAFF[1]]
        residents = Person.objects.filter(area=committee.area_id, note=INVENTED)
        offices.append(Office(committee, director, mediators[:2], list(residents)))
    return offices


def open_offices(rng: Random) -> dict[str, Office]:
    """The offices of every mediation committee that stands, by the code of their place."""
    administrator = Account.objects.get(username="guanli")
    numbers = Numbers(rng)
    bodies = Body.objects.filter(kind__startswith="mediation_").select_related("area").order_by("area_id")
    offices = {}
    began, today = timezone.localdate(BEGAN), timezone.localdate()
    for body in bodies:
        if not (body.area.is_valid_on(began) and body.area.is_valid_on(today)):
            continue
        staff = [Account.objects.get(username=name) for name in DEMO_STAFF.get(body.area_id, ())]
        offices[body.area_id] = open_office(body, rng, numbers, by=administrator, staff=staff)
    return offices


def make_scenarios(offices: dict[str, Office]) -> None:
    """The five stories, on the committee of 迎园社区 and that of its street."""
    community, street = offices[YINGYUAN], offices[XINCHENGLU]
    world = World(
        community=community.committee,
        street=street.committee,
        qian=community.director,
        sun=community.mediators[0],
        he=Account.objects.get(username="weiyuan"),
        zhou=street.director,
        wu=street.mediators[0],
        zheng=street.mediators[1],
    )
    stages = [play(play(Stage(world), scenario.EVENTS), AFTER.get(scenario, ())) for scenario in SCENARIOS]
    end_scenarios(stages[0], stages[1], stages[3])


def live_through(offices: list[Office], count: int, seed: int, until: datetime) -> None:
    """Cases that begin on days since `first_day_here`, more of them towards `until`."""
    rng = Random(seed)  # noqa: S311 - invented lives, not secrets
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")  # what a crash of the database loses is made again
    since = timezone.make_aware(datetime.combine(first_day_here(timezone.localdate(until)), time(12)))
    begins = sorted(until - (until - since) * (rng.random() ** 1.3) for _ in range(count))
    weights = [rng.choice(BUSY) for _ in offices]
    for begin in begins:
        day = timezone.localtime(begin).replace(hour=rng.randrange(9, 17), minute=rng.randrange(60), second=0)
        live(rng, rng.choices(offices, weights)[0], min(day, until - timedelta(hours=3)), until)
