"""How far a reader of the feed has come in each place: what is new begins at 0, what left is told as gone."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from governance.access.scope import Scope
from governance.areas import codes
from governance.feed.positions import Loss, Positions, Stretch

JIADING, YINGYUAN, CANGCHANG, XUHUI = "310114000000", "310114001001", "310114001002", "310104000000"
STREET = "310114001000"
PLACES = [JIADING, YINGYUAN, CANGCHANG, XUHUI, STREET, "310114002000", "310000000000"]


def scopes_of(*places):
    return {"case": Scope.of(places)}


def covered(stretches):
    return {place for place in PLACES for each in stretches if each.first <= int(place) <= each.last}


def test_a_first_reading_begins_at_0_in_all_that_is_seen():
    begun = Positions(()).within(scopes_of(YINGYUAN, XUHUI))

    assert begun.seen == (
        Stretch("case", 310104000000, 310104999999, 0),
        Stretch("case", 310114001001, 310114001001, 0),
    )
    assert (begun.lost, begun.ahead) == ((), None)


def test_a_new_place_catches_up_before_both_are_read_together():
    known = Positions(()).within(scopes_of(YINGYUAN)).moved(40)
    wider = known.within(scopes_of(YINGYUAN, CANGCHANG))

    assert [each.position for each in wider.seen] == [40, 0]
    assert (wider.behind[0].span[0], wider.ahead) == (CANGCHANG, 40)
    assert wider.moved(40).seen == (Stretch("case", 310114001001, 310114001002, 40),)


def test_a_wider_place_keeps_what_is_known_of_its_part():
    wider = Positions(()).within(scopes_of(YINGYUAN)).moved(40).within(scopes_of(STREET))

    assert [(each.span[1], each.position) for each in wider.seen] == [
        ("310114001000", 0),
        ("310114001001", 40),
        ("310114001999", 0),
    ]


def test_a_place_that_is_lost_is_told_to_its_end_and_forgotten():
    known = Positions(()).within(scopes_of(YINGYUAN, XUHUI)).moved(40)
    narrowed = known.within(scopes_of(XUHUI))

    assert narrowed.lost == (Loss("case", 310114001001, 310114001001, 40),)
    assert narrowed.told(7).lost[0].told == 7
    assert narrowed.told(None).lost == ()


def test_a_place_that_comes_back_before_its_loss_is_told_is_read_anew():
    known = Positions(()).within(scopes_of(YINGYUAN)).moved(40)
    back = known.within(scopes_of()).within(scopes_of(YINGYUAN))

    assert (back.lost, [each.position for each in back.seen]) == ((), [0])


def test_one_kind_says_nothing_of_another():
    both = {"case": Scope.of([YINGYUAN]), "place": Scope.of([YINGYUAN])}
    seen = Positions(()).within(both).moved(9).within({"place": Scope.of([YINGYUAN])})

    assert [each.kind for each in seen.seen] == ["place"]
    assert [each.kind for each in seen.lost] == ["case"]


some_places = st.lists(st.sampled_from(PLACES), max_size=4)


@given(st.lists(st.tuples(some_places, st.integers(1, 9)), max_size=6))
def test_whatever_comes_and_goes_each_place_of_today_is_seen_once_and_what_was_known_is_told(changes):
    positions, number = Positions(()), 0
    for places, step in changes:
        before = positions
        positions = positions.within(scopes_of(*places))
        number += step
        spans = [(each.first, each.last) for each in positions.seen]

        assert covered(positions.seen) == {code for code in PLACES if Scope.of(places).covers(code)}
        assert all(one[1] < other[0] for one, other in pairwise(spans))
        assert covered(positions.lost) >= covered(before.seen) - covered(positions.seen)
        assert not covered(positions.lost) & covered(positions.seen)
        positions = positions.moved(positions.ahead or number)


def test_places_of_a_scope_are_ranges_of_codes():
    (seen,) = Positions(()).within(scopes_of("310000000000")).seen

    assert seen.span == (codes.code_range("310000000000").first, codes.code_range("310000000000").last)
