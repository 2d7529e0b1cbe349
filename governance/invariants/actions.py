"""Running all checks as a job, keeping what they found, and telling the administrators when something is wrong."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from governance import rules
from governance.areas.codes import ROOT
from governance.audit.trail import record
from governance.errors import NotPermitted, WrongState
from governance.invariants.looking import Outcome
from governance.invariants.models import VerificationFinding, VerificationResult, VerificationRun
from governance.invariants.rules import KEEP_DAYS
from governance.jobs.actions import start_job
from governance.notices.raising import notify
from governance.people.models import Account, Posting

VERIFY = "invariants.verify"
NIGHT = time(2)  # from then on the day's run is due: whoever is asleep at that hour has it when it wakes
FAULTY, BROKEN_OFF = "check.faulty", "check.broken_off"


@transaction.atomic
def start_run(*, by=None) -> VerificationRun:
    """Begin a run of all checks, as a job. `by` None is the portal itself. Raises NotPermitted, and WrongState while
    one is under way."""
    if by is not None and not by.holds("check.run", ROOT):
        raise NotPermitted("须由全国范围的系统管理员发起数据核对。")
    going_on = VerificationRun.objects.unfinished().select_related("job").select_for_update(of=("self",))
    if any(run.job and not run.job.is_finished for run in going_on):
        raise WrongState("数据核对正在进行，请稍后再看结果。")
    run = VerificationRun.objects.create(started_at=timezone.now(), asked_by=by)
    run.job = start_job(VERIFY, by=by, area=ROOT, title="数据核对", payload={"run": run.pk})
    run.save(update_fields=["job"])
    return run


def start_nightly(now: datetime) -> VerificationRun | None:
    """Begin the run of the day if it is due and nobody began it; tell of one before it that broke off."""
    local = timezone.localtime(now)
    midnight = timezone.make_aware(datetime.combine(local.date(), time()))
    if local.time() < NIGHT or VerificationRun.objects.filter(started_at__gte=midnight).exists():
        return None
    with transaction.atomic():
        last = VerificationRun.objects.order_by("-started_at").select_related("job").first()
        if last and last.finished_at is None and (last.job is None or last.job.is_finished):
            notify(last, BROKEN_OFF, administrators(local.date()), occasion=f"run {last.pk}")
        if last and last.finished_at is None and last.job and not last.job.is_finished:
            return None
        return start_run()


def keep(run: VerificationRun, outcome: Outcome) -> VerificationResult:
    """Write what one check saw: part of the run's job."""
    result = VerificationResult.objects.create(
        run=run,
        code=outcome.invariant.code,
        looked_at=outcome.looked_at,
        fault_count=outcome.fault_count,
        took=outcome.took,
    )
    VerificationFinding.objects.bulk_create(
        VerificationFinding(result=result, area_id=found.area, what=found.what[:300], url=found.url[:200])
        for found in outcome.findings
    )
    return result


@transaction.atomic
def finish_run(run: VerificationRun) -> VerificationRun:
    """All checks were carried out: the run has its count, and the administrators hear of faults."""
    run = VerificationRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if run.finished_at:
        return run
    run.fault_count = sum(run.results.values_list("fault_count", flat=True))
    run.finished_at = timezone.now()
    run.save(update_fields=["fault_count", "finished_at"])
    record("check.finished", run, by=run.asked_by, figures=run.fault_count)
    if run.fault_count:
        notify(run, FAULTY, administrators(timezone.localdate()), occasion=f"run {run.pk}")
    return run


def administrators(on: date) -> list[Account]:
    """Whoever administers the portal as a whole on `on`."""
    held = Posting.objects.active(on).filter(role="administrator", area=ROOT, account__isnull=False)
    return list(Account.objects.filter(pk__in=held.values("account")))


def forget_old(now: datetime) -> int:
    """Delete runs that are older than the rule keeps them, but for the newest. Returns how many."""
    days = rules.value(KEEP_DAYS, ROOT, timezone.localdate(now))
    newest = VerificationRun.objects.order_by("-started_at", "-id").values("pk")[:1]
    old = VerificationRun.objects.filter(started_at__lt=now - timedelta(days=days)).exclude(pk__in=newest)
    _, by_table = old.delete()
    return by_table.get("governance.VerificationRun", 0)
