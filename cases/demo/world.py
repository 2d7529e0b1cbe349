"""The common set-up of the scenarios: two committees, who works there, and the people of the disputes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from cases.committees.models import MediationCommittee
from governance.identifiers.documents import parse_document
from governance.identifiers.resident_id import check_character
from governance.organisations.actions import register_organisation
from governance.organisations.models import Organisation
from governance.people.models import Account
from governance.persons.actions import register_person
from governance.persons.models import Person

# name → birth and sequence of the resident ID, in 310199, which is allotted to nobody
PEOPLE = {
    "冯立": "19750315901",
    "何倩": "19890722902",
    "陈志远": "19780314903",
    "刘桂珍": "19550218902",
    "马俊": "19820511903",
    "高洁": "19961103902",
    "王秀英": "19610830902",
    "李强": "19860119903",
    "赵磊": "19900427903",
    "林小雨": "19990605902",
    "徐国庆": "19651001903",
    "沈玉兰": "19500707902",
    "黄海": "19740212903",
    "黄静": "19771225902",
    "黄子轩": "20140615903",
    "罗敏": "19860903902",
}


def number_of(name: str) -> str:
    first_17 = f"310199{PEOPLE[name]}"
    return first_17 + check_character(first_17)


PHONES = {"陈志远": "19900000101"}


@dataclass
class World:
    """Committee A, of a community: 钱卫东 directs, 孙丽华 mediates, 何敏 helps.

    Committee B, of its street: 周敏 directs, 吴建国 and 郑涛 mediate.
    """

    community: MediationCommittee
    street: MediationCommittee
    qian: Account
    sun: Account
    he: Account
    zhou: Account
    wu: Account
    zheng: Account
    met: dict[tuple[str, str], Any] = field(default_factory=dict)

    def person(self, name: str, committee: MediationCommittee) -> Person:
        """The person as the committee knows or, when it first meets them, registers them."""
        key = (name, committee.area_id)
        if key not in self.met:
            self.met[key] = self._known(name, committee) or self._register(name, committee)
        return self.met[key]

    def company(self, committee: MediationCommittee) -> Organisation:
        key = ("云川和居物业服务有限公司", committee.area_id)
        if key not in self.met:
            known = Organisation.objects.filter(name=key[0], area_id=committee.area_id).first()
            self.met[key] = known or register_organisation(
                by=self._registrar(committee),
                on=timezone.localdate(),
                area=committee.area_id,
                kind="legal_person",
                name=key[0],
                credit_code="91310199MA1X00A10C",
                legal_representative="冯立",
            )
        return self.met[key]

    def _registrar(self, committee):
        return self.zhou if committee == self.street else self.sun

    def _known(self, name, committee):
        seen = Person.objects.visible_to(self._registrar(committee), "person.register")
        document = parse_document("resident_id", number_of(name), today=timezone.localdate())
        return seen.identified_by([document]).first()

    def _register(self, name, committee):
        phone = PHONES.get(name)
        return register_person(
            by=self._registrar(committee),
            on=timezone.localdate(),
            area=committee.area_id,
            name=name,
            document_kind="resident_id",
            document_number=number_of(name),
            phones=(phone,) if phone else (),
        )


TERM = {"term_starts_on": date(2024, 9, 1), "term_ends_on": date(2027, 9, 1)}
