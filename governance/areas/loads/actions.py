"""A newer list of places: bring it, compare it, apply it or set it aside. Nothing is ever deleted by it."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from governance.areas import codes
from governance.areas.loads import PLACE_LIST, loading
from governance.areas.loads.comparison import compare, fingerprint
from governance.areas.loads.models import APPLIED_KINDS, AreaLoad
from governance.areas.loads.place_files import BadFile, PlaceFile
from governance.areas.loads.sql import Report, execute, quiet
from governance.areas.loads.staging import stage
from governance.areas.models import Area
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, RuleError, WrongState, require_version
from governance.files.actions import store_file
from governance.jobs.actions import start_job

State = AreaLoad.State


class PlacesChanged(RuleError):
    """Our places are no longer what the list was compared with."""

    code = "stale"

    def __init__(self):
        super().__init__("比对之后本系统的区域又有变化，这次比对已经过时，请重新比对后再载入。")


def bring_list(upload, *, by, area: str, effective_on: date) -> AreaLoad:
    """Store an uploaded list and start the job that compares it with our places inside `area`.

    The bytes are looked at here, so that a wrong format is refused at once; rows are looked at by the job.
    Raises NotPermitted, Invalid, BadFile.
    """
    if not by.holds("place.load", area):
        raise NotPermitted("只有该区域的系统管理员可以载入区划代码。")
    content = upload.read()
    notes = PlaceFile.open(content).notes
    upload.seek(0)
    file = store_file(upload, by=by, area=area, purpose=PLACE_LIST.code)
    with transaction.atomic():
        load = _new_load(content, file.name, by=by, area=area, effective_on=effective_on, notes=notes, file=file)
        load.job = start_job(
            "areas.compare", by=by, area=area, title=f"比对区划代码：{file.name}", payload={"load": load.pk}
        )
        load.save(update_fields=["job"])
        record("areas.list_brought", load, by=by, file=file.name, digest=load.file_digest)
    return load


@transaction.atomic
def compare_again(load: AreaLoad, *, by, version: int | None) -> AreaLoad:
    """Start a new comparison of a list whose first one is out of date."""
    load = _locked(load, by=by, version=version)
    _require_state(load, State.COMPARED)
    load.job = start_job(
        "areas.compare", by=by, area=load.area_id, title=f"比对区划代码：{load.file_name}", payload={"load": load.pk}
    )
    load.version += 1
    load.save(update_fields=["job", "version"])
    return load


@transaction.atomic
def compare_places(load: AreaLoad, content: bytes, *, by, report: Report = quiet) -> AreaLoad:
    """Write down what differs between the list and our places; faults of the file are kept with the load.

    Raises WrongState when the list is applied or set aside.
    """
    load = AreaLoad.objects.locked(load.pk)
    _require_state(load, State.UPLOADED, State.COMPARED)
    _hold_places()
    try:
        with transaction.atomic():
            load.counts = {"rows": stage(PlaceFile.open(content), within=load.area_id, report=report)}
            load.counts |= compare(load, report=report)
    except BadFile as bad:
        load.state = State.FAILED
        load.problems = [[problem.line, problem.why] for problem in bad.problems]
    else:
        load.state = State.COMPARED
        load.fingerprint = fingerprint(load.area_id)
    load.version += 1
    load.save(update_fields=["counts", "state", "problems", "fingerprint", "version"])
    record("areas.list_compared", load, by=by, state=load.state, counts=load.counts)
    return load


@transaction.atomic
def request_apply(load: AreaLoad, *, by, version: int | None) -> AreaLoad:
    """Start the job that applies a compared list."""
    load = _locked(load, by=by, version=version)
    _require_state(load, State.COMPARED)
    if not load.difference_count:
        raise WrongState("没有差异，无需载入。")
    if load.fingerprint != fingerprint(load.area_id):
        raise PlacesChanged
    load.job = start_job(
        "areas.apply", by=by, area=load.area_id, title=f"载入区划代码：{load.file_name}", payload={"load": load.pk}
    )
    load.version += 1
    load.save(update_fields=["job", "version"])
    return load


@transaction.atomic
def apply_places(load: AreaLoad, *, by, report: Report = quiet) -> AreaLoad:
    """Make our places what the compared list says: new ones begin, gone ones end, moved ones get their successor,
    renamed ones keep the old name in their history. `by` None: the portal's own command.

    Raises PlacesChanged when our places changed since the comparison, WrongState when it is not compared, and when
    a place that ends still has places below it that do not.
    """
    load = _locked(load, by=by, version=None)
    _require_state(load, State.COMPARED)
    _hold_places()
    if load.fingerprint != fingerprint(load.area_id):
        raise PlacesChanged
    written = loading.apply_changes(load, report=report)
    expected = {kind: load.counts.get(kind, 0) for kind in APPLIED_KINDS}
    if written != expected:
        raise WrongState(f"写入的行数与比对结果不符，未作任何改动：应为 {expected}，实为 {written}。")
    _refuse_orphans(load)
    return _applied(load, by=by)


@transaction.atomic
def load_first_places(content: bytes, file_name: str, *, by, report: Report = quiet) -> AreaLoad:
    """Fill an empty tree from a list, without a comparison. Raises WrongState when there are places, and BadFile."""
    _hold_places()
    ensure_root()
    if Area.objects.exclude(pk=codes.ROOT).exists():
        raise WrongState("已有区域，请先比对再载入。")
    file = PlaceFile.open(content)
    load = _new_load(content, file_name, by=by, area=codes.ROOT, effective_on=None, notes=file.notes)
    count = stage(file, report=report)
    written = loading.load_first(report=report)
    if written != count:
        raise WrongState(f"文件有 {count:,} 个区域，写入 {written:,} 个，未作任何改动。")
    load.counts = {"rows": count, "new": count}
    return _applied(load, by=by)


@transaction.atomic
def prepare_load(content: bytes, file_name: str, *, by, area: str, effective_on: date) -> AreaLoad:
    """A load whose bytes are at hand: for the command, which compares and applies by itself."""
    return _new_load(content, file_name, by=by, area=area, effective_on=effective_on, notes=[])


@transaction.atomic
def discard_load(load: AreaLoad, *, by, version: int | None) -> AreaLoad:
    """Set a list aside. What was compared stays readable."""
    load = _locked(load, by=by, version=version)
    _require_state(load, State.UPLOADED, State.COMPARED)
    load.state = State.DISCARDED
    load.version += 1
    load.save(update_fields=["state", "version"])
    record("areas.list_discarded", load, by=by, file=load.file_name)
    return load


def ensure_root() -> Area:
    """The country itself, on no list: every other place lies below it."""
    values = {"name": "全国", "level": codes.COUNTRY, "pinyin": "quanguo", "initials": "qg"}
    return Area.objects.get_or_create(code=codes.ROOT, defaults=values)[0]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _new_load(content, file_name, *, by, area, effective_on, notes, file=None):
    last = AreaLoad.objects.applied_to(area).order_by("-effective_on").exclude(effective_on=None).first()
    if effective_on is not None and last is not None and effective_on <= last.effective_on:
        raise Invalid(f"生效日应晚于上次载入的生效日（{last.effective_on}）。", field="effective_on")
    return AreaLoad.objects.create(
        area_id=area,
        file_name=file_name[:200],
        file_digest=digest(content),
        effective_on=effective_on,
        notes=notes,
        created_by=by,
        file=file,
    )


def _applied(load, *, by):
    load.state = State.APPLIED
    load.applied_by, load.applied_at = by, timezone.now()
    load.fingerprint = fingerprint(load.area_id)
    load.version += 1
    load.save()
    record("areas.list_applied", load, by=by, counts=load.counts, effective_on=load.effective_on)
    return load


def _locked(load, *, by, version):
    load = AreaLoad.objects.locked(load.pk)
    if by is not None and not by.holds("place.load", load.area_id):
        raise NotPermitted("只有该区域的系统管理员可以载入区划代码。")
    require_version(load, version)
    return load


def _require_state(load, *states):
    if load.state not in states:
        raise WrongState(f"这份文件{load.get_state_display()}，不能再这样处理。")


def _hold_places():
    """Nobody else writes places until the transaction ends; reading goes on."""
    execute("LOCK TABLE governance_area IN SHARE ROW EXCLUSIVE MODE")


def _refuse_orphans(load):
    left = Area.objects.inside(load.area_id).filter(valid_to=None, parent__valid_to__isnull=False)
    if orphan := left.select_related("parent").first():
        raise WrongState(
            f"{orphan.parent.name}（{orphan.parent_id}）停用后，其下 {orphan.name}（{orphan.pk}）仍在用。未作任何改动。"
        )
