"""No small number can be worked out from all that is shown."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.metrics.suppression import SMALL, told, withheld

TREE = {"浦": "沪", "嘉": "沪", "新成路": "嘉", "嘉定镇": "嘉", "陆家嘴": "浦", "花木": "浦"}
LEAVES = ("新成路", "嘉定镇", "陆家嘴", "花木")


def totals(leaves, own):
    values = dict(zip(LEAVES, leaves, strict=True))
    values["嘉"] = values["新成路"] + values["嘉定镇"] + own[0]
    values["浦"] = values["陆家嘴"] + values["花木"] + own[1]
    values["沪"] = values["嘉"] + values["浦"] + own[2]
    return values


def own_of(values):
    """What each place has beside the places below it."""
    return {
        "嘉": values["嘉"] - values["新成路"] - values["嘉定镇"],
        "浦": values["浦"] - values["陆家嘴"] - values["花木"],
        "沪": values["沪"] - values["嘉"] - values["浦"],
    }


def possible(values, hidden):
    """Every world that looks the same: what each withheld number, and each place's own, may be by all that is shown."""
    names = sorted(hidden)
    near = {key: range(max(SMALL, values[key] - 4), values[key] + 5) for key in names}
    found = {name: set() for name in [*names, *(f"{top}自有" for top in own_of(values))]}
    for assigned in product(*(range(1, SMALL) if values[key] < SMALL else near[key] for key in names)):
        world = {**values, **dict(zip(names, assigned, strict=True))}
        own = own_of(world)
        if min(own.values()) < 0:
            continue
        for name in names:
            found[name].add(world[name])
        for top, number in own.items():
            found[f"{top}自有"].add(number)
    return found


@settings(max_examples=60)
@given(st.tuples(*[st.integers(0, 9)] * 4), st.tuples(*[st.sampled_from([0, 0, 0, 2, 7])] * 3))
def test_every_withheld_number_may_be_another_one(leaves, own):
    values = totals(leaves, own)
    hidden = withheld(values, TREE)
    assert {key for key, value in values.items() if 0 < value < SMALL} <= hidden
    if len(hidden) > 4:
        return  # too many worlds to try out
    numbers = possible(values, hidden)
    for name in hidden:
        assert len(numbers[name]) > 1, f"{name} of {values} can only be {numbers[name]}"
    for top, own_number in own_of(values).items():
        if 0 < own_number < SMALL:
            assert len(numbers[f"{top}自有"]) > 1, f"what {top} has of its own, of {values}, is given away"


def test_large_numbers_are_all_shown():
    assert withheld(totals((5, 6, 7, 8), (0, 0, 0)), TREE) == set()


def test_one_small_street_takes_its_neighbour_with_it():
    hidden = withheld(totals((3, 20, 30, 40), (0, 0, 0)), TREE)
    assert hidden == {"新成路", "嘉定镇"}
    assert [told(3), told(20)] == ["<5", "*"]


def test_a_street_alone_in_its_district_hides_the_district_and_another():
    hidden = withheld(totals((3, 0, 30, 40), (0, 0, 0)), TREE)
    assert {"新成路", "嘉", "浦"} <= hidden
    assert hidden & {"陆家嘴", "花木"}


def test_what_a_district_has_beside_its_streets_is_not_given_away():
    hidden = withheld(totals((10, 20, 30, 40), (2, 0, 0)), TREE)
    assert hidden & {"嘉", "新成路", "嘉定镇"}


@pytest.mark.parametrize(("value", "said"), [(1, "<5"), (4, "<5"), (5, "*")])
def test_small_ones_are_said_to_be_small(value, said):
    assert told(value) == said
