"""The demo's people: invented, plausible, and made by the same actions as everybody else."""

from governance.duplicates.models import DuplicateSuspicion
from governance.organisations import demo as organisation_demo
from governance.organisations.models import Organisation
from governance.persons import demo
from governance.persons.models import Person, PersonIdentifier, Phone
from tests.factories import make_account, make_area


def test_the_demo_registers_its_people_once_and_leaves_two_suspicions(places, staff):
    make_area(demo.YONGTAI, "永泰居委会")
    for area, username in demo.REGISTRARS.items():
        make_account(username, "mediator", area)

    for _ in range(2):
        demo.make_demo()
        organisation_demo.make_demo()

    assert (Person.objects.count(), Organisation.objects.count()) == (37, 8)
    assert DuplicateSuspicion.objects.visible_to(staff).open().count() == 2


def test_nobody_real_can_own_the_numbers_of_the_demo(places):
    make_area(demo.YONGTAI, "永泰居委会")
    for area, username in demo.REGISTRARS.items():
        make_account(username, "mediator", area)
    demo.make_demo()

    documents = [one.number.open() for one in PersonIdentifier.objects.filter(kind="resident_id")]
    mobiles = [phone.number.open() for phone in Phone.objects.all() if "-" not in phone.number.open()]
    assert {number[:6] for number in documents} == {"310199"}
    assert {number[:7] for number in mobiles} == {"1990000"}
