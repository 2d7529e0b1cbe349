"""The printed registers: of a committee (F19), a mediator (F20), the cases of a year (F22)."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader

from cases.committees.actions import change_particulars
from cases.committees.particulars import Particulars as CommitteeParticulars
from cases.docket.actions import void_number
from cases.documents.layout import LANDSCAPE, Table
from cases.documents.printing import as_file
from cases.mediation.mediators.actions import file_mediator, file_with_bureau
from cases.mediation.mediators.particulars import Particulars
from cases.rosters.actions import keep_photo, keep_room_photo
from cases.rosters.descriptions import WIDTHS, case_book, committee_register, mediator_register
from cases.rosters.facts import Book, Committee, Line, Mediator
from cases.rosters.filling import book_of, committee_facts, mediator_facts, years_of
from cases.rosters.paging import Sums, height_of, paged, sums_of
from governance.audit.models import TrailEntry
from governance.errors import Invalid, NotPermitted
from governance.files.models import StoredFile
from tests.cases.factories import make_accepted
from tests.cases.paper import picture
from tests.cases.performing import agreed
from tests.factories import YINGYUAN, make_person
from tests.governance.browsing import queries

ON = date(2026, 11, 22)


@pytest.fixture
def at(client):
    """A browser at which somebody is signed in."""

    def sign_in(account):
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def line(seq, amount="100.00", **more):
    values = {
        "number": f"（2026）嘉迎人调字第{seq}号",
        "accepted_on": ON,
        "parties": "刘桂珍、马俊",
        "is_success": True,
    }
    return Line(seq, amount=Decimal(amount), **{**values, **more})


def words(pdf):
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def docx_words(content):
    body = zipfile.ZipFile(BytesIO(content)).read("word/document.xml").decode()
    return body


def test_each_page_has_its_sums_and_those_so_far():
    rows = [(line(1), 30.0), (line(2, is_success=False), 30.0), (line(3, "50.50"), 30.0)]
    first, second = paged(rows, 65.0)

    assert [one.seq for one in first.lines] == [1, 2]
    assert (first.sums, second.sums) == (Sums(2, 1, Decimal("100.00")), Sums(1, 1, Decimal("50.50")))
    assert second.so_far == Sums(3, 2, Decimal("150.50"))


def test_a_line_that_is_higher_than_a_page_has_one_and_an_empty_book_one_empty_page():
    assert len(paged([(line(1), 500.0), (line(2), 10.0)], 100.0)) == 2
    assert [page.lines for page in paged([], 100.0)] == [()]


def test_void_numbers_are_listed_and_not_counted():
    assert sums_of([line(1), line(2, is_void=True)]) == Sums(1, 1, Decimal("100.00"))


def test_a_long_cell_makes_its_row_higher():
    assert height_of(["甲" * 40], [20]) > height_of(["甲"], [20])


def test_a_book_of_many_pages_lies_down_and_holds_every_number_once():
    lines = tuple(
        line(seq, parties="刘桂珍、马俊、上海新成物业管理有限公司迎园分公司" * (1 + seq % 3)) for seq in range(1, 81)
    )
    book = case_book(Book("迎园社区人民调解委员会", 2026, lines))
    assert sum(WIDTHS) == LANDSCAPE
    pdf = as_file(book, "pdf", at=_midnight())

    pages = words(pdf)
    assert float(PdfReader(BytesIO(pdf)).pages[0].mediabox.width) > 800
    assert len(pages) == sum(isinstance(block, Table) for block in book.blocks) > 5
    assert all("本页合计" in page and f"第{place}页" in page for place, page in enumerate(pages, 1))
    assert "受理80件，调解成功80件8,000.00" in pages[-1]
    told = "".join(pages)
    assert all(told.count(f"嘉迎人调字第{seq}号") == 1 for seq in range(1, 81))
    assert "〓" not in told
    assert 'w:orient="landscape"' in docx_words(as_file(book, "docx", at=_midnight()))


def test_blank_registers_of_committee_and_mediator_take_one_page_each():
    for document in (committee_register(Committee(), ON), mediator_register(Mediator(), ON)):
        (page,) = words(as_file(document, "pdf", at=_midnight()))
        assert "司法所" in page
        assert "（印章）" in page


@pytest.fixture
def year(mediated_case, lin, zhao, committee):
    """An agreement over 9,800 yuan, an accepted case, and a void number."""
    agreed(mediated_case, lin)
    make_accepted(lin, zhao, committee, entries=_others(lin))
    return committee


def _others(lin):
    from cases.parties.actions import Entry

    people = [make_person(lin, YINGYUAN, name=name, number="", phones=()) for name in ("钱多多", "孙小小")]
    return tuple(Entry(side, person=who) for side, who in zip(("applicant", "respondent"), people, strict=True))


def test_the_book_of_a_year_tells_every_number_with_its_case(year, officer):
    void = year.cases.order_by("-id").first()
    void_number(void, by=officer, reason="重复登记")
    (number,) = years_of(year)
    first, second = book_of(year, number).lines

    assert (first.parties, first.form, first.result, first.amount) == (
        "刘桂珍、马俊",
        "书面",
        "调解成功",
        Decimal("9800.00"),
    )
    assert (first.mediators, first.performance, first.is_success) == ("林晓", "未到期", True)
    assert (second.remark, second.parties, second.is_void) == ("案号作废", "", True)


def test_the_book_asks_as_much_for_two_cases_as_for_three(year, lin, zhao, django_assert_num_queries):
    (number,) = years_of(year)
    with django_assert_num_queries(5) as before:
        assert len(book_of(year, number).lines) == 2
    make_accepted(lin, zhao, year, entries=_others(lin))

    with django_assert_num_queries(len(before)):
        assert len(book_of(year, number).lines) == 3


def test_a_committee_is_told_with_its_director_first_and_people_only_to_who_may_see_them(committee, lin, zhao, viewer):
    person = make_person(lin, YINGYUAN, name="林晓")
    file_mediator(lin, by=zhao, area=committee.area_id, employment="full", origin="engaged", grade=3, person=person)

    facts = committee_facts(committee, reader=zhao, on=ON)
    assert [(one.name, one.post) for one in facts.members] == [("赵国栋", "主任"), ("林晓", "人民调解员")]
    assert facts.members[1].born
    assert committee_facts(committee, reader=viewer, on=ON).members[1].born == ""
    sheet = "".join(words(as_file(committee_register(facts, ON), "pdf", at=_midnight())))
    assert "共2人，其中专职1人、兼职0人" in sheet


def test_a_mediator_is_told_with_a_masked_number_and_the_photo(committee, lin, zhao, sun):
    person = make_person(lin, YINGYUAN, name="林晓")
    profile = file_mediator(lin, by=zhao, area=committee.area_id, employment="full", origin="engaged", person=person)
    facts = mediator_facts(lin, lin.postings.get(), reader=zhao)
    assert "********" in facts.number

    with pytest.raises(NotPermitted):
        keep_photo(profile, ContentFile(picture(), name="照片.png"), by=sun)
    with pytest.raises(Invalid):
        keep_photo(profile, ContentFile(b"%PDF-1.7 " + b"0" * 100, name="照片.pdf"), by=zhao)
    keep_photo(profile, ContentFile(picture(), name="照片.png"), by=zhao)
    kept = keep_photo(profile, ContentFile(picture(80, 100), name="新照片.png"), by=zhao)
    assert list(StoredFile.objects.kept().about(profile)) == [kept]


def test_the_register_of_a_mediator_prints_what_is_kept_of_them(committee, lin, zhao, justice):
    told = Particulars(
        post="deputy", political="01", education="20", major="法学", unit="迎园居委会", title="二级律师",
        studio="老林工作室", email="lin@example.cn", injury="无", knowledge="物业纠纷", career="二〇〇一年起从事调解。",
        is_bought=True, term_starts_on=date(2025, 5, 1), term_ends_on=date(2028, 5, 1),
    )  # fmt: skip
    person = make_person(lin, YINGYUAN, name="林晓")
    entry = {"employment": "full", "origin": "engaged", "person": person, "particulars": told}
    profile = file_mediator(lin, by=zhao, area=committee.area_id, **entry)
    file_with_bureau(profile, by=justice, filing_no="嘉司调001", filed_on=ON)

    facts = mediator_facts(lin, lin.postings.get(), reader=zhao)
    sheet = "".join(words(as_file(mediator_register(facts, ON), "pdf", at=_midnight())))

    said = ("中共党员", "大学本科", "法学", "迎园居委会", "二级律师", "老林工作室", "lin@example.cn", "物业纠纷")
    said += ("二〇〇一年起从事调解。", "副主任", "嘉司调001", "至2028-05-01届满", "在任")
    assert [one for one in said if one not in sheet] == []
    assert facts.born.endswith("日")


def test_the_register_of_a_committee_prints_how_it_is_reached_and_its_filing(committee, lin, zhao, justice):
    told = CommitteeParticulars(
        code="310114001", trade="property", premises="调解室两间", postcode="201800", fax="021-59990000",
        email="yingyuan@example.cn", longitude=Decimal("121.25"), latitude=Decimal("31.38"), filing_no="嘉司备7号",
        filed_on=ON,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        change_particulars(committee, by=zhao, particulars=told)
    kept = change_particulars(committee, by=justice, particulars=told)
    assert change_particulars(kept, by=justice, particulars=told).version == kept.version

    facts = committee_facts(kept, reader=zhao, on=ON)
    sheet = "".join(words(as_file(committee_register(facts, ON), "pdf", at=_midnight())))
    said = ("310114001", "物业", "调解室两间", "201800", "021-59990000", "yingyuan@example.cn", "121.25", "嘉司备7号")
    assert [one for one in said if one not in sheet] == []


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"postcode": "2018"}, "postcode"),
        ({"fax": "abc"}, "fax"),
        ({"email": "x"}, "email"),
        ({"longitude": Decimal("121.25")}, "latitude"),
        ({"longitude": Decimal("12"), "latitude": Decimal("31")}, "longitude"),
        ({"filing_no": "嘉司备7号"}, "filed_on"),
        ({"filed_on": ON}, "filing_no"),
        ({"trade": "nonsense"}, "trade"),
    ],
)
def test_particulars_of_a_committee_are_refused_at_their_field(told, field, committee, justice):
    with pytest.raises(Invalid) as refused:
        change_particulars(committee, by=justice, particulars=CommitteeParticulars(**told))
    assert refused.value.field == field


def test_the_page_keeps_the_particulars_of_a_committee(at, committee, zhao, justice):
    door = f"/cases/committees/{committee.pk}/particulars/"
    assert at(zhao).get(door).status_code == 403
    browser = at(justice)
    assert browser.post(door, {"postcode": "1", "version": committee.version}).status_code == 422
    assert browser.post(door, {"postcode": "201800", "version": committee.version}).status_code == 302


def test_the_doors_lead_to_the_files_and_the_trail_knows_who_printed(at, year, lin, zhao, sun):
    profile = file_mediator(lin, by=zhao, area=year.area_id, employment="full", origin="engaged")
    keep_photo(profile, ContentFile(picture(), name="照片.png"), by=zhao)
    browser = at(zhao)
    page = browser.get(f"/cases/committees/{year.pk}/").content.decode()
    doors = [
        f"/cases/committees/{year.pk}/book",
        f"/cases/committees/{year.pk}/register",
        f"/cases/mediators/{lin.pk}/register",
    ]
    assert doors[0] in page
    assert doors[1] in page
    assert doors[2] in browser.get(f"/cases/mediators/{lin.pk}/").content.decode()
    assert doors[2] in browser.get("/cases/mediators/").content.decode()

    for door in doors:
        assert browser.get(f"{door}.pdf").content.startswith(b"%PDF")
        assert browser.get(f"{door}.docx").content.startswith(b"PK")
        assert at(sun).get(f"{door}.pdf").status_code == 404
        browser = at(zhao)
    assert TrailEntry.objects.filter(verb="register.printed", account=zhao).count() == 6
    assert browser.get(f"{doors[0]}.pdf?year=1999").status_code == 404
    assert browser.get(f"{doors[0]}.pdf?year=abc").status_code == 404


def test_the_director_brings_a_photo_on_its_page(at, committee, lin, zhao):
    profile = file_mediator(lin, by=zhao, area=committee.area_id, employment="full", origin="engaged")
    answer = at(zhao).post(f"/cases/mediators/{lin.pk}/photo/", {"photo": ContentFile(picture(), name="照片.png")})

    assert answer.status_code == 302
    assert StoredFile.objects.kept().about(profile).count() == 1
    assert at(zhao).post(f"/cases/mediators/{lin.pk}/photo/", {}).status_code == 422


def test_the_register_of_a_committee_shows_its_room(at, committee, justice, zhao, sun):
    door, sheet = f"/cases/committees/{committee.pk}/photo/", f"/cases/committees/{committee.pk}/register"
    without = at(justice).get(f"{sheet}.docx").content
    with pytest.raises(NotPermitted, match="没有维护该调委会的权限"):
        keep_room_photo(committee, ContentFile(picture(), name="门面.png"), by=zhao)
    assert at(sun).get(door).status_code == 404
    assert at(justice).post(door, {"photo": ContentFile(b"not a picture", name="门面.png")}).status_code == 422
    assert at(justice).post(door, {"photo": ContentFile(picture(), name="门面.png")}).status_code == 302
    assert at(justice).post(door, {"photo": ContentFile(picture(80, 100), name="调解室.png")}).status_code == 302

    (kept,) = StoredFile.objects.kept().about(committee)
    shown = at(justice).get(f"{sheet}.docx").content
    pictures = [
        [name for name in zipfile.ZipFile(BytesIO(each)).namelist() if "media/" in name] for each in (without, shown)
    ]
    assert (kept.name, len(pictures[0]), len(pictures[1])) == ("调解室.png", 0, 1)
    assert PdfReader(BytesIO(at(justice).get(f"{sheet}.pdf").content)).pages[0].images
    assert TrailEntry.objects.filter(verb="mediation_committee.photo_kept", account=justice).count() == 2


def test_the_committee_page_asks_as_much_whatever_the_number_of_cases(at, year, zhao, lin, committee):
    browser = at(zhao)
    asked = queries(browser, f"/cases/committees/{year.pk}/")
    make_accepted(lin, zhao, committee, entries=_others(lin))

    assert queries(browser, f"/cases/committees/{year.pk}/") == asked


def _midnight():
    from datetime import UTC, datetime

    return datetime(2026, 11, 22, tzinfo=UTC)
