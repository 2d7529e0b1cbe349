"""Which places keep which units, and where a fact counts. As SQL, because the database adds up.

A committee keeps years alone: what lies between is read from its own facts by an index, some dozens of rows that do
not grow with the rest of the country. Days are kept of provinces, where a day has hundreds of cases. Districts and
cities keep ten days of a month (旬): where 70,000 cases come in a year, the year to date reads the facts of five days
at most, from a tenth of the cells that days would be. A fact takes 165 bytes and 290 of indexes (measured at 200,000):
less than the cells that months of a committee would take.

A breakdown of many parts (a district has a thousand mediators) is kept apart: years and months of districts, years of
streets, in cells of a counter with its name ("cases.results/host"). A city's parts are those of its districts. What is
done above any district counts where its code says: 310100000000 is a district of its own.
"""

from governance.areas.codes import COMMITTEE, COUNTRY, COUNTY, LEVEL_DIGITS, PREFECTURE, PROVINCE, STREET

DAY, TEN_DAYS, MONTH, YEAR = "d", "t", "m", "y"
KEPT: dict[int, tuple[str, ...]] = {
    COUNTRY: (YEAR, MONTH, DAY),
    PROVINCE: (YEAR, MONTH, DAY),
    PREFECTURE: (YEAR, MONTH, TEN_DAYS),
    COUNTY: (YEAR, MONTH, TEN_DAYS),
    STREET: (YEAR, MONTH),
    COMMITTEE: (YEAR,),
}
APART: dict[int, tuple[str, ...]] = {COUNTY: (YEAR, MONTH), STREET: (YEAR,)}
APART_SIGN = "/"

FIRST_DAYS = {
    DAY: "{day}",
    TEN_DAYS: """
        (date_trunc('month', {day}::timestamp)::date + least((date_part('day', {day})::int - 1) / 10, 2) * 10)""",
    MONTH: "date_trunc('month', {day}::timestamp)::date",
    YEAR: "date_trunc('year', {day}::timestamp)::date",
}  # of the unit that holds `day`, as SQL


def _of_each_place(kept: dict[int, tuple[str, ...]]) -> str:
    """The cells that something at `n.area` on `n.day` is added up in, of the places that hold it."""
    digits = ", ".join(str(LEVEL_DIGITS[level]) for level in kept)
    units = ", ".join(f"({LEVEL_DIGITS[level]}, '{unit}')" for level, several in kept.items() for unit in several)
    starts_on = " ".join(f"WHEN '{unit}' THEN {first.format(day='n.day')}" for unit, first in FIRST_DAYS.items())
    return f"""
        (SELECT p.place, kept.unit, CASE kept.unit {starts_on} END AS starts_on
         FROM (SELECT rpad(left(n.area, digits), 12, '0') AS place, min(digits) AS digits
               FROM unnest(ARRAY[{digits}]) AS digits GROUP BY 1) p
         JOIN (VALUES {units}) AS kept (digits, unit) ON kept.digits = p.digits)
    """


OF_EACH_PLACE, OF_PLACES_APART = _of_each_place(KEPT), _of_each_place(APART)
