"""Who has to sign an agreement, who may sign for whom, and who has not signed yet (人民调解法 第二十九条)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.files.base import File
from django.utils import timezone

from cases.agreements.models import Agreement
from cases.agreements.signing.models import Signature, SignerRole, SigningMethod
from cases.mediation.models import MediatorRole
from cases.parties.models import Party, PartyKind, Representation, RepresentationKind
from governance import rules
from governance.errors import Invalid
from governance.identifiers.typed import free_text

GENERAL = "{name}是一般授权的代理人，不能代为签署协议：请补交写明“特别授权”的授权委托书，或者请{party}本人签署。"
WARD = "{name}未成年或无（限制）民事行为能力，由监护人签署。"
OF_MEDIATORS = {MediatorRole.HOST: SignerRole.HOST, MediatorRole.CO: SignerRole.CO}


SEALS = (SigningMethod.PAPER, SigningMethod.SCAN, SigningMethod.SEAL)
HANDS = (SigningMethod.HAND, SigningMethod.FINGER, SigningMethod.SCAN, SigningMethod.PAPER)


@dataclass(frozen=True)
class Signing:
    """How somebody signs: who (`Signer.code`), by which method, when, with what picture and witness."""

    signer: str
    method: str
    signed_at: datetime
    image: File | None = None
    witness: str = ""


@dataclass(frozen=True)
class Signer:
    """Somebody who may fill a slot: `code` is what the form sends, `capacity` as whom they sign."""

    code: str
    name: str
    capacity: str
    representation: Representation | None = None

    @property
    def label(self) -> str:
        return f"{self.name}（{self.capacity}）" if self.capacity else self.name


@dataclass(frozen=True)
class Slot:
    """One place to sign. `refused`: sentences about those who may not, by the code that the form would send.

    `is_required`: without it the agreement does not take effect.
    """

    key: str
    role: str
    label: str
    signers: tuple[Signer, ...]
    is_required: bool = True
    party: Party | None = None
    account_id: int | None = None
    refused: tuple[tuple[str, str], ...] = ()
    signature: Signature | None = None

    @property
    def is_seal(self) -> bool:
        return self.role in (SignerRole.PARTY_SEAL, SignerRole.COMMITTEE)

    @property
    def is_missing(self) -> bool:
        return self.is_required and self.signature is None

    def signed(self, signature: Signature | None) -> "Slot":
        return replace(self, signature=signature) if signature else self

    def signer(self, code: str) -> Signer | None:
        return next((one for one in self.signers if one.code == code), None)


def slots_of(agreement: Agreement, *, on: date, parties: list[Party] | None = None) -> list[Slot]:
    """Every slot in the order of the form: parties, mediators, recorder, seal of the committee.

    `on` decides who is a minor; `parties` are those of the case (`for_file`), where they are known already. Required
    are all parties, the host and the seal; co-mediators and the recorder sign too, and the day of effect does not wait
    for them.
    """
    signed = {one.slot: one for one in agreement.signatures.standing().select_related("file", "recorded_by")}
    slots = []
    for party in agreement.case.parties.standing().for_file() if parties is None else parties:
        slots += _of_party(party, on)
    for each in agreement.case.assignments.standing().select_related("account"):
        role = OF_MEDIATORS.get(each.role, SignerRole.RECORDER)
        signer = Signer("self", each.account.name, each.get_role_display())
        is_host = role == SignerRole.HOST
        slots.append(Slot(f"{role}-{each.account_id}", role, role.label, (signer,), is_host, None, each.account_id))
    order = [SignerRole.HOST, SignerRole.CO, SignerRole.RECORDER]
    parties = [slot for slot in slots if slot.party]
    staff = sorted((slot for slot in slots if not slot.party), key=lambda slot: order.index(slot.role))
    committee = str(agreement.case.committee)
    seal = Slot("committee", SignerRole.COMMITTEE, "调委会印章", (Signer("self", committee, ""),))
    return [slot.signed(signed.get(slot.key)) for slot in (*parties, *staff, seal)]


def missing(slots: list[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.is_missing]


def effective_at(slots: list[Slot]) -> datetime | None:
    """The moment of the last required signature or seal; None while one is missing (人民调解法 第二十九条)."""
    if missing(slots):
        return None
    return max(slot.signature.signed_at for slot in slots if slot.is_required and slot.signature)


def require_signer(slot: Slot, signing: Signing) -> Signer:
    """Who signs. Raises Invalid for who may not, saying what to do, and for a method that does not fit the slot."""
    refused = dict(slot.refused).get(signing.signer)
    if refused:
        raise Invalid(refused, field="signer")
    signer = slot.signer(signing.signer)
    if signer is None:
        raise Invalid("请选择由谁签署。", field="signer")
    if signing.method not in (SEALS if slot.is_seal else HANDS):
        raise Invalid("请选择签署方式。", field="method")
    return signer


def require_witness(case, signing: Signing) -> str:
    """A finger-print alone, of somebody who cannot sign, is witnessed where the rule says so (6.7)."""
    witness = free_text(signing.witness, field="witness", longest=50)
    on = timezone.localdate(signing.signed_at)
    asks = signing.method == SigningMethod.FINGER and rules.value("agreement.finger.witness", case.area_id, on)
    if asks and not witness:
        raise Invalid("只按指印、不签名的，请填写见证人姓名。", field="witness")
    return witness


def _of_party(party, on):
    standing = [one for one in party.representations.all() if one.ended_on is None]
    if party.needs_guardian_on(on):
        guardians = [one for one in standing if one.kind == RepresentationKind.GUARDIAN]
        signers = tuple(_representing(one) for one in guardians)
        refused = (("self", WARD.format(name=party.name)),)
    else:
        signers = (*_own(party, standing), *(_representing(one) for one in standing if _settles(one)))
        general = [one for one in standing if not one.may_settle]
        refused = tuple((f"for-{one.pk}", GENERAL.format(name=one.name, party=party.name)) for one in general)
    slot = Slot(f"party-{party.pk}", SignerRole.PARTY, party.get_side_display(), signers, True, party, None, refused)
    if party.kind not in (PartyKind.LEGAL, PartyKind.UNINCORPORATED):
        return [slot]
    seal = (Signer("self", party.name, ""),)
    return [slot, Slot(f"seal-{party.pk}", SignerRole.PARTY_SEAL, "单位印章", seal, True, party)]


def _own(party, standing):
    """The party's own hand; an individual business signs by its operator, an organisation by its head."""
    if party.person:
        return (Signer("self", party.person.name, "本人" if party.is_natural else "经营者"),)
    head = party.organisation.legal_representative
    if head and not any(one.kind == RepresentationKind.HEAD for one in standing):
        return (Signer("self", head, "法定代表人（负责人）"),)
    return ()


def _settles(one):
    return one.may_settle and one.kind != RepresentationKind.GUARDIAN


def _representing(one):
    capacity = one.get_kind_display()
    if one.authority:
        capacity = f"{capacity}，{one.get_authority_display()}"
    return Signer(f"for-{one.pk}", one.name, capacity, one)
