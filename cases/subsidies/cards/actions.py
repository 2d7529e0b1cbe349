"""Registering where a mediator is paid to, and the full payment list for the finance office."""

from django.db import transaction
from django.utils import timezone

from cases.mediation.mediators.models import MediatorProfile
from cases.subsidies.cards.models import BankCard
from cases.subsidies.cards.numbers import parse_card
from cases.subsidies.models import BatchState, SubsidyBatch, SubsidyPayment
from cases.subsidies.permissions import APPROVES, CHECKS
from governance.audit.trail import record
from governance.errors import Invalid, NotPermitted, WrongState
from governance.identifiers.typed import free_text
from governance.notices.raising import notify


def can_register(actor, profile: MediatorProfile) -> bool:
    """The mediator, the committee's director, the justice office; not who approves the payment."""
    if actor._meta.model_name != "account":
        return False
    area = profile.area_id
    return actor.pk == profile.account_id or actor.holds_here("case.decide", area) or actor.holds(CHECKS, area)


@transaction.atomic
def register_card(profile: MediatorProfile, *, by, bank: str, number: str) -> BankCard:
    """Pay this mediator to an account in the mediator's own name; the one before ends.

    Lists that are approved and not paid yet go to it too. Raises NotPermitted, Invalid (field "bank", "number"): a
    number that cannot be, that is in force already, or that another mediator has.
    """
    profile = MediatorProfile.objects.select_for_update(of=("self",)).select_related("account").get(pk=profile.pk)
    if not can_register(by, profile):
        raise NotPermitted("须由调解员本人、调委会主任或者司法所登记收款账户。")
    bank = free_text(bank, field="bank", longest=60, required=True)
    number = parse_card(number)
    known = BankCard.objects.current().numbered(number).first()
    if known and known.mediator_id != profile.pk:
        raise Invalid("这个账号已登记为另一名调解员的收款账户：补贴须发给本人。", field="number")
    if known and known.bank == bank:
        raise Invalid("这个账号正在使用，不用重复登记。", field="number")
    profile.bank_cards.current().update(ended_at=timezone.now())
    made = BankCard.objects.create(
        mediator=profile, holder=profile.account.name[:20], bank=bank, number=number, registered_by=by
    )
    listed = SubsidyPayment.objects.filter(account=profile.account, batch__state=BatchState.APPROVED)
    batches = sorted(listed.values_list("batch_id", flat=True))
    listed.update(card=made)
    record("subsidy.card_registered", made, by=by, area=profile.area_id, bank=bank, masked=made.masked, batches=batches)
    notify(made, "subsidy.card_registered", [profile.account], occasion="registered", by=by)
    return made


@transaction.atomic
def open_payment_list(batch: SubsidyBatch, *, by, explanation: str) -> SubsidyBatch:
    """Have the payment list with full account numbers, for the finance office: recorded with its purpose.

    个人信息保护法 第二十八条. Raises NotPermitted, WrongState before the list is fixed, Invalid (field "explanation").
    """
    batch = SubsidyBatch.objects.select_related("area", "approved_by", "drawn_up_by").get(pk=batch.pk)
    if not by.holds(APPROVES, batch.area_id) or by._meta.model_name != "account":
        raise NotPermitted("须由区司法局办理补贴批次的人员查看完整账号。")
    if not batch.has_list:
        raise WrongState("批次批准以后才有发放清单。")
    explanation = free_text(explanation, field="explanation", longest=200, required=True)
    payees = batch.payments.filter(card__isnull=False).count()
    record(
        "subsidy.list_opened", batch, by=by, area=batch.area_id, period=batch.period, payees=payees, reason=explanation
    )
    return batch
