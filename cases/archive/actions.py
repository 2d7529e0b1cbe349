"""A volume is bound, submitted, checked, archived; from then on it does not change (domain/mediation.md T21, 3.2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cases.archive import binding
from cases.archive.bookbinding import page_instead, store_books
from cases.archive.checks import LABELS, POINTS, score_of
from cases.archive.contents import FILLED_IN
from cases.archive.gathering import inner_parts_of, is_in_register, keeping_of, outcome_of_case, parts_of
from cases.archive.models import Access, SubVolume, Volume, VolumeAccess, VolumeCheck, VolumeState
from cases.archive.register import FORM
from cases.archive.required import missing_from
from cases.archive.retention import kept_until
from cases.archive.rules import ANOTHER_CHECKS, BOOK_PAGES, PASS_MARK
from cases.docket.actions import locked_case, require_may, require_moment, require_standing, take_step, tell
from cases.docket.guards import require_free
from cases.docket.models import Case
from cases.docket.moments import right_after
from cases.docket.states import Archive, Procedure
from cases.documents.actions import produce_document
from cases.documents.filling.offers import offers_of
from governance import rules
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState
from governance.files.actions import expire_file
from governance.identifiers.typed import free_text
from governance.jobs.actions import start_job
from governance.jobs.models import Job
from governance.notices.raising import withdraw

JOB = "archive.volume"


@transaction.atomic
def start_binding(case: Case, *, by, statement: str = "", version: int | None = None) -> Job:
    """Have the volume of a closed case bound, by a job (卷宗装订)."""
    case = locked_case(case, version=version)
    require_bindable(case, by)
    statement = free_text(statement, field="statement", longest=1000)
    payload = {"case": case.pk, "statement": statement}
    return start_job(JOB, by=by, area=case.area_id, title=f"装订案卷 {case.number}", payload=payload)


@transaction.atomic
def bind_volume(case: Case, *, by, filed_at: datetime, statement: str = "", progress=None) -> Volume:
    """Bind what the case has, in the order of 3.2, between cover, catalogue, statement and back cover.

    What cannot be bound leaves a page that says why, and stands in the catalogue. What is too thick for one book goes
    on in another; the committee's own papers lie in one that is kept inside. An earlier binding is replaced.
    """
    case = locked_case(case)
    require_bindable(case, by)
    _fill_in(case, by)
    parts, inner_parts = parts_of(case), inner_parts_of(case)
    if progress:
        progress.expect(len(parts) + len(inner_parts) + 2)
    advance = progress.advance if progress else lambda: None
    instead = page_instead(filed_at)
    most = rules.value(BOOK_PAGES, case.area_id, timezone.localdate(filed_at))
    books = binding.bind(parts, instead=instead, advance=advance, most_pages=most)
    inner = binding.bind(inner_parts, instead=instead, advance=advance) if inner_parts else []
    problems = [problem for book in books for problem in book.problems]
    volume = _new_volume(case, by=by, at=filed_at, statement=_said(statement, problems))
    volume.catalogue, volume.problems = books[0].catalogue, problems
    volume.pages = sum(len(book.writer.pages) for book in books)
    volume.save()
    advance()
    others = store_books(case, volume, books, inner=inner, by=by)
    advance()
    if progress:
        for title, why in (*problems, *(problem for book in inner for problem in book.problems)):
            progress.problem(0, title, why)
    parted = f"，分 {len(books)} 册" if len(books) > 1 else ""
    tell(
        case,
        "volume_bound",
        by=by,
        happened_at=filed_at,
        text=f"装订案卷，{len(parts)} 件 {volume.pages} 页{parted}{'，另有副卷' if inner else ''}",
        volume=volume.pk,
        digest=volume.pdf.digest if volume.pdf else "",
        books=[[str(book), book.pdf.digest] for book in others if book.pdf],
    )
    return volume


@transaction.atomic
def enter_register(
    case: Case, *, by, filed_at: datetime, register: str, page: int, version: int | None = None
) -> Volume:
    """File a simple oral case in the register of its month instead of a volume of its own (domain/mediation.md 3.2)."""
    case = locked_case(case, version=version)
    require_bindable(case, by)
    if not is_in_register(case):
        raise WrongState("只有难易程度为简易、达成口头协议的案件可以合订入登记册：其他案件一案一卷。")
    if not 1 <= page <= 10_000:
        raise Invalid("页码应在 1 至 10000 之间。", field="page")
    register = free_text(register, field="register", longest=40, required=True)
    taken = Volume.objects.current().filter(register=register, register_page=page, case__area_id=case.area_id)
    if taken.exclude(case=case).exists():
        raise Invalid("这一页已经登记了另一件案件。", field="page")
    _fill_in(case, by, only=frozenset({FORM}))
    volume = _new_volume(case, by=by, at=filed_at, statement="")
    volume.register, volume.register_page, volume.pages = register, page, 1
    volume.save()
    tell(
        case,
        "volume_registered",
        by=by,
        happened_at=filed_at,
        text=f"合订入口头协议登记册：{register}第 {page} 页",
        volume=volume.pk,
    )
    return volume


@transaction.atomic
def submit_volume(
    volume: Volume, *, by, submitted_at: datetime, late_reason: str = "", version: int | None = None
) -> Volume:
    """The director hands the volume in for its check (报送)."""
    case, volume = _locked(volume, version, VolumeState.BOUND, VolumeState.RETURNED)
    require_may("decide", by, case)
    require_free(case, "T21")
    submitted_at = right_after(submitted_at, volume.filed_at)
    if submitted_at < volume.filed_at:
        raise Invalid("报送时间不能早于立卷时间。", field="submitted_at")
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    require_moment(case, submitted_at, late_reason=late_reason, field="submitted_at")
    require_complete(case)
    volume.state, volume.submitted_at, volume.submitted_by = VolumeState.SUBMITTED, submitted_at, by
    _save(volume)
    case.archive = Archive.SUBMITTED
    tell(
        case,
        "volume_submitted",
        by=by,
        happened_at=submitted_at,
        late_reason=late_reason,
        text="报送案卷",
        volume=volume.pk,
    )
    return volume


@transaction.atomic
def check_volume(
    volume: Volume,
    *,
    by,
    checked_at: datetime,
    lost: dict[str, int],
    defects: str = "",
    rectify_by: date | None = None,
    late_reason: str = "",
    version: int | None = None,
) -> VolumeCheck:
    """Check a submitted volume (案卷评查, F24): archived when it passes, sent back with what is wrong when not."""
    case, volume = _locked(volume, version, VolumeState.SUBMITTED)
    require_may("archive", by, case)
    if is_own_submission(volume, by):
        raise NotPermitted("这份案卷由您报送，须由另一个人评查。")
    if volume.submitted_at:
        checked_at = right_after(checked_at, volume.submitted_at)
        if checked_at < volume.submitted_at:
            raise Invalid("评查时间不能早于报送时间。", field="checked_at")
    found = scored(case, volume, by=by, at=checked_at, lost=lost, defects=defects, rectify_by=rectify_by)
    if found.has_passed:
        _archive(case, volume, by=by, at=checked_at, score=found.score, late_reason=late_reason)
    else:
        _send_back(case, volume, by=by, at=checked_at, found=found, late_reason=late_reason)
    return found


def scored(case, volume, *, by, at, lost, defects, rectify_by, is_spot=False) -> VolumeCheck:
    """What a look at the volume found, by the rules of its day; part of the act that it decides."""
    if set(lost) - set(POINTS):
        raise Invalid("评查项目中有不认识的项目。")
    for code, points in lost.items():
        if not 0 <= points <= POINTS[code]:
            raise Invalid(f"“{LABELS[code][:4]}”一项最多扣 {POINTS[code]} 分。", field=code)
    score, on = score_of(lost), timezone.localdate(at)
    passed = score >= rules.value(PASS_MARK, case.area_id, on)
    defects = free_text(defects, field="defects", longest=500, required=not passed)
    if not passed and (rectify_by is None or rectify_by < on):
        raise Invalid("不合格的，请填写整改期限。", field="rectify_by")
    return VolumeCheck.objects.create(
        volume=volume,
        lost={code: points for code, points in lost.items() if points},
        score=score,
        has_passed=passed,
        defects=defects,
        rectify_by=None if passed else rectify_by,
        checked_at=at,
        account=by,
        is_spot=is_spot,
    )


def is_own_submission(volume: Volume, by) -> bool:
    """Whether `by` handed this volume in, where the rule of its place has another person check it (2.9)."""
    asked = rules.value(ANOTHER_CHECKS, volume.case.area_id, timezone.localdate())
    return asked and volume.submitted_by_id == by.pk


def _archive(case, volume, *, by, at, score, late_reason):
    require_complete(case)
    volume.state, volume.archived_at = VolumeState.ARCHIVED, at
    _save(volume)
    case.archive = Archive.ARCHIVED
    text = f"案卷评查 {score} 分，归档，保管期限{volume.get_term_display()}"
    take_step(
        case, "T21", by=by, happened_at=at, late_reason=late_reason, text=text, volume=volume.pk, pages=volume.pages
    )


def _send_back(case, volume, *, by, at, found, late_reason):
    volume.state = VolumeState.RETURNED
    _save(volume)
    case.archive = Archive.RETURNED
    tell(
        case,
        "volume_returned",
        by=by,
        happened_at=at,
        late_reason=late_reason,
        text=f"案卷评查 {found.score} 分，退回补正，{found.rectify_by} 前整改",
        note=found.defects,
        volume=volume.pk,
    )


@transaction.atomic
def record_access(
    volume: Volume,
    *,
    by,
    kind: str,
    who: str,
    purpose: str,
    happened_at: datetime,
    unit: str = "",
    given: str = "",
    refused: str = "",
    due_on: date | None = None,
    book: SubVolume | None = None,
) -> VolumeAccess:
    """Note who read, copied or borrowed what of an archived volume, or what was refused and why.

    `book` None is the volume with all its parts. What is kept inside is read here, and neither copied nor lent.
    """
    case = locked_case(volume.case, archived=True)
    require_may("archive", by, case)
    volume = case.volumes.get(pk=volume.pk)
    if volume.state != VolumeState.ARCHIVED:
        raise WrongState("案卷尚未归档，不办理借阅。")
    if kind not in Access.values:
        raise Invalid("请选择方式。", field="kind")
    book = _book_of(volume, book, by)
    given = free_text(given, field="given", longest=500)
    refused = free_text(refused, field="refused", longest=500)
    if given and book and book.is_inner and kind != Access.READ:
        raise Invalid("副卷不复制、不借出，只供在本处查阅；不予提供的，请写明理由。", field="kind")
    if not given and not refused:
        raise Invalid("请写明提供了哪些材料，或者为何不予提供。", field="given")
    if happened_at > timezone.now() or (volume.archived_at and happened_at < volume.archived_at):
        raise Invalid("时间应在归档之后、现在之前。", field="happened_at")
    lends = kind == Access.LEND and bool(given)
    if lends and (due_on is None or due_on < timezone.localdate(happened_at)):
        raise Invalid("借出案卷请填写应还日期。", field="due_on")
    if lends and any(None in (book, one.book) or one.book == book for one in volume.accesses.out()):
        raise WrongState("案卷已经借出，尚未归还。")
    found = VolumeAccess.objects.create(
        volume=volume,
        book=book,
        kind=kind,
        who=free_text(who, field="who", longest=100, required=True),
        unit=free_text(unit, field="unit", longest=100),
        purpose=free_text(purpose, field="purpose", longest=200, required=True),
        given=given,
        refused=refused,
        happened_at=happened_at,
        due_on=due_on if lends else None,
        account=by,
    )
    lent = str(book or "")
    record("volume.accessed", volume, by=by, area=case.area_id, kind=kind, given=given, refused=refused, book=lent)
    return found


def _book_of(volume: Volume, book: SubVolume | None, by) -> SubVolume | None:
    if book is None:
        return None
    found = volume.books.visible_to(by).filter(pk=book.pk).first()
    if found is None:
        raise Invalid("请选择本卷的分册。", field="book")
    return found


@transaction.atomic
def return_lent(access: VolumeAccess, *, by, returned_on: date) -> VolumeAccess:
    """A borrowed volume came back."""
    case = locked_case(access.volume.case, archived=True)
    require_may("archive", by, case)
    access = VolumeAccess.objects.select_for_update().get(pk=access.pk)
    if not access.is_out:
        raise WrongState("这次借阅没有借出的案卷，或者已经归还。")
    if not timezone.localdate(access.happened_at) <= returned_on <= timezone.localdate():
        raise Invalid("归还日期应在借出之后、今天之前。", field="returned_on")
    access.returned_on = returned_on
    access.save(update_fields=["returned_on"])
    withdraw(access, rungs=["volume.lent_due"])
    record("volume.returned", access.volume, by=by, area=case.area_id, returned_on=returned_on.isoformat())
    return access


def require_bindable(case: Case, by) -> None:
    """Raise unless `by` may bind the volume of this case now."""
    require_standing(case)
    if not (by.holds("case.register", case.area_id) and by._meta.model_name == "account"):
        raise NotPermitted("须由本调委会登记人或者调解员立卷。")
    if case.procedure != Procedure.CLOSED:
        raise WrongState("本案尚未结案，不能立卷：请先结案。")
    if case.archive == Archive.SUBMITTED:
        raise WrongState("案卷已经报送：需要补正的，由评查人退回。")
    require_free(case, "T21")


def require_complete(case: Case) -> None:
    if missing := missing_from(case):
        raise WrongState(f"案卷缺少：{'、'.join(missing)}。请按案卷页所列补齐后重新装订。")


def _locked(volume, version, *states):
    case = locked_case(volume.case, version=version)
    volume = Volume.objects.locked(volume.pk)
    if volume.state not in states:
        raise WrongState(f"案卷目前“{volume.get_state_display()}”，不能这样办理。")
    return case, volume


def _save(volume):
    volume.version += 1
    volume.save()


def _new_volume(case, *, by, at, statement) -> Volume:
    if case.closed_on and timezone.localdate(at) < case.closed_on:
        raise Invalid("立卷时间不能早于结案。", field="filed_at")
    for earlier in case.volumes.current():
        earlier.state = VolumeState.REPLACED
        _save(earlier)
        for file in filter(None, (earlier.pdf, *(book.pdf for book in earlier.books.select_related("pdf")))):
            expire_file(file, by=by)
    term, reason, years = keeping_of(case, outcome_of_case(case))
    return Volume(
        case=case,
        name=case.title,
        number=case.number,
        term=term,
        term_reason=reason,
        kept_until=kept_until(case.closed_on, years),
        statement=statement,
        account=by,
        filed_at=at,
    )


def _fill_in(case, by, *, only=FILLED_IN):
    """Make the documents that the case can make of itself and nobody made yet, of these forms."""
    made = set(case.documents.standing().values_list("form", "about"))
    for offer in offers_of(case, reads_file=True):
        if offer.form in only and (offer.form, offer.about) not in made:
            produce_document(case, offer.form, about=offer.about, by=by, for_volume=True)


def _said(statement, problems):
    listed = "\n".join(f"{title}：{why}。" for title, why in problems)
    return "\n".join(filter(None, (statement, listed)))[:1000]
