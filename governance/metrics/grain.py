"""Which places keep which units, and where a fact counts. As SQL, because the database adds up.

A committee keeps years alone: what lies between is read from its own facts by an index, some dozens of rows that do
not grow with the rest of the country. Days are kept from the city up, where a day has hundreds of cases. A fact takes
165 bytes and 290 of indexes (measured at 200,000): less than the cells that months of a committee would take.
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
