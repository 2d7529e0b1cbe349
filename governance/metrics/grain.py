"""Which places keep which units, and where a fact counts. As SQL, because the database adds up.

A committee keeps years alone: what lies between is read from its own facts by an index, some dozens of rows that do
not grow with the rest of the country. Days are kept from the city up, where a day has hundreds of cases. A fact takes
165 bytes and 290 of indexes (measured at 200,000): less than the cells that months of a committee would take.

A breakdown of many parts (a district has a thousand mediators) is kept apart: years and months of districts, in cells
of a counter with its name ("cases.results/host"). A city's parts are those of its districts, a street's those of its
facts. What is done above any district counts where its code says: 310100000000 is a district of its own.
"""

from governance.areas.codes import COMMITTEE, COUNTRY, COUNTY, LEVEL_DIGITS, PREFECTURE, PROVINCE, STREET

DAY, MONTH, YEAR = "d", "m", "y"
KEPT: dict[int, tuple[str, ...]] = {
    COUNTRY: (YEAR, MONTH, DAY),
    PROVINCE: (YEAR, MONTH, DAY),
    PREFECTURE: (YEAR, MONTH, DAY),
    COUNTY: (YEAR, MONTH),
    STREET: (YEAR, MONTH),
    COMMITTEE: (YEAR,),
}
APART, APART_SIGN = (YEAR, MONTH), "/"

PLACES = f"""
    (SELECT rpad(left({{area}}, digits), 12, '0') AS place, min(digits) AS digits
     FROM unnest(ARRAY[{", ".join(map(str, LEVEL_DIGITS))}]) AS digits GROUP BY 1)
"""  # the places that hold an area, itself among them
UNITS = "(VALUES {}) AS kept (digits, unit)".format(
    ", ".join(f"({LEVEL_DIGITS[level]}, '{unit}')" for level, units in KEPT.items() for unit in units)
)
STARTS_ON = f"""
    (CASE kept.unit WHEN '{DAY}' THEN {{day}} WHEN '{MONTH}' THEN date_trunc('month', {{day}}::timestamp)::date
     ELSE date_trunc('year', {{day}}::timestamp)::date END)
"""

OF_EACH_PLACE = f"""
    (SELECT p.place, kept.unit, {STARTS_ON.format(day="n.day")} AS starts_on
     FROM {PLACES.format(area="n.area")} p JOIN {UNITS} ON kept.digits = p.digits)
"""  # the cells that something at `n.area` on `n.day` is added up in
OF_DISTRICTS = f"""
    (SELECT rpad(left(n.area, {LEVEL_DIGITS[COUNTY]}), 12, '0') AS place, kept.unit,
            {STARTS_ON.format(day="n.day")} AS starts_on
     FROM (VALUES {", ".join(f"('{unit}')" for unit in APART)}) AS kept (unit))
"""  # the same of what is kept apart
