"""Agreements: drafted, checked, signed, in force (人民调解法 第二十八条至第三十条)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.agreements.checks import CODES, unready, wards_among
from cases.agreements.effect import take_effect
from cases.agreements.files import SIGNATURE
from cases.agreements.models import Agreement, AgreementForm, AgreementState, Instalment, Obligation
from cases.agreements.signers import Signing, Slot, effective_at, require_signer, require_witness, slots_of
from cases.agreements.signing.models import Signature, SigningMethod
from cases.agreements.terms import Head, Terms, head_columns, terms_columns
from cases.agreements.wording import digest_of, text_of
from cases.docket.actions import locked_case, require_may, require_moment, tell
from cases.docket.models import Case
from cases.docket.states import Confirmation, Procedure, require_transition
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, Stale, WrongState, require_version
from governance.files.actions import store_file
from governance.identifiers.typed import free_text

MOST_OBLIGATIONS = 50
NOT_VARIED: dict[str, str] = {
    Confirmation.APPLIED: "已申请司法确认：要变更协议的，请各方先撤回申请并登记。",
    Confirmation.COURT_ACCEPTED: "法院已受理司法确认申请：要变更协议的，请各方先撤回申请并登记。",
    Confirmation.CONFIRMED: "协议已经法院裁定确认，不能再以调解变更：各方另有约定的，请在执行中和解。",
}


def is_before_the_court(case: Case) -> bool:
    """Whether the court has the agreement, or has confirmed it: it is not varied then, and NOT_VARIED says why."""
    return case.confirmation in NOT_VARIED


@transaction.atomic
def draft_agreement(case: Case, *, by, form: str, head: Head, version: int | None = None) -> Agreement:
    """Begin the text of an agreement; of a case in agreement already, that of a variation (人民调解法 第三十三条).

    An oral agreement is put in writing the same way. Raises WrongState when a draft is already there.
    """
    case = locked_case(case, version=version)
    require_may("settle", by, case)
    if form not in AgreementForm.values:
        raise Invalid("请选择书面协议或者口头协议。", field="form")
    require_transition(case.procedure, _step_of(case, form))
    if case.agreements.open().exists():
        raise WrongState("本案已有一份正在起草或签署的协议：请在那一份上继续，或者先作废。")
    earlier = case.agreements.in_force().first()
    if earlier and case.confirmation in NOT_VARIED:
        raise WrongState(NOT_VARIED[case.confirmation])
    if earlier and form == AgreementForm.ORAL:
        raise Invalid("变更协议应采用书面形式。", field="form")
    return _new_draft(case, by=by, form=form, values=head_columns(case, head), seq=earlier.seq + 1 if earlier else 1)


@transaction.atomic
def revise_agreement(agreement: Agreement, *, by, head: Head, version: int | None = None) -> Agreement:
    """Change facts, manner, total and copies of a draft."""
    agreement = _draft(agreement, by, version)
    for name, value in head_columns(agreement.case, head).items():
        setattr(agreement, name, value)
    return _changed(agreement, by, "修改事实和履行方式")


@transaction.atomic
def add_obligation(agreement: Agreement, *, by, terms: Terms, version: int | None = None) -> Obligation:
    """Add what one party owes another. Raises Invalid with the field."""
    agreement = _draft(agreement, by, version)
    last = agreement.obligations.order_by("-seq").first()
    if last and last.seq >= MOST_OBLIGATIONS:
        raise Invalid(f"一份协议最多 {MOST_OBLIGATIONS} 项。")
    columns = terms_columns(agreement, terms)
    obligation = Obligation.objects.create(agreement=agreement, seq=last.seq + 1 if last else 1, **columns)
    _set_parts(obligation, terms.parts)
    _changed(agreement, by, f"添加第 {obligation.seq} 项")
    return obligation


@transaction.atomic
def change_obligation(obligation: Obligation, *, by, terms: Terms, version: int | None = None) -> Obligation:
    """Change an obligation of a draft."""
    agreement = _draft(obligation.agreement, by, version)
    obligation = agreement.obligations.get(pk=obligation.pk)
    for name, value in terms_columns(agreement, terms).items():
        setattr(obligation, name, value)
    obligation.save()
    _set_parts(obligation, terms.parts)
    _changed(agreement, by, f"修改第 {obligation.seq} 项")
    return obligation


@transaction.atomic
def remove_obligation(obligation: Obligation, *, by, version: int | None = None) -> Agreement:
    """Take an obligation out of a draft; those after it move up."""
    agreement = _draft(obligation.agreement, by, version)
    seq = obligation.seq
    agreement.obligations.filter(pk=obligation.pk).delete()
    for later in agreement.obligations.filter(seq__gt=seq).order_by("seq"):
        later.seq -= 1
        later.save(update_fields=["seq"])
    return _changed(agreement, by, f"删除第 {seq} 项")


@transaction.atomic
def check_legality(
    agreement: Agreement, *, by, checked: tuple[str, ...], waiver: str = "", version: int | None = None
) -> Agreement:
    """Tick what was looked at before signing. `waiver` says why a ward's right is given up for the ward's own good:
    the director confirms that before anybody signs (民法典 第三十五条)."""
    agreement = _draft(agreement, by, version)
    if set(checked) - set(CODES):
        raise Invalid("审查清单中有不认识的项目。", field="checked")
    waiver = free_text(waiver, field="waiver", longest=500)
    if waiver and not wards_among(_parties(agreement.case), timezone.localdate()):
        raise Invalid("本案没有被监护人，这一栏不用填写。", field="waiver")
    if waiver != agreement.waiver:
        agreement.waiver_confirmed_by = agreement.waiver_confirmed_at = None
    agreement.checked, agreement.waiver = [code for code in CODES if code in checked], waiver
    agreement.checked_by, agreement.checked_at = by, timezone.now()
    agreement.version += 1
    agreement.save()
    record("agreement.checked", agreement, by=by, checked=agreement.checked, waiver=waiver)
    return agreement


@transaction.atomic
def confirm_waiver(agreement: Agreement, *, by, version: int | None = None) -> Agreement:
    """The director confirms that giving up a ward's right serves the ward (民法典 第三十五条)."""
    case = locked_case(agreement.case)
    require_may("decide", by, case)
    agreement = _draft(agreement, by, version)
    if not agreement.waiver:
        raise WrongState("没有需要确认的处分被监护人权益的内容。")
    agreement.waiver_confirmed_by, agreement.waiver_confirmed_at = by, timezone.now()
    agreement.version += 1
    agreement.save()
    said = "主任确认：处分被监护人权益系为其利益"
    tell(agreement.case, "waiver_confirmed", by=by, happened_at=timezone.now(), text=said, agreement=agreement.pk)
    return agreement


@transaction.atomic
def sign_agreement(
    agreement: Agreement, *, by, slot: str, signing: Signing, text_digest: str = "", late_reason: str = ""
) -> Signature:
    """Put one signature, finger-print or seal under the text; the last required one brings it into force (第二十九条).

    The first closes the draft. `text_digest` is that of the text as it was shown: raises Stale when it is another.
    Raises WrongState while the text is not final, and Invalid for who may not sign, with what to do.
    """
    case = locked_case(agreement.case)
    require_may("settle", by, case)
    parties = _parties(case)
    agreement = _signable(case, agreement, parties)
    text = agreement.text or text_of(agreement, parties)
    digest = digest_of(text)
    if text_digest and text_digest != digest:
        raise Stale(agreement)
    late_reason = free_text(late_reason, field="late_reason", longest=200)
    slots = slots_of(agreement, on=timezone.localdate(), parties=parties)
    place = _slot(agreement, slots, slot)
    signer = require_signer(place, signing)
    require_moment(case, signing.signed_at, late_reason=late_reason)
    witness = require_witness(case, signing)

    if agreement.is_draft:
        agreement.state, agreement.text, agreement.text_digest = AgreementState.SIGNING, text, digest
    agreement.version += 1
    agreement.save()
    file = _stored(agreement, signing, by=by)
    signature = Signature.objects.create(
        agreement=agreement,
        slot=place.key,
        role=place.role,
        party=place.party,
        representation=signer.representation,
        account_id=place.account_id,
        name=signer.name,
        capacity=signer.capacity,
        method=signing.method,
        signed_at=signing.signed_at,
        text_digest=digest,
        file=file,
        witness=witness,
        recorded_by=by,
    )
    tell(
        case,
        "agreement_signed",
        by=by,
        happened_at=signing.signed_at,
        late_reason=late_reason,
        text=f"{signer.label}{'盖章' if place.is_seal else '签署协议'}（{signature.get_method_display()}）",
        agreement=agreement.pk,
        signature=signature.pk,
        digest=digest,
    )
    if agreement.state == AgreementState.SIGNING:
        last = effective_at([one.signed(signature) if one.key == place.key else one for one in slots])
        if last:
            take_effect(case, agreement, by=by, at=last, late_reason=late_reason)
    return signature


@transaction.atomic
def agree_orally(
    agreement: Agreement,
    *,
    by,
    agreed_at: datetime,
    is_writing_needless: bool,
    late_reason: str = "",
    version: int | None = None,
) -> Agreement:
    """Record that the parties agreed orally: in force at that moment, without any signature (人民调解法 第三十条).

    `is_writing_needless`: all parties said that no written agreement is needed (第二十八条).
    """
    agreement = _draft(agreement, by, version)
    case = agreement.case
    if agreement.is_written:
        raise WrongState("这是书面协议：由各方签署后生效。")
    parties = _parties(case)
    _require_ready(agreement, parties)
    if not is_writing_needless:
        raise Invalid("须各方都认为无需制作协议书；否则请做书面协议（《人民调解法》第二十八条）。", field="needless")
    agreement.text = text_of(agreement, parties)
    agreement.text_digest = digest_of(agreement.text)
    take_effect(case, agreement, by=by, at=agreed_at, late_reason=late_reason)
    return agreement


@transaction.atomic
def void_agreement(agreement: Agreement, *, by, reason: str, again: bool, version: int | None = None) -> Agreement:
    """Void a draft, or a text that was signed in part, with a reason; with `again` the same words begin a new draft.

    What was signed is never edited. Raises WrongState once it is in force: that takes a variation.
    """
    case = locked_case(agreement.case)
    require_may("settle", by, case)
    agreement = Agreement.objects.locked(agreement.pk)
    require_version(agreement, version)
    if agreement.state not in (AgreementState.DRAFT, AgreementState.SIGNING):
        raise WrongState("已生效的协议不能作废：内容要改的，请做协议变更。")
    reason = free_text(reason, field="reason", longest=200, required=True)
    now = timezone.now()
    agreement.state, agreement.voided_at, agreement.void_reason = AgreementState.VOID, now, reason
    agreement.version += 1
    agreement.save()
    agreement.signatures.standing().update(voided_at=now)
    said = f"作废协议文本及签名：{reason}"
    tell(case, "agreement_voided", by=by, happened_at=now, text=said, reason=reason, agreement=agreement.pk)
    return _copied(case, agreement, by=by) if again else agreement


def _step_of(case, form):
    if case.procedure == Procedure.AGREED:
        return "T22"
    return "T15" if form == AgreementForm.ORAL else "T14"


def _parties(case):
    return list(case.parties.standing().for_file().order_by("side", "seq"))


def _draft(agreement, by, version):
    """The draft as it is now, with its case held. Raises NotPermitted, WrongState once it is signed, Stale."""
    case = locked_case(agreement.case)
    require_may("settle", by, case)
    agreement = Agreement.objects.locked(agreement.pk)
    agreement.case = case
    require_version(agreement, version)
    if agreement.state == AgreementState.SIGNING:
        raise WrongState("已有人签署，文本不能再改：请作废签名后在新稿上修改。")
    if not agreement.is_draft:
        raise WrongState(f"这份协议{agreement.get_state_display()}，不能修改：内容要改的，请做协议变更。")
    require_transition(case.procedure, _step_of(case, agreement.form))
    return agreement


def _changed(agreement, by, what):
    """A changed text is looked at anew: what was ticked of the old one does not count."""
    agreement.checked, agreement.checked_by, agreement.checked_at = [], None, None
    agreement.waiver_confirmed_by = agreement.waiver_confirmed_at = None
    agreement.version += 1
    agreement.save()
    record("agreement.changed", agreement, by=by, text=what)
    return agreement


def _new_draft(case, *, by, form, values, seq, edition=None):
    if by._meta.model_name != "account":
        raise NotPermitted("须由调解员起草协议。")
    if edition is None:
        edition = case.agreements.filter(seq=seq).count() + 1
    agreement = Agreement.objects.create(
        case=case,
        seq=seq,
        edition=edition,
        number=case.number if seq == 1 else f"{case.number}-{seq}",
        form=form,
        drafted_by=by,
        supersedes=case.agreements.in_force().first(),
        **values,
    )
    said = f"起草{agreement.get_form_display()}，编号{agreement.number}"
    tell(case, "agreement_drafted", by=by, happened_at=timezone.now(), text=said, agreement=agreement.pk)
    return agreement


def _copied(case, old, *, by):
    names = ("facts", "disputed", "manner", "place", "stated_total", "copies", "waiver")
    values = {name: getattr(old, name) for name in names}
    new = _new_draft(case, by=by, form=old.form, values=values, seq=old.seq)
    for one in old.obligations.prefetch_related("instalments"):
        parts = list(one.instalments.all())
        one.pk, one.agreement = None, new
        one._state.adding = True
        one.save()
        _set_parts(one, parts)
    return new


def _set_parts(obligation, parts):
    obligation.instalments.all().delete()
    rows = [
        Instalment(obligation=obligation, seq=place, amount=part.amount, due_on=part.due_on)
        for place, part in enumerate(parts, 1)
    ]
    Instalment.objects.bulk_create(rows)


def _signable(case, agreement, parties):
    agreement = Agreement.objects.for_signing().locked(agreement.pk)
    agreement.case = case
    if not agreement.is_written:
        raise WrongState("口头协议不需要签名：各方达成一致即生效（《人民调解法》第三十条）。")
    if agreement.is_in_force:
        return agreement
    if agreement.state not in (AgreementState.DRAFT, AgreementState.SIGNING):
        raise WrongState(f"这份协议文本{agreement.get_state_display()}，不能签署。")
    require_transition(case.procedure, _step_of(case, agreement.form))
    if agreement.is_draft:
        _require_ready(agreement, parties)
    return agreement


def _require_ready(agreement, parties):
    found = unready(agreement, parties, timezone.localdate())
    if found:
        raise WrongState(f"协议文本还没有定稿，不能签署。{''.join(found)}")


def _slot(agreement, slots, key) -> Slot:
    slot = next((one for one in slots if one.key == key), None)
    if slot is None:
        raise Invalid("协议上没有这个签署栏，请刷新页面。", field="signer")
    if slot.signature:
        raise WrongState(f"这一栏已由{slot.signature.name}签署，不需要再签。")
    if agreement.is_in_force and slot.is_required:
        raise WrongState("协议已经生效，不再收签名。")
    return slot


def _stored(agreement, signing, *, by):
    if signing.method == SigningMethod.PAPER:
        return None
    if signing.image is None:
        raise Invalid("请签名，或者上传签名、指印、印章的照片或扫描件。", field="image")
    area = agreement.case.area_id
    return store_file(signing.image, by=by, area=area, purpose=SIGNATURE.code, subject=agreement, field="image")
