"""F19 人民调解委员会登记表, F20 人民调解员登记表, F22 案件登记簿."""

from datetime import date

from cases.documents.dates import day
from cases.documents.descriptions.parts import fill, label, row, value
from cases.documents.layout import Block, Break, Cell, Document, Row, Table
from cases.rosters.facts import Book, Committee, Line, Mediator
from cases.rosters.paging import Page, Sums, height_of, paged

FIELDS = (28, 51, 28, 51)
OPINION = "\n\n\n\n（印章）\n　　年　　月　　日"
LEAST_ROWS = 5  # of members, for those who are entered by hand


def committee_register(facts: Committee, on: date) -> Document:
    """F19: the committee as the bureau files it (人民调解法 第十条), with all who mediate there."""
    full = sum(one.employment == "专职" for one in facts.members)
    part = sum(one.employment == "兼职" for one in facts.members)
    counted = f"共 {len(facts.members)} 人，其中专职 {full} 人、兼职 {part} 人" if facts.members else ""
    filed = day(facts.filed_on) if facts.filed_on else "　　年　　月　　日"
    fields = Table(
        FIELDS,
        (
            row(label("名称"), value(facts.name, 3)),
            _pair("类型", facts.kind, "编号简称", facts.sign),
            _pair("调委会编码", facts.code, "行业、专业\n类型", facts.trade),
            _pair("设立日期", day(facts.founded_on) if facts.founded_on else "", "任期", facts.term),
            _pair("负责人", facts.director, "联系电话", facts.phone),
            row(label("办公地址"), value(facts.address, 3)),
            row(label("办公场所"), value(facts.premises, 3)),
            row(label("照片"), _picture(facts.photo)),
            _pair("邮政编码", facts.postcode, "电子邮箱", facts.email),
            _pair("传真", facts.fax, "地理位置", facts.position),
            _pair("所在区域", facts.area, "所在地\n人民法院", facts.court),
            row(label("人民调解员"), value(counted, 3)),
        ),
    )
    opinions = Table(
        FIELDS,
        (
            row(label("司法所\n意见"), _opinion(), label("司法局\n备案意见"), _opinion()),
            _pair("备案编号", facts.filing_no, "备案日期", filed),
            row(label("备注"), value("", 3, height=12)),
        ),
    )
    return Document("人民调解委员会登记表", (fields, _members(facts.members), opinions), number=f"填表日期：{day(on)}")


def _picture(photo: str) -> Cell:
    if not photo:
        return value("", 3, height=20)
    return Cell("", span=3, align="center", images=(photo,), image_height=45)


def _members(members: tuple[Mediator, ...]) -> Table:
    head = row(*map(label, ("序号", "姓名", "性别", "出生日期", "民族", "职务", "专兼职", "产生方式", "等级")))
    shown = [*members, *(Mediator() for _ in range(LEAST_ROWS - len(members)))]
    rows = (
        row(
            value(place if one.name else "", align="center"),
            value(one.name, align="center"),
            value(one.sex, align="center"),
            value(one.born, align="center"),
            value(one.ethnicity, align="center"),
            value(one.post, align="center"),
            value(one.employment, align="center"),
            value(one.origin, align="center"),
            value(one.grade, align="center"),
        )
        for place, one in enumerate(shown, 1)
    )
    return Table((12, 24, 12, 20, 18, 28, 16, 16, 12), (head, *rows), header=1, small=True)


def mediator_register(facts: Mediator, on: date) -> Document:
    """F20: a mediator, with the opinions of committee, justice office and bureau."""
    picture = Cell(
        "" if facts.photo else "照片",
        down=4,
        align="center",
        images=(facts.photo,) if facts.photo else (),
        image_height=36,
    )
    since = day(facts.since) if facts.since else ""
    work = "、".join(one for one in (facts.occupation, facts.title) if one)
    filed = day(facts.filed_on) if facts.filed_on else ""
    person = Table(
        (25, 36, 25, 36, 36),
        (
            Row((label("姓名"), value(facts.name), label("性别"), value(facts.sex), picture)),
            row(label("出生日期"), value(facts.born), label("民族"), value(facts.ethnicity)),
            row(label("证件号码"), value(facts.number, 3)),
            row(label("联系电话"), value(facts.phone), label("政治面貌"), value(facts.political)),
            row(label("文化程度"), value(facts.education), label("所学专业"), value(facts.major, 2)),
            row(label("婚姻状况"), value(facts.marital), label("电子邮箱"), value(facts.email, 2)),
            row(
                label("工作单位"),
                value(facts.unit),
                label("职业、职称"),
                value(work, 2),
            ),
            row(label("住址"), value(facts.address, 4)),
            row(label("所在调委会"), value(facts.committee, 4)),
            row(label("职务"), value(facts.post), label("专兼职"), value(facts.employment, 2)),
            row(label("产生方式"), value(facts.origin), label("等级"), value(facts.grade, 2)),
            row(label("任职日期"), value(since), label("任期"), value(facts.term, 2)),
            row(label("从事调解"), value(facts.years), label("承办案件"), value(facts.cases, 2)),
            row(label("政府购买\n服务"), value(facts.bought), label("调解工作室"), value(facts.studio, 2)),
            row(label("其他身份"), value(facts.identities, 4)),
            row(label("擅长的\n纠纷类型"), value(facts.specialities, 4)),
            row(label("知识储备"), value(facts.knowledge, 4)),
            row(label("因公伤亡"), value(facts.injury), label("状态"), value(facts.standing, 2)),
            row(label("个人简历"), value(facts.career, 4, height=26)),
            row(label("备案编号"), value(facts.filing_no), label("备案日期"), value(filed, 2)),
        ),
    )
    opinions = Table(
        (52, 53, 53),
        (
            row(label("调委会意见"), label("司法所意见"), label("区（县）司法局意见")),
            row(_opinion(), _opinion(), _opinion()),
        ),
    )
    return Document("人民调解员登记表", (person, opinions), number=f"填表日期：{day(on)}")


def _pair(name: str, said: str, other: str, also: str) -> Row:
    return row(label(name), value(said), label(other), value(also))


def _opinion() -> Cell:
    return Cell(OPINION, align="right")


COLUMNS = (
    # head, width in mm
    ("序号", 10),
    ("案号", 30),
    ("受理日期", 21),
    ("当事人", 36),
    ("纠纷类型", 19),
    ("来源", 20),
    ("调解员", 17),
    ("协议\n形式", 12),
    ("结果", 18),
    ("结果日期", 21),
    ("协议金额\n（元）", 22),
    ("履行", 14),
    ("卷号", 14),
    ("备注", 13),
)
WIDTHS = tuple(width for _, width in COLUMNS)
ROOM = 122  # mm for the lines of a page, below title and head and above the two sums


def case_book(book: Book) -> Document:
    """F22: every number of the year in its order, each page with its sums and those so far."""
    rows = [(line, height_of(_texts(line), WIDTHS)) for line in book.lines]
    title = f"{book.year}年人民调解案件登记簿"
    blocks: list[Block] = []
    for place, page in enumerate(paged(rows, ROOM)):
        if place:
            blocks.append(Break(title))
        blocks.append(_page(page))
    return Document(title, tuple(blocks), fill(book.committee), footer=book.committee, is_landscape=True)


def _page(page: Page) -> Table:
    head = row(*(label(name) for name, _ in COLUMNS))
    rows = [_row(line) for line in page.lines]
    return Table(
        WIDTHS, (head, *rows, _sums("本页合计", page.sums), _sums("累　　计", page.so_far)), header=1, small=True
    )


def _row(line: Line) -> Row:
    *texts, amount, performance, volume, remark = _texts(line)
    centred = [value(text, align="left" if place in (1, 3) else "center") for place, text in enumerate(texts)]
    tail = (value(amount, align="right"), value(performance, align="center"), value(volume), value(remark))
    return row(*centred, *tail)


def _texts(line: Line) -> tuple[str, ...]:
    return (
        str(line.seq),
        line.number,
        _short(line.accepted_on),
        line.parties,
        line.dispute_type,
        line.source,
        line.mediators,
        line.form,
        line.result,
        _short(line.result_on),
        f"{line.amount:,.2f}" if line.amount else "",
        line.performance,
        line.volume,
        line.remark,
    )


def _sums(name: str, sums: Sums) -> Row:
    said = f"受理 {sums.cases} 件，调解成功 {sums.settled} 件"
    return row(label(name, 3), value(said, 7), value(f"{sums.amount:,.2f}", align="right"), value("", 3))


def _short(on: date | None) -> str:
    return f"{on:%Y-%m-%d}" if on else ""
