"""cases/search/words.py: for short words the pairs alone say whether a text holds them."""

from hypothesis import given
from hypothesis import strategies as st

from cases.search.words import asked, normal, pairs, unsure

TEXTS = st.text(alphabet="漏水电𠮷aB1 ，_Ａ")


@given(text=TEXTS, typed=TEXTS)
def test_a_word_of_one_or_two_characters_is_in_a_text_exactly_when_its_pairs_are(text, typed):
    found = pairs(text)
    for word in asked(typed):
        if word not in unsure([word]):
            held = word in found if len(word) == 2 else any(pair.startswith(word) for pair in found)
            assert held == (word in normal(text))


def test_a_longer_word_is_looked_for_itself_since_its_pairs_may_stand_apart():
    assert {"漏水", "水管"} <= set(pairs("漏水，水管"))
    assert unsure(["漏", "漏水", "漏水管"]) == ["漏水管"]
