"""A list of places on its way into the database: staged by COPY, then checked as a whole by SQL.

What is staged lives in temporary tables of the caller's transaction and ends with it.
"""

from governance.areas import codes
from governance.areas.loads.place_files import MOST_PROBLEMS, BadFile, PlaceFile, Problem
from governance.areas.loads.sql import PARENT, Report, copy_rows, execute, quiet, rows, scalar

STAGED = """CREATE TEMP TABLE area_staged (
    line integer, code varchar(12) COLLATE "C", name varchar(100)) ON COMMIT DROP"""
REPEATED = """SELECT line, code, first
    FROM (SELECT line, code, min(line) OVER (PARTITION BY code) AS first FROM area_staged) AS counted
    WHERE line > first ORDER BY line LIMIT %s"""
PARENTLESS = """SELECT line, code, parent
    FROM (SELECT line, code, {parent} AS parent FROM area_staged) AS child
    WHERE parent <> '000000000000' AND code <> %s
      AND NOT EXISTS (SELECT FROM area_staged AS above WHERE above.code = child.parent)
    ORDER BY line LIMIT %s"""


def stage(file: PlaceFile, *, within: str = codes.ROOT, report: Report = quiet) -> int:
    """COPY the rows of `file` that lie in `within` into the temporary table area_staged; returns how many.

    Raises BadFile for rows that are no places, codes given twice, and codes whose parent is not on the list.
    """
    execute("DROP TABLE IF EXISTS pg_temp.area_staged")
    execute(STAGED)
    start = codes.prefix(within)
    copy_rows(
        "area_staged",
        (row for row in file.rows() if row[1].startswith(start)),
        total=file.text.count("\n"),
        what="读取文件",
        report=report,
    )
    execute("ANALYZE area_staged")
    _refuse(
        rows(REPEATED, MOST_PROBLEMS),
        lambda line, code, first: Problem(line, f"代码 {code} 重复，第 {first} 行已有。"),
    )
    _refuse(
        rows(PARENTLESS.format(parent=PARENT.format(c="code")), within, MOST_PROBLEMS),
        lambda line, code, parent: Problem(line, f"{code} 的上级 {parent} 不在文件中。"),
    )
    count = scalar("SELECT count(*) FROM area_staged")
    if not count:
        raise BadFile([Problem(0, f"文件中没有代码以 {start} 开头的区域。")])
    return count


def _refuse(found, problem):
    if found:
        raise BadFile([problem(*row) for row in found], more=len(found) == MOST_PROBLEMS)
