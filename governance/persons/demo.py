"""Invented people for the demo: area 310199 is not allotted, so their numbers belong to nobody.

Phones are 1990000xxxx; the portal never sends anything to them.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from governance.identifiers.resident_id import check_character
from governance.people.models import Account
from governance.persons.actions import add_identifier, add_phone, register_person
from governance.persons.models import Person

YINGYUAN, CANGCHANG, YONGTAI = "310114001001", "310114001002", "310104003011"
REGISTRARS = {YINGYUAN: "tiaojie", CANGCHANG: "linshe", YONGTAI: "yongtai"}


@dataclass(frozen=True)
class Sample:
    """One invented person. `order` is the sequence number of the resident ID: odd for men, even for women."""

    name: str
    born_on: str  # YYYYMMDD
    order: int
    area: str
    address: str = ""
    note: str = ""

    @property
    def number(self) -> str:
        first_17 = f"310199{self.born_on}{self.order}"
        return first_17 + check_character(first_17)


SAMPLES = [
    Sample("陈志远", "19780314", 903, YINGYUAN, "梧桐里小区12幢302室", "物业费争议的业主"),
    Sample("刘桂珍", "19550218", 902, YINGYUAN, "梧桐里小区7幢201室", "独居，子女在外地"),
    Sample("马俊", "19820511", 903, YINGYUAN, "梧桐里小区7幢301室"),
    Sample("高洁", "19961103", 902, YINGYUAN, "梧桐里小区7幢301室", "租客"),
    Sample("何倩", "19890722", 902, YINGYUAN),
    Sample("黄海", "19740212", 903, YINGYUAN, "迎园新村21号502室"),
    Sample("黄静", "19771225", 902, YINGYUAN, "迎园新村21号502室"),
    Sample("沈玉兰", "19500707", 902, YINGYUAN, "迎园新村21号502室"),
    Sample("罗敏", "19860903", 902, YINGYUAN, "迎园新村33号101室", "黄子轩的母亲"),
    Sample("黄子轩", "20140615", 903, YINGYUAN, "迎园新村33号101室"),
    Sample("欧阳文婷", "19910130", 904, YINGYUAN, "迎园新村8号602室"),
    Sample("买买提·艾力", "19930808", 905, YINGYUAN, "新成路168号", "烤馕店经营者"),
    Sample("𠮷野", "19680917", 907, YINGYUAN, "迎园新村15号403室"),
    Sample("周㐂", "19720605", 906, YINGYUAN, "迎园新村15号404室"),
    Sample("陆建平", "19630411", 909, YINGYUAN, "迎园新村2号201室"),
    Sample("顾美芳", "19661219", 908, YINGYUAN, "迎园新村2号202室"),
    Sample("徐磊", "19950527", 911, YINGYUAN, "迎园新村40号1102室"),
    Sample("丁小雨", "20010203", 910, YINGYUAN, "迎园新村40号1102室"),
    Sample("王秀英", "19610830", 902, CANGCHANG, "桂苑小区3幢301室"),
    Sample("李强", "19860119", 903, CANGCHANG, "桂苑小区3幢301室"),
    Sample("赵磊", "19900427", 903, CANGCHANG, "桂苑小区3幢401室"),
    Sample("林小雨", "19990605", 902, CANGCHANG, "仓场路301弄5号204室"),
    Sample("徐国庆", "19651001", 903, CANGCHANG, "仓场路301弄5号204室"),
    Sample("蒋丽华", "19700322", 912, CANGCHANG),
    Sample("韩雪", "19880116", 914, CANGCHANG, "桂苑小区9幢102室"),
    Sample("唐伟", "19800909", 913, CANGCHANG, "桂苑小区9幢102室"),
    Sample("冯立", "19751108", 915, CANGCHANG),
    Sample("诸葛明", "19580725", 917, CANGCHANG, "仓场路120号"),
    Sample("孟洁", "19940312", 916, YONGTAI, "永嘉路500弄3号"),
    Sample("宋建军", "19690820", 919, YONGTAI, "永嘉路500弄7号"),
    Sample("方慧", "19830614", 918, YONGTAI, "永嘉路500弄7号"),
    Sample("程昱", "19970101", 921, YONGTAI),
]


def make_demo() -> None:
    """Register everybody through the actions; does nothing when persons are there already."""
    if Person.objects.exists():
        return
    today = timezone.localdate()
    registrars = {area: Account.objects.get(username=username) for area, username in REGISTRARS.items()}
    persons = {
        sample.name: _register(sample, registrars[sample.area], today, phone=f"1990000{place:04d}")
        for place, sample in enumerate(SAMPLES, start=101)
    }
    _more_numbers(persons, registrars, today)
    _without_document(registrars, today)
    _entered_twice(registrars, today)


def _register(sample, by, today, *, phone):
    return register_person(
        by=by,
        on=today,
        area=sample.area,
        name=sample.name,
        document_kind="resident_id",
        document_number=sample.number,
        phones=(phone,),
        address=sample.address,
        note=sample.note,
    )


def _more_numbers(persons, registrars, today):
    by = registrars[YINGYUAN]
    add_phone(persons["刘桂珍"], by=by, version=1, number="021-59990188", label="家中")
    add_identifier(
        persons["何倩"], by=by, on=today, version=1, kind="passport", number="EX0199001", starts_on=date(2023, 5, 4)
    )


def _without_document(registrars, today):
    """A foreigner, a resident of Taiwan, and somebody who had no document at hand."""
    for name, kind, number in (("John Smith", "passport", "X01990001"), ("林怡君", "taiwan_permit", "01990002")):
        register_person(
            by=registrars[CANGCHANG], on=today, area=CANGCHANG, name=name, document_kind=kind, document_number=number
        )
    register_person(
        by=registrars[YINGYUAN],
        on=today,
        area=YINGYUAN,
        name="张阿婆",
        sex="female",
        no_identifier_reason="口头申请，未带证件",
        address="迎园新村5号101室",
    )


def _entered_twice(registrars, today):
    """The committee next door registers two residents again: its street finds two suspicions waiting."""
    for sample in (SAMPLES[0], SAMPLES[3]):
        moved = Sample(sample.name, sample.born_on, sample.order, CANGCHANG, "桂苑小区1幢")
        _register(moved, registrars[CANGCHANG], today, phone=f"19900002{sample.order}")
