"""F21 矛盾纠纷排查登记表 of a whole check: who went, when, where, how, and every finding, or that there was none."""

from cases.checks.models import Check
from cases.docket.models import Case
from cases.documents.dates import moment
from cases.documents.descriptions.parts import facts, label, prose, row, value
from cases.documents.layout import Document, SignatureLine, Signatures, Table
from cases.intake.models import Direction
from cases.risk.codes import RiskLevel

WIDTHS = (10, 46, 26, 24, 16, 36)
HEADS = ("序号", "发现的情况和地点", "涉及人员", "纠纷类型", "风险等级", "交由和处理结果")


def check_sheet(check: Check) -> Document:
    findings = list(check.findings.select_related("case__place_area").order_by("id"))
    letters = _handed([one.case_id for one in findings])
    rows = [row(*map(value, _texts(place, one, letters))) for place, one in enumerate(findings, 1)]
    if not rows:
        rows = [row(value("没有发现矛盾纠纷。", len(HEADS)))]
    return Document(
        "矛盾纠纷排查登记表",
        (
            facts(
                ("排查单位", check.committee.body.name),
                ("排查时间", moment(check.checked_at)),
                ("排查地点", check.place),
                ("排查方式", check.get_method_display()),
                ("排查人", check.checkers),
            ),
            Table(WIDTHS, (row(*map(label, HEADS)), *rows), header=1, small=True),
            prose("排查情况", check.note, 24),
            Signatures(tuple(SignatureLine(f"排查人（签名） {name}") for name in check.checkers.split("、"))),
        ),
    )


def _handed(cases) -> dict[int, str]:
    """The last organ to which each was handed, by case."""
    letters = Case.objects.filter(pk__in=cases, referrals__direction=Direction.OUT)
    return dict(letters.order_by("referrals__id").values_list("pk", "referrals__organ_name"))


def _texts(place, finding, letters):
    case = finding.case
    where = f"{case.place_area.name if case.place_area else ''}{case.place_text}"
    said = f"{case.facts}（{where}）" if where else case.facts
    went = "" if case.procedure == "clue" else f"{case.get_procedure_display()} {case.number}".strip()
    handed = f"交{letters[case.pk]}" if case.pk in letters else ""
    done = "；".join(filter(None, (handed, went))) or "尚在跟进"
    return str(place), said, finding.people, case.get_dispute_type_display(), RiskLevel(case.risk_level).label, done
