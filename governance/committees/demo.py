"""Bodies to look at in 新成路街道: a committee in each place, its mediation committee, an owners' committee."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from governance.areas.codes import COMMITTEE
from governance.areas.models import Area
from governance.areas.partitions.models import Estate
from governance.committees.actions import set_up_body
from governance.committees.models import Body
from governance.people.models import Account

STREET = "310114001000"
PLAIN = {"short_name": "", "estate": None, "parent": None, "credit_code": "", "phone": "", "address": ""}


@transaction.atomic
def make_demo() -> None:
    """Set the bodies up once; a second time does nothing."""
    if Body.objects.filter(area__parent=STREET).exists():
        return
    staff, today = Account.objects.get(username="jiedao"), timezone.localdate()
    street = Area.objects.get(pk=STREET)
    _body(staff, today, "mediation_street", street, "新成路街道人民调解委员会", phone="021-59990100")
    for number, area in enumerate(Area.objects.on(today).children_of(STREET).filter(level=COMMITTEE)):
        _of_committee(staff, today, area, number)
    estate = Estate.objects.filter(name="迎园公寓").first()
    if estate:
        area = estate.links.get().area
        _body(staff, today, "owners_committee", area, "迎园公寓业主委员会", estate=estate)


def _of_committee(staff, today, area, number):
    is_village = area.kind_name == "村民委员会"
    kind = "villagers_committee" if is_village else "residents_committee"
    phone = f"021-5999{1000 + number}"
    committee = _body(staff, today, kind, area, area.name, phone=phone)
    name = area.name.removesuffix("居委会").removesuffix("村委会") + "人民调解委员会"
    mediation = "mediation_village" if is_village else "mediation_residents"
    _body(staff, today, mediation, area, name, parent=committee, phone=phone)


def _body(staff, today, kind, area, name, **values):
    began = max(date(2018, 7, 1), area.valid_from or date.min)
    return set_up_body(
        kind=kind, area=area, established_on=began, today=today, by=staff, **{**PLAIN, "name": name, **values}
    )
