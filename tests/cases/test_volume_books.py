"""A thick volume in parts, and the committee's own papers in a book that is kept inside."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.archive import actions
from cases.archive.binding import Part, bind
from cases.archive.models import SubVolume, Volume
from cases.closing.actions import approve_closing, propose_closing
from cases.documents.actions import produce_document
from cases.mediation.endings.actions import fail_mediation
from cases.mediation.inquiry.files import store_evidence
from cases.mediation.inquiry.models import Evidence
from governance.errors import Invalid, WrongState
from governance.files.models import StoredFile
from governance.files.sniffing import PDF
from tests.cases.archived import bound, held_in_vain
from tests.cases.bound import completed
from tests.cases.factories import ago
from tests.cases.test_binding import form, instead
from tests.factories import XINCHENGLU, make_account


def part(title, copies=1):
    return Part(title, PDF, 1, lambda: form("F16") if copies == 1 else form("F08"), is_ours=True)


def pages_of(file):
    with file.open() as content:
        return [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(content.read())).pages]


def test_a_book_that_is_full_goes_on_in_another_and_no_part_is_split():
    thick = part("笔录", 2)
    long = len(PdfReader(io.BytesIO(form("F08"))).pages)
    books = bind([part("一"), part("二"), thick, part("三")], instead=instead, advance=lambda: None, most_pages=2)

    assert [[one.title for one in book.placed] for book in books] == [["一", "二"], ["笔录"], ["三"]] if long > 1 else [
        ["一", "二"], ["笔录", "三"],
    ]  # fmt: skip
    assert [book.placed[0].first for book in books] == [1] * len(books)


@pytest.fixture
def closed_case(lin, zhao, mediated_case):
    """Failed and closed, with a log of who was rung up among its documents."""
    produce_document(mediated_case, "F18.contacts", by=lin)
    item = Evidence.objects.create(
        case=mediated_case, seq=1, name="图纸", kind="document", provider="马俊", taken_on=timezone.localdate(),
        account=lin,
    )  # fmt: skip
    store_evidence(ContentFile(form("F08"), name="图纸.pdf"), item, by=lin)
    held_in_vain(mediated_case)
    case = fail_mediation(mediated_case, by=lin, happened_at=ago(minutes=30), told_by="face", remedies=("court",))
    case = propose_closing(case, by=lin, proposed_at=ago(minutes=20), brief="漏水", opinion="建议结案。")
    case = approve_closing(case, by=zhao, approved_at=ago(minutes=10))
    produce_document(case, "F18.remedies", by=lin)
    return case


def archived(case, lin, zhao):
    checker = make_account("checker", "street_justice_officer", XINCHENGLU, name="施敏")
    volume = actions.submit_volume(bound(completed(case, lin), lin), by=zhao, submitted_at=timezone.now())
    actions.check_volume(volume, by=checker, checked_at=timezone.now(), lost={})
    return Volume.objects.get(pk=volume.pk)


def test_each_part_has_its_cover_catalogue_numbers_and_back_cover(lin, closed_case, thin_books):
    volume = bound(closed_case, lin)

    parts = list(volume.books.parts())
    assert len(parts) >= 1
    many = len(parts) + 1
    sheets = [pages_of(volume.pdf), *(pages_of(book.pdf) for book in parts)]
    counted = 0
    for seq, pages in enumerate(sheets, 1):
        catalogue = volume.catalogue if seq == 1 else parts[seq - 2].catalogue
        inner = sum(line[2] for line in catalogue)
        assert f"第{seq}册，共{many}册" in pages[0]
        assert "卷内目录" in pages[1]
        assert catalogue[0][1] == 1
        assert f"{inner}页" in pages[-1]
        counted += inner
    assert volume.pages == counted
    assert closed_case.events.last().text.endswith(f"分 {many} 册，另有副卷")


def test_a_volume_that_fits_is_one_book(lin, closed_case):
    volume = bound(closed_case, lin)
    assert not volume.books.parts().exists()
    assert "册次" not in pages_of(volume.pdf)[0]


def test_what_is_kept_inside_lies_in_its_own_book_and_not_in_the_volume(lin, closed_case):
    volume = bound(closed_case, lin)

    [book] = volume.books.all()
    assert (str(book), [line[0] for line in book.catalogue]) == ("副卷", ["当事人联系记录表"])
    assert not any("联系记录" in line[0] for line in volume.catalogue)
    pages = pages_of(book.pdf)
    assert "人民调解卷宗副卷" in pages[0]
    assert "卷内目录（副卷）" in pages[1]


def test_the_inner_book_is_for_who_archives_and_who_mediates(
    client, lin, zhao, justice, supervisor, officer, auditor, sun, closed_case
):
    volume = archived(closed_case, lin, zhao)
    [book] = volume.books.all()
    reading = {}
    for who in (lin, zhao, justice, supervisor, officer, auditor, sun):
        client.force_login(who)
        page, file = client.get(book.get_absolute_url()), client.get(book.pdf.get_absolute_url())
        file.getvalue()
        whole = client.get(volume.get_absolute_url())
        shown = book.get_absolute_url() in whole.content.decode()
        reading[who.username] = (whole.status_code, page.status_code, file.status_code, shown)
    assert reading == {
        "lin": (200, 200, 200, True),
        "zhao": (200, 200, 200, True),
        "justice": (200, 200, 200, True),
        "supervisor": (200, 404, 404, False),
        "officer": (200, 404, 404, False),
        "auditor": (404, 404, 404, False),
        "sun": (404, 404, 404, False),
    }


def test_bound_anew_the_books_of_before_are_read_no_more(lin, closed_case):
    first = bound(closed_case, lin).books.get()
    bound(closed_case, lin)
    assert not StoredFile.objects.kept().filter(pk=first.pdf_id).exists()


def give(volume, by, **more):
    values = {"kind": "lend", "who": "区法院", "purpose": "调取", "given": "全卷", "happened_at": timezone.now()}
    return actions.record_access(volume, by=by, **{**values, "due_on": timezone.localdate(), **more})


def test_a_part_is_lent_by_itself_and_the_inner_book_never(lin, zhao, closed_case, thin_books):
    volume = archived(closed_case, lin, zhao)
    part, inner = volume.books.parts().first(), volume.books.get(kind="inner")
    for kind in ("lend", "copy"):
        with pytest.raises(Invalid, match="副卷不复制、不借出"):
            give(volume, zhao, kind=kind, book=inner)
    assert give(volume, zhao, kind="read", book=inner).book == inner

    assert give(volume, zhao, book=part).is_out
    for again in (part, None):
        with pytest.raises(WrongState, match="已经借出"):
            give(volume, zhao, book=again)


def test_a_book_of_another_volume_is_not_given(lin, zhao, closed_case):
    volume = archived(closed_case, lin, zhao)
    with pytest.raises(Invalid) as refused:
        give(volume, zhao, kind="read", book=SubVolume(pk=999_999))
    assert refused.value.field == "book"


def test_the_pages_show_the_books_and_ask_which_is_given(client, lin, zhao, closed_case, thin_books):
    volume = archived(closed_case, lin, zhao)
    part = volume.books.parts().first()
    client.force_login(zhao)
    page = client.get(closed_case.get_absolute_url()).content.decode()
    assert part.get_absolute_url() in page
    assert "副卷 PDF" in page
    url = reverse("cases:record_access", args=[volume.pk])
    assert "全卷（副卷除外）" in client.get(url).content.decode()
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    sent = {"kind": "lend", "who": "区法院", "purpose": "调取", "given": "第2册", "happened_at": now, "book": part.pk}
    answer = client.post(url, {**sent, "due_on": timezone.localdate().isoformat()})
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(part.get_absolute_url()).content.decode()
    assert "区法院" in page
    assert "借出未还" in page
