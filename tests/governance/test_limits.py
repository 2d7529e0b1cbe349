"""Time limits: the dates that the field knows by heart, and every other date against a walk day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.calendars.allowances import Allowance, Unit, days, months, working_days, years
from governance.calendars.limits import Derivation, Stop, add_months, days_left, due_date, extended
from governance.calendars.official import calendar_of
from governance.calendars.working_days import ListedDay, WorkCalendar, next_working_day, roll, working_days_between
from governance.errors import Invalid

OFFICIAL = calendar_of(2025, 2026)


def due(start, allowance, *stops, rolls=True, calendar=OFFICIAL):
    return due_date(date.fromisoformat(start), allowance, calendar, stops, rolls).due_on.isoformat()


def stop(first, resumed):
    return Stop(date.fromisoformat(first), date.fromisoformat(resumed))


# --- domain/mediation.md 6.5 and the due dates of domain/mediation-scenarios.md


@pytest.mark.parametrize(
    ("start", "allowance", "ends"),
    [
        ("2026-03-04", months(1), "2026-04-07"),  # S1: Saturday, and Qingming until 04-06
        ("2026-01-31", months(1), "2026-02-28"),  # S2: no 31 February; a Saturday, but a make-up working day
        ("2026-06-11", months(1), "2026-07-13"),  # S5: a plain Saturday
        ("2026-04-14", months(1), "2026-05-14"),  # S3
        ("2026-03-18", days(30), "2026-04-17"),  # S1: time for judicial confirmation
        ("2026-03-16", days(30), "2026-04-15"),  # S2: from the last signature
        ("2026-04-28", days(30), "2026-05-28"),  # S3
        ("2026-06-05", working_days(15), "2026-06-29"),
        ("2026-02-11", working_days(3), "2026-02-14"),
        ("2026-04-28", working_days(5), "2026-05-08"),  # S3: answer to the police
        ("2026-04-30", working_days(3), "2026-05-08"),  # S2: urge the debtor
        ("2026-05-08", working_days(1), "2026-05-09"),  # S4: from Friday to a make-up Saturday
        ("2026-04-28", days(10), "2026-05-08"),  # S3: first visit after a risk
        ("2026-05-18", working_days(15), "2026-06-08"),  # S1: time to bind the volume
        ("2024-02-29", years(2), "2026-02-28"),
        ("2023-03-31", years(3), "2026-03-31"),
    ],
)
def test_the_dates_that_the_field_knows_by_heart(start, allowance, ends):
    assert due(start, allowance) == ends


def test_a_period_that_does_not_roll_ends_on_a_rest_day():
    assert due("2026-04-24", days(10), rolls=False) == "2026-05-04"
    assert due("2026-04-24", days(10)) == "2026-05-06"


# --- clocks that stop


def test_a_stop_moves_the_last_day_before_it_rolls():
    assert due("2026-03-04", months(1), stop("2026-03-10", "2026-03-15")) == "2026-04-09"
    assert due("2026-03-04", months(1), stop("2026-03-10", "2026-03-11")) == "2026-04-07"


def test_stops_that_overlap_count_once():
    twice = [stop("2026-03-10", "2026-03-15"), stop("2026-03-12", "2026-03-20")]

    assert due("2026-03-04", months(1), *twice) == due("2026-03-04", months(1), stop("2026-03-10", "2026-03-20"))


def test_a_stop_after_the_end_changes_nothing():
    assert due("2026-03-04", months(1), stop("2026-04-08", "2026-05-20")) == "2026-04-07"


def test_a_stop_between_the_last_day_and_the_working_day_after_it_ends_on_the_first_working_day_from_its_end():
    assert due("2026-03-04", months(1), stop("2026-04-07", "2026-04-11")) == "2026-04-13"


def test_a_stop_of_the_day_of_start_alone_changes_nothing():
    assert due("2026-04-14", months(1), stop("2026-04-14", "2026-04-15")) == "2026-05-14"


def test_a_period_of_working_days_does_not_count_those_of_a_stop():
    assert due("2026-06-05", working_days(15), stop("2026-06-08", "2026-06-15")) == "2026-07-06"
    assert due("2026-06-05", working_days(15), stop("2026-06-06", "2026-06-08")) == "2026-06-29"


def test_a_stop_that_runs_backwards_is_refused():
    with pytest.raises(Invalid):
        due("2026-03-04", months(1), stop("2026-03-15", "2026-03-10"))


# --- extension


def extension(agreed, *stops):
    since = date(2026, 2, 27)
    return extended(date.fromisoformat(agreed), OFFICIAL, replaces=date(2026, 2, 28), since=since, stops=stops)


def test_an_extension_ends_on_the_agreed_day_or_the_next_working_day():
    assert extension("2026-03-20").due_on == date(2026, 3, 20)  # S2
    assert extension("2026-04-05").due_on == date(2026, 4, 7)
    assert (
        extension("2026-03-20").steps[0].text == "各方当事人于 2026-02-27 同意将期限由 2026-02-28 延长至 2026-03-20。"
    )


def test_a_stop_before_the_agreement_does_not_move_the_agreed_day():
    assert extension("2026-03-20", stop("2026-02-10", "2026-02-20")).due_on == date(2026, 3, 20)
    assert extension("2026-03-20", stop("2026-03-02", "2026-03-04")).due_on == date(2026, 3, 23)


# --- why this date


def test_a_derivation_tells_every_step():
    told = due_date(date(2026, 3, 4), months(1), OFFICIAL, since="受理")

    assert [step.text for step in told.steps] == [
        "2026-03-04（星期三）受理，当日不计入，自次日起算（民法典第二百零一条）。",
        "期限 1个月，到期月的对应日为 2026-04-04（民法典第二百零二条）。",
        "2026-04-04（星期六，清明节假期）是休息日，顺延至下一个工作日 2026-04-07（星期二）（民法典第二百零三条）。",
    ]


def test_a_derivation_tells_of_make_up_days():
    rolled = due_date(date(2026, 1, 31), months(1), OFFICIAL)
    counted = due_date(date(2026, 2, 11), working_days(3), OFFICIAL)

    assert (
        rolled.steps[1].text
        == "期限 1个月，到期月没有 31 日，以月末日 2026-02-28 为期限最后一日（民法典第二百零二条）。"
    )
    assert rolled.steps[2].text == "2026-02-28（星期六，春节调休上班）是工作日，不再顺延。"
    assert counted.steps[1].text == (
        "期限 3个工作日，跳过休息日 0 天，至 2026-02-14（星期六，春节调休上班）届满；"
        "其中 2026-02-14（星期六，春节调休上班）计为工作日。"
    )


def test_a_derivation_tells_of_stops():
    told = due_date(date(2026, 3, 4), months(1), OFFICIAL, [stop("2026-03-10", "2026-03-15")])

    assert told.steps[2].text == "2026-03-10 至 2026-03-14 中止 5 日，期限最后一日顺延至 2026-04-09。"


def test_a_year_without_a_notice_is_provisional_where_it_was_asked():
    ends_before = due_date(date(2026, 11, 30), months(1), OFFICIAL)
    ends_after = due_date(date(2026, 12, 2), months(1), OFFICIAL)

    assert (ends_before.due_on, ends_before.is_provisional) == (date(2026, 12, 30), False)
    assert (ends_after.due_on, ends_after.is_provisional) == (date(2027, 1, 4), True)
    assert ends_after.steps[-1].text == "2027 年的节假日安排尚未登记，暂按周末推算；登记后重新推算。"
    assert due_date(date(2026, 12, 25), working_days(3), OFFICIAL).is_provisional is False
    assert due_date(date(2026, 12, 25), working_days(8), OFFICIAL).is_provisional is True
    assert due_date(date(2026, 12, 2), months(1), OFFICIAL, rolls=False).is_provisional is False


def test_a_derivation_knows_the_last_day_before_it_rolled():
    told = due_date(date(2026, 3, 4), months(1), OFFICIAL)
    later = told.stopped(stop("2026-03-10", "2026-03-12"), OFFICIAL)

    assert (told.unrolled_on, told.due_on) == (date(2026, 4, 4), date(2026, 4, 7))
    assert (later.unrolled_on, later.due_on) == (date(2026, 4, 6), date(2026, 4, 7))
    assert extension("2026-04-05").unrolled_on == date(2026, 4, 5)
    assert due_date(date(2026, 6, 5), working_days(15), OFFICIAL).unrolled_on == date(2026, 6, 29)


def test_an_extension_is_worked_out_again_from_what_is_stored():
    kept = Derivation.read(extension("2026-04-05", stop("2026-03-02", "2026-03-04")).stored())

    assert kept.asked.answer(OFFICIAL) == kept
    assert kept.asked.answer(calendar_of(2025)).due_on == date(2026, 4, 7)


def test_days_left_count_down_to_the_last_day_and_below():
    ends = date(2026, 4, 7)

    assert [days_left(ends, date(2026, 4, day)) for day in (1, 7, 8)] == [6, 0, -1]


@pytest.mark.parametrize("start", [date(1900, 1, 1), date(2999, 1, 1)])
def test_a_start_that_cannot_be_is_refused(start):
    with pytest.raises(Invalid):
        due_date(start, months(1), OFFICIAL)


# --- how an allowance is written


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1个月", months(1)),
        ("1 月", months(1)),
        ("30日", days(30)),
        (" 30 天 ", days(30)),
        ("15个工作日", working_days(15)),
        ("15工作日", working_days(15)),
        ("2年", years(2)),
    ],
)
def test_an_allowance_is_read_as_people_write_it(written, read):
    assert Allowance.parse(written) == read
    assert Allowance.parse(str(read)) == read


@pytest.mark.parametrize(
    "wrong", ["", "30", "日", "0日", "-3日", "一个月", "1.5个月", "99999日", "٣日", "30日内", "1个月" * 50]
)
def test_what_is_no_allowance_is_refused(wrong):
    with pytest.raises(Invalid):
        Allowance.parse(wrong)


# --- against a walk day by day, written without the functions above

DAY = timedelta(days=1)


def naive_end(start, allowance, is_workday, stops, rolls):
    """Live every day after the start, as a clerk with a tear-off calendar would."""
    stopped = [day for day in stops if day > start]
    today, counted, lost, target = start, 0, 0, None
    if allowance.unit in (Unit.MONTHS, Unit.YEARS):
        target = naive_month_end(start, allowance.amount * (12 if allowance.unit is Unit.YEARS else 1))
    while True:
        today += DAY
        if today in stopped:
            lost += 1
            continue
        if allowance.unit is Unit.WORKING_DAYS:
            counted += is_workday(today)
            if counted == allowance.amount:
                return today
            continue
        counted += 1
        reached = counted >= allowance.amount if target is None else today >= target + DAY * lost
        if reached and (is_workday(today) or not rolls):
            return today


def naive_month_end(day, amount):
    """Turn the leaves of `amount` months; where the leaf has no such day, take its last."""
    year, month = day.year, day.month
    for _ in range(amount):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue


def naive_workday(calendar):
    off = {day.on for day in calendar.listed.values() if not day.is_workday}
    worked = {day.on for day in calendar.listed.values() if day.is_workday}
    return lambda day: day in worked or (day not in off and day.isoweekday() not in (6, 7))


DATES = st.dates(date(2023, 11, 1), date(2028, 12, 31))
LEAP_AND_ENDS = st.sampled_from(
    [date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 29), date(2025, 1, 29), date(2026, 8, 31), date(2026, 12, 31)]
)
STARTS = DATES | LEAP_AND_ENDS
ALLOWANCES = (
    st.integers(1, 14).map(months)
    | st.integers(1, 400).map(days)
    | st.integers(1, 60).map(working_days)
    | st.integers(1, 3).map(years)
)
STOPS = st.lists(st.tuples(st.integers(-10, 120), st.integers(0, 45)), max_size=4)


@st.composite
def calendars(draw):
    """The official one, none at all, or one with any holidays and any weekend days worked."""
    listed = draw(
        st.dictionaries(DATES, st.booleans(), max_size=120)
        | st.just({day.on: day.is_workday for day in OFFICIAL.listed.values()})
    )
    days_of = [ListedDay(day, works, "节日") for day, works in listed.items()]
    return WorkCalendar.of(days_of, draw(st.sets(st.integers(2023, 2030))))


@settings(max_examples=300)
@given(STARTS, ALLOWANCES, calendars(), STOPS, st.booleans())
def test_every_due_date_is_the_one_that_a_walk_day_by_day_finds(start, allowance, calendar, offsets, rolls):
    stops = [Stop(start + DAY * first, start + DAY * (first + length)) for first, length in offsets]
    stopped = {each.stopped_on + DAY * n for each in stops for n in range(each.length)}

    derived = due_date(start, allowance, calendar, stops, rolls)

    assert derived.due_on == naive_end(start, allowance, naive_workday(calendar), stopped, rolls)
    assert Derivation.read(derived.stored()) == derived
    assert derived.asked.answer(calendar) == derived
    assert derived.steps[-1].on == derived.due_on


@given(STARTS, ALLOWANCES, calendars(), STOPS)
def test_a_date_that_is_not_provisional_does_not_move_whatever_the_missing_notices_say(
    start, allowance, calendar, offsets
):
    stops = [Stop(start + DAY * first, start + DAY * (first + length)) for first, length in offsets]
    derived = due_date(start, allowance, calendar, stops)
    turned = [
        ListedDay(day, not calendar.is_workday(day), "相反")
        for day in (date(2023, 1, 1) + DAY * n for n in range(365 * 8))
        if day.year not in calendar.years
    ]
    other = WorkCalendar.of([*calendar.listed.values(), *turned], calendar.years)

    if not derived.is_provisional:
        assert due_date(start, allowance, other, stops).due_on == derived.due_on


@given(STARTS, st.integers(0, 60), calendars())
def test_working_days_between_is_the_count_that_a_period_of_working_days_uses(start, amount, calendar):
    end = start + DAY * amount

    count = working_days_between(start, end, calendar)

    assert count == sum(naive_workday(calendar)(start + DAY * n) for n in range(1, amount + 1))
    assert working_days_between(end, start, calendar) == -count
    if count:
        assert due_date(start, working_days(count), calendar).due_on <= end


@given(STARTS, calendars())
def test_the_next_working_day_comes_after_and_rolling_stays_on_a_working_day(day, calendar):
    works = naive_workday(calendar)

    assert roll(day, calendar) == (day if works(day) else next_working_day(day, calendar))
    assert next_working_day(day, calendar) > day
    assert not any(works(day + DAY * n) for n in range(1, (next_working_day(day, calendar) - day).days))


@given(STARTS, st.integers(0, 40))
def test_months_end_on_the_corresponding_day_or_the_month_end(day, amount):
    assert add_months(day, amount) == naive_month_end(day, amount)
