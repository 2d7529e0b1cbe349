"""Letters in a district's own words: cases that came in from its first day on, never those that were open."""

import zipfile
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone

from cases.documents.actions import produce_document
from cases.documents.descriptions import FORMS
from cases.documents.filling.offers import filled, offer_of, offers_of
from cases.documents.letters import OF_FORM, words_of
from cases.documents.printing import describe, print_form
from governance.texts.kinds import TEXTS, problems
from governance.texts.models import TextVersion
from tests.cases import paper
from tests.cases.performing import agreed, late
from tests.factories import JIADING, XUHUI

URGE = "letter.urge"
OWN = TEXTS[URGE].words.replace("仍不履行的，", "【嘉定区】<b>&仍不履行的，")


def put(by, starts_on, area=JIADING, words=OWN):
    return TextVersion.objects.create(
        key=URGE, area_id=area, starts_on=starts_on, words=words, reason="本地说法", set_by=by
    )


def urged(case):
    """The snapshot of the urging letter, of something that was due yesterday."""
    offer = offer_of(case, f"F18.urge:party-{case.parties.get(side='respondent').pk}", reads_file=True)
    return filled(case, offer, taken_at=timezone.now())[0]


def overdue_case(case, by):
    late(agreed(case, by), timezone.localdate() - timedelta(days=1))
    case.refresh_from_db()
    return case


def test_a_case_that_came_in_under_a_version_is_urged_in_its_words(mediated_case, lin, officer):
    put(officer, timezone.localdate(mediated_case.received_at))
    snap = urged(overdue_case(mediated_case, lin))

    texts = [block.text for block in describe(snap).blocks if hasattr(block, "text")]
    assert any(one.startswith("【嘉定区】<b>&仍不履行的，对方当事人可以") for one in texts)
    assert any("（编号：（" in one for one in texts)


def test_an_open_case_keeps_the_words_of_its_day(mediated_case, officer):
    put(officer, timezone.localdate(mediated_case.received_at) + timedelta(days=1))
    put(officer, timezone.localdate(mediated_case.received_at), area=XUHUI)

    assert words_of(mediated_case, "F18.urge") == ""
    assert words_of(mediated_case, "F09") == ""


def test_markup_in_a_text_is_printed_as_it_was_typed(mediated_case, lin, officer):
    put(officer, timezone.localdate(mediated_case.received_at))
    printed = print_form(urged(overdue_case(mediated_case, lin)))

    body = zipfile.ZipFile(BytesIO(printed.docx)).read("word/document.xml").decode()
    assert "【嘉定区】&lt;b&gt;&amp;仍不履行的" in body
    assert printed.pdf.startswith(b"%PDF")


def test_a_document_that_was_made_stays_as_it_was_made(mediated_case, lin, officer):
    case = overdue_case(mediated_case, lin)
    about = f"party-{case.parties.get(side='respondent').pk}"
    made = produce_document(case, "F18.urge", by=lin, about=about)
    put(officer, timezone.localdate() + timedelta(days=1))

    assert produce_document(case, "F18.urge", by=lin, about=about) == made
    assert made.facts.words == ""


def test_every_letter_that_may_be_edited_is_a_form():
    assert set(OF_FORM) <= set(FORMS)
    assert set(OF_FORM.values()) == {key for key in TEXTS if key.startswith("letter.")}


def own_words(key, before, after, by, case):
    """A version of the text that holds for `case`, with `after` in the place of `before`."""
    words = TEXTS[key].words.replace(before, after)
    assert words != TEXTS[key].words
    starts_on = timezone.localdate(case.received_at)
    return TextVersion.objects.create(
        key=key, area_id=JIADING, starts_on=starts_on, words=words, reason="本地说法", set_by=by
    )


def said_in(case, form):
    offer = next(one for one in offers_of(case, reads_file=True) if one.form == form)
    return [
        block.text for block in describe(filled(case, offer, taken_at=timezone.now())[0]).blocks if _has_text(block)
    ]


def _has_text(block):
    return hasattr(block, "text")


def test_what_parties_are_told_before_mediation_is_in_the_words_of_the_district(mediated_case, officer):
    before = said_in(mediated_case, "F03")
    own_words("letter.rights", "五、调解不成的途径", "五、调解不成以后（嘉定区）", officer, mediated_case)
    after = said_in(mediated_case, "F03")

    assert "五、调解不成的途径（第二十六条）" in before
    assert "五、调解不成以后（嘉定区）（第二十六条）" in after
    assert len(before) == len(after)


def test_the_duties_of_telling_cannot_be_taken_out():
    kind = TEXTS["letter.rights"]
    assert problems(kind, kind.words) == []
    assert any("人民调解法第二十三条" in one for one in problems(kind, kind.words.replace("拒绝调解", "配合调解")))
    authority = TEXTS["letter.authority"]
    assert any("委托权限" in one for one in problems(authority, authority.words.replace("{委托权限}", "")))


@pytest.mark.parametrize("form", ["F18.suspension", "F18.reopening", "F18.address", "F18.court_end", "F18.risk", "F12"])
def test_a_paper_of_the_course_says_what_its_district_says(form):
    snap = paper.filled(form)
    kind = TEXTS[OF_FORM[form]]

    edited = replace(snap, words=kind.words + "\n【嘉定区】请保管好本件。")

    assert "【嘉定区】请保管好本件。" in str(FORMS[form].describe(edited))
    assert "【嘉定区】" not in str(FORMS[form].describe(snap))
