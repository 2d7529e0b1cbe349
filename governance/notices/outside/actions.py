"""Where an account wants to hear of its notices outside the portal."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from governance.areas.codes import ROOT
from governance.audit.trail import record
from governance.errors import Invalid
from governance.identifiers.phones import parse_phone
from governance.notices.outside.channels import LABELS, open_channels
from governance.notices.outside.models import Address, Delivery, DeliveryState
from governance.people.models import Account


@transaction.atomic
def set_address(*, channel: str, address: str, frequency: str, is_on: bool, by) -> Address | None:
    """Set, change or turn off one channel of one's own. An empty `address` keeps the one there is.

    Raises Invalid for a channel that is not configured, or an address that is none. None: nothing to turn off.
    """
    me = Account.objects.locked(by.pk)
    if channel not in open_channels():
        raise Invalid("本系统没有开通这个渠道。", field="channel")
    row = Address.objects.filter(account=me, channel=channel).first() or Address(account=me, channel=channel)
    text = address.strip()
    if not text and row.pk is None:
        if is_on:
            raise Invalid("请填写地址。", field="address")
        return None
    if text:
        row.address = _checked(channel, text)
    row.version += 1 if row.pk else 0
    row.frequency, row.is_on = frequency, is_on
    row.save()
    if not is_on:
        Delivery.objects.filter(address=row, state=DeliveryState.WAITING).update(state=DeliveryState.DROPPED)
    area = by.postings_today[0].area_id if by.postings_today else ROOT
    said = row.get_frequency_display()
    record("notice_address.set", row, by=by, area=area, channel=LABELS[channel], frequency=said, is_on=is_on)
    return row


def _checked(channel: str, text: str) -> str:
    try:
        if channel == "email":
            validate_email(text)
        return parse_phone(text) if channel == "sms" else text
    except ValidationError:
        raise Invalid("邮箱地址格式不对，应形如 name@example.cn。", field="address") from None
    except Invalid as refusal:
        raise Invalid(refusal.message, field="address") from None
