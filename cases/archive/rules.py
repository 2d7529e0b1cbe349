"""Numbers of the archive that the law leaves open (domain/mediation.md 3.2, 3.3, marked [config])."""

from governance.rules.definitions import Default, Kind, Rule, define

SOURCE = "本系统建议值，可按当地档案管理规定修改"
LONG_YEARS = "archive.years.long"
SHORT_YEARS = "archive.years.short"
PEOPLE = "archive.permanent.people"
UNACCEPTED_YEARS = "archive.years.unaccepted"
REGISTER_PERIOD, MONTH, YEAR = "archive.register.period", "month", "year"
VISIT_NEEDED = "archive.visit.required"
BOOK_PAGES = "archive.book.pages"
ANOTHER_CHECKS = "archive.check.another"
PASS_MARK = "archive.check.pass"  # noqa: S105 - a mark out of a hundred

define(
    Rule(
        LONG_YEARS,
        "长期案卷保管多少年",
        Kind.INTEGER,
        (Default(30, SOURCE),),
        "案卷归档",
        "年",
        least=10,
        most=100,
    ),
    Rule(
        SHORT_YEARS,
        "短期案卷保管多少年",
        Kind.INTEGER,
        (Default(10, SOURCE),),
        "案卷归档",
        "年",
        least=5,
        most=100,
    ),
    Rule(
        UNACCEPTED_YEARS,
        "不予受理、移送、作废的事项和未转案的线索保管多少年",
        Kind.INTEGER,
        (Default(5, SOURCE),),
        "案卷归档",
        "年",
        help="自最后一次办理的次年起算；期满后由区司法局列入销毁清册，两人审批。",
        least=1,
        most=100,
    ),
    Rule(
        PEOPLE,
        "涉及多少人以上的案卷永久保管",
        Kind.INTEGER,
        (Default(10, SOURCE),),
        "案卷归档",
        "人",
        least=2,
        most=1000,
    ),
    Rule(
        REGISTER_PERIOD,
        "简易口头协议按月还是按年合订",
        Kind.CHOICE,
        (Default(MONTH, SOURCE),),
        "案卷归档",
        choices=((MONTH, "按月"), (YEAR, "按年")),
    ),
    Rule(
        VISIT_NEEDED,
        "书面协议的案卷必须有回访记录",
        Kind.BOOLEAN,
        (Default(True, SOURCE),),
        "案卷归档",
    ),
    Rule(
        BOOK_PAGES,
        "一册最多装订多少页",
        Kind.INTEGER,
        (Default(200, SOURCE),),
        "案卷归档",
        "页",
        help="页数更多的案卷分册装订，同一卷号，各册自有封面、目录和页码；一件材料不拆到两册。",
        least=50,
        most=1000,
    ),
    Rule(
        ANOTHER_CHECKS,
        "案卷由报送人以外的人评查",
        Kind.BOOLEAN,
        (Default(True, SOURCE),),
        "案卷归档",
        help="调委会主任报送，司法所评查。不要求的，报送的主任可以自己评查、归档。",
    ),
    Rule(
        PASS_MARK,
        "案卷评查多少分合格",
        Kind.INTEGER,
        (Default(80, SOURCE),),
        "案卷归档",
        "分",
        least=50,
        most=100,
    ),
)
