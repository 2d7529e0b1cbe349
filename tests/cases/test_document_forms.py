"""Every form, filled and blank: what it says, on paper and in Word, and that each character can be seen."""

import io
import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache

import pytest
from docx import Document as open_docx
from pypdf import PdfReader

from cases.docket.codes import REFUSAL_REASONS
from cases.documents import dates
from cases.documents import form_details as d
from cases.documents import snapshot as s
from cases.documents.coverage import is_covered, printable, unprintable
from cases.documents.descriptions import FORMS
from cases.documents.keeping import digest, from_json, to_json
from cases.documents.layout import Document, Para, SignatureLine, Signatures
from cases.documents.pdf import to_pdf, to_pictures
from cases.documents.printing import blank, describe, print_form
from tests.cases import paper

EVERY = sorted(FORMS)
UNSAID = {
    "F04": ["居民身份证"] * 2,  # the number says its kind
    "F12.commitment": list(paper.COURT_APPLICATION.terms),  # the application beside it says them
    "F12.hosted": list(paper.COURT_APPLICATION.terms),
    "F10": ["孙丽华"],  # of an oral agreement the mediator alone signs the register
}


@cache
def printed(snap):
    return print_form(snap, paper.IMAGES)


def pdf_text(content, *, footers=False):
    """All text of a PDF without any space, page by page; the footer with its page numbers left out."""
    pages = []
    for page in PdfReader(io.BytesIO(content)).pages:
        text = re.sub(r"\s", "", page.extract_text())
        pages.append(text if footers else re.sub(r"(（\d{4}）\S{2,6}人调字第\d+号)?第\d+页共\d+页", "", text))
    return "".join(pages)


def docx_text(content):
    """All text of the body of a .docx, in order, without any space."""
    body = open_docx(io.BytesIO(content)).element.body
    return re.sub(r"\s", "", "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def values(part):
    """Everything that a snapshot says, in the words in which a form says it."""
    if is_dataclass(part):
        for field in fields(part):
            value = getattr(part, field.name)
            if field.name not in (
                "form",
                "version",
                "taken_at",
                "kind",
                "side",
                "authority",
                "source",
                "result",
                "title",
                "images",
                "signatures",
                "role",
                "image",
                "method",
                "ended_at",
            ):
                yield from values(value)
    elif isinstance(part, tuple):
        for one in part:
            yield from values(one)
    elif isinstance(part, datetime):
        yield dates.moment(part)
    elif isinstance(part, date):
        yield dates.day(part)
    elif isinstance(part, str) and part:
        yield part


def said(text, value):
    value = re.sub(r"\s", "", value)
    return value in text or value.rstrip("。") in text


@pytest.mark.parametrize("form", EVERY)
def test_a_form_says_all_that_its_own_facts_say(form):
    text = pdf_text(printed(paper.filled(form)).pdf)

    missing = [value for value in values(paper.DETAILS.get(form)) if not said(text, value)]

    assert missing == UNSAID.get(form, [])


@pytest.mark.parametrize("form", ["F01", "F01.oral", "F02", "F08", "F09", "F10"])
def test_forms_with_the_parties_say_what_each_of_them_is(form):
    text = pdf_text(printed(paper.filled(form, paper.CROWD)).pdf)

    for party in paper.CROWD.parties:
        for value in (party.name, party.sex, party.ethnicity, party.occupation, party.phone, party.address):
            assert said(text, value)
    assert said(text, paper.CASE.number)
    assert said(text, "冯立")
    assert said(text, "罗敏")
    assert said(text, "特别授权")


@pytest.mark.parametrize("form", EVERY)
@pytest.mark.parametrize("kind", ["filled", "crowded", "blank"])
def test_paper_and_word_file_say_the_same(form, kind):
    made = printed(
        {"filled": paper.filled(form), "crowded": paper.filled(form, paper.CROWD), "blank": blank(form)}[kind]
    )
    on_paper, in_word = pdf_text(made.pdf), docx_text(made.docx)

    repeated = len(PdfReader(io.BytesIO(made.pdf)).pages) > 1  # heads of tables come again on the next page
    difference = Counter(on_paper) - Counter(in_word), Counter(in_word.replace("－", "")) - Counter(on_paper)
    assert difference[1] == Counter()
    assert repeated or difference[0] == Counter()


@pytest.mark.parametrize("form", EVERY)
def test_no_glyph_is_missing(form):
    """PDF/A forbids .notdef: a character without a glyph would have stopped the printing."""
    case = replace(paper.CROWD, facts=paper.CROWD.facts + "𠮷㐂䶮𡥄，Ćwiek Ždanov，№㎡℃①")

    made = printed(paper.filled(form, case))

    assert made.missing == ()
    assert "〓" not in pdf_text(made.pdf)
    for page in PdfReader(io.BytesIO(made.pdf)).pages:
        assert "/Font" in page["/Resources"]
        assert "\ufffd" not in page.extract_text()
        assert "\x00" not in page.extract_text()


def test_rare_and_long_names_are_printed_whole():
    text = pdf_text(printed(paper.filled("F09", paper.CROWD)).pdf)

    assert "𠮷野家㐂" in text
    assert paper.LONG_NAME in text
    assert "云川区䶮记面馆" in text


def test_characters_without_a_glyph_are_marked_and_named_to_the_clerk():
    case = replace(paper.CASE, facts="他说😀，\x07然后\u202e走了\ufe0f。")

    made = printed(paper.filled("F01", case))

    assert made.missing == ("😀",)
    assert "他说〓，然后走了。" in pdf_text(made.pdf)
    assert "他说〓，然后走了。" in docx_text(made.docx)


def test_covered_is_what_the_fonts_show():
    assert all(map(is_covered, "人民调解𠮷㐂䶮〓■□￥（）①"))
    assert not is_covered("😀")
    assert printable("甲\t乙\x00\nṇ") == "甲　乙\nṇ"
    assert unprintable("😀甲😀🀄") == ["😀", "🀄"]


def test_the_agreement_of_the_first_scenario_prints_its_amounts_exactly():
    text = pdf_text(printed(paper.filled("F09")).pdf)

    assert "人民币叁仟叁佰元整（￥3,300.00）" in text
    assert text.count("人民币壹仟陆佰伍拾元整（￥1,650.00）") == 4  # in the term and in the schedule, twice each
    assert "三、经调解，各方自愿达成如下协议1．陈志远向云川和居物业服务有限公司支付物业服务费" in text
    assert "以上给付合计人民币叁仟叁佰元整（￥3,300.00）。" in text
    assert "本协议一式3份" in text
    assert "编号：（2026）云梧人调字第8号" in text


def test_signatures_are_printed_where_their_signers_stand():
    unsigned = printed(paper.filled("F09"))
    signed = printed(paper.filled("F09", signatures=paper.SIGNATURES))

    assert pictures(unsigned.pdf) == 0
    assert pictures(signed.pdf) == 4
    assert len(open_docx(io.BytesIO(signed.docx)).inline_shapes) == 4
    text = pdf_text(signed.pdf)
    assert "孙丽华（签名）" in text
    assert "见证人楼组长王阿婆" in text
    assert "云川和居物业服务有限公司（盖章）" in text
    assert text.count("2026年3月18日") == 5  # four signatures and the seal


def pictures(pdf):
    return sum(len(page.images) for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("form", ["F05", "F09", "F18.transfer"])
def test_the_same_snapshot_gives_the_same_bytes(form):
    snap = paper.filled(form, signatures=paper.SIGNATURES)

    first, second = print_form(snap, paper.IMAGES), print_form(from_json(to_json(snap)), paper.IMAGES)

    assert first.pdf == second.pdf
    assert first.docx == second.docx


@pytest.mark.parametrize("form", EVERY)
def test_a_snapshot_comes_back_from_its_json(form):
    snap = paper.filled(form, paper.CROWD, signatures=paper.SIGNATURES, corrects="2026年3月1日的协议书")
    text = to_json(snap)

    assert from_json(text) == snap
    assert to_json(from_json(text)) == text
    assert len(digest(text)) == 64
    assert from_json(to_json(blank(form))) == blank(form)


@pytest.mark.parametrize("form", EVERY)
def test_a_blank_form_fits_its_paper_and_leaves_room_to_write(form):
    made = printed(blank(form, "梧桐里社区人民调解委员会"))

    assert len(PdfReader(io.BytesIO(made.pdf)).pages) <= 2
    assert "None" not in pdf_text(made.pdf)


@pytest.mark.parametrize("form", EVERY)
def test_pages_are_numbered_and_dated_by_the_snapshot(form):
    made = PdfReader(io.BytesIO(printed(paper.filled(form)).pdf))
    total = len(made.pages)

    for number, page in enumerate(made.pages, 1):
        assert f"第{number}页共{total}页" in re.sub(r"\s", "", page.extract_text())
    assert made.metadata.creation_date == paper.TAKEN_AT
    assert made.metadata.title == describe(paper.filled(form)).title


def test_long_records_run_over_pages_with_every_word():
    lines = [f"第{number}句：双方就漏水的原因、范围和费用逐项说明。" for number in range(1, 401)]
    detail = replace(paper.DETAILS["F08"], text="\n".join(lines))

    made = printed(replace(paper.filled("F08"), detail=detail))

    assert len(PdfReader(io.BytesIO(made.pdf)).pages) > 8
    text = pdf_text(made.pdf)
    assert all(line in text for line in lines)


def test_thirty_parties_are_all_named_and_have_a_line_to_sign():
    crowd = tuple(replace(paper.CHEN, name=f"业主{number}号", side=s.RESPONDENT) for number in range(1, 31))

    made = printed(paper.filled("F09", replace(paper.CASE, parties=(paper.COMPANY, *crowd))))

    text = pdf_text(made.pdf)
    assert text.count("（签名、盖章或按指印）") == 30
    assert all(text.count(f"业主{number}号") >= 2 for number in range(1, 31))
    assert "被申请人（三十）" in text


def test_the_head_of_a_long_list_comes_again_on_each_page():
    items = tuple(d.EvidenceItem(f"照片{number}", "照片", "钱卫东", True, 1) for number in range(1, 81))

    made = printed(replace(paper.filled("F07"), detail=d.Evidence(items)))

    pages = PdfReader(io.BytesIO(made.pdf)).pages
    assert len(pages) > 1
    assert all("材料名称" in page.extract_text() for page in list(pages)[:-1])
    assert "共80件，80页" in pdf_text(made.pdf)


@pytest.mark.parametrize("code", sorted(REFUSAL_REASONS))
def test_a_refusal_says_reason_basis_and_the_other_ways(code):
    detail = d.Refusal(
        "云梧人调不字〔2026〕2号", ("陈志远",), date(2026, 3, 4), code, reason="其他情况" if code == "R99" else ""
    )

    text = pdf_text(printed(replace(paper.filled("F18.refusal"), detail=detail)).pdf)

    listed = REFUSAL_REASONS[code]
    assert f"理由（{code}）：{'其他情况' if code == 'R99' else listed.label}" in text
    assert listed.basis in text
    assert all(way in text for way in ("一、仲裁", "二、行政", "三、司法", "诉讼时效从提出请求之日起中断"))


def test_a_correction_names_what_it_replaces():
    text = pdf_text(printed(paper.filled("F09", corrects="2026年3月13日的人民调解协议书")).pdf)

    assert "（本文书更正并替换2026年3月13日的人民调解协议书）" in text


def test_pages_can_be_looked_at_as_pictures():
    pages = to_pictures(describe(paper.filled("F09")), paper.IMAGES)

    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_fonts_of_the_machine_are_not_used():
    reader = PdfReader(io.BytesIO(printed(paper.filled("F09", paper.CROWD)).pdf))
    fonts = {
        font["/BaseFont"].split("+")[1]
        for page in reader.pages
        for font in (ref.get_object() for ref in page["/Resources"]["/Font"].values())
    }

    assert {name.split("-")[0] for name in fonts} <= {"NotoSerifSC", "NotoSansSC", "NotoSansCJKsc", "NotoSansCJKSC"}


@pytest.mark.parametrize("signers", [1, 2, 5])
def test_no_signature_stands_alone_on_a_page(signers):
    """However long the text above: the last signature has another, or the words that are signed, on its page."""
    lines = tuple(SignatureLine(f"当事人{place}（签名）") for place in range(signers))
    broken = 0
    for length in range(24, 46):
        text = tuple(Para(f"第{place}段：双方已按约定履行。") for place in range(length))
        document = Document("回访记录", (*text, Signatures(lines)))
        pages = [
            page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(document, at=datetime(2026, 11, 23)))).pages
        ]
        broken += len(pages) > 1
        (signed,) = (page for page in pages if lines[-1].label in page)
        assert signed.count("签名") > 1 or "双方已按约定履行" in signed, length
    assert broken > 5
