"""The bench says before it begins whether a world fits on the disk."""

from bench.world.room import at_work, bytes_of, refusal


def test_a_world_that_fits_is_begun():
    assert refusal(10_000_000, free=bytes_of(10_000_000) + at_work(10_000_000)) == ""


def test_a_world_that_does_not_fit_is_refused_in_one_sentence():
    said = refusal(10_000_000, free=20_000_000_000)

    assert said.startswith("10,000,000 件案件还要占约 ")
    assert "只剩 20 GB：没有开始建" in said


def test_what_is_made_already_is_not_asked_for_again():
    whole = bytes_of(10_000_000)

    assert refusal(10_000_000, free=whole // 2 + at_work(10_000_000), there=whole // 2 + 1) == ""
