"""The payment list of a batch on paper and as a workbook, and the claim's own form (F23)."""

import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from cases.documents.coverage import printable
from cases.documents.dates import day
from cases.documents.descriptions import FORMS
from cases.documents.descriptions.parts import facts, label, row, value
from cases.documents.filling.blocks import case_block
from cases.documents.filling.subsidies import claim_details
from cases.documents.layout import Document, Para, SignatureLine, Signatures, Table, written_over
from cases.documents.money import written
from cases.documents.printing import Printed, print_form
from cases.documents.snapshot import FormSnapshot
from cases.mediation.models import MediatorProfile
from cases.subsidies.models import SubsidyBatch, SubsidyClaim
from governance.jobs.spreadsheets import write_xlsx

TITLE = "人民调解以案定补发放清单"
WIDTHS = (12, 24, 42, 12, 23, 21, 24)
HEAD = ("序号", "姓名", "所在区域", "件数", "补贴（元）", "扣回（元）", "实发（元）")


@dataclass(frozen=True)
class Line:
    """One payee. `place` is where the mediator is filed."""

    name: str
    place: str
    cases: int
    gross: Decimal
    deducted: Decimal
    net: Decimal

    @property
    def cells(self):
        return self.name, self.place, self.cases, self.gross, self.deducted, self.net


def lines_of(batch: SubsidyBatch) -> list[Line]:
    """The payment list by name, in two queries."""
    payments = sorted(batch.payments.select_related("account"), key=lambda one: (one.account.name, one.pk))
    profiles = MediatorProfile.objects.filter(account__in=[one.account_id for one in payments]).select_related("area")
    places = {one.account_id: one.area.name for one in profiles}
    return [
        Line(
            one.account.name,
            places.get(one.account_id, ""),
            one.case_count,
            one.gross_amount,
            one.deducted_amount,
            one.net_amount,
        )
        for one in payments
    ]


def payment_list(batch: SubsidyBatch) -> Document:
    """The list to sign and hand to the finance office: lines, totals, the sum in capitals."""
    lines = lines_of(batch)
    total = (batch.gross_amount, batch.deducted_amount, batch.net_amount)
    rows = tuple(_row(place, *line.cells) for place, line in enumerate(lines, 1))
    foot = row(label("合计", span=3), value(), *map(_money, total))
    approved = timezone.localdate(batch.approved_at) if batch.approved_at else None
    paid = f"{day(batch.paid_on)}，凭证号{batch.voucher_no}" if batch.paid_on else ""
    return Document(
        TITLE,
        (
            facts(
                ("区域", batch.area.name),
                ("补贴期间", f"{batch.period}（{batch.starts_on}至{batch.ends_on}）"),
                ("批准", f"{day(approved)} {batch.approved_by.name}" if approved and batch.approved_by else ""),
                ("发放", paid),
            ),
            Table(WIDTHS, (row(*map(label, HEAD)), *rows, foot), header=1),
            Para(f"实发合计：{written(batch.net_amount)}", indent=0, bold=True),
            Para("扣回为以前批次已发、按规定追回的补贴。本清单所列人员均为本区登记备案的人民调解员。", small=True),
            Signatures(
                (
                    SignatureLine(f"编制人（签名） {batch.drawn_up_by.name}", (), "　　年　　月　　日"),
                    SignatureLine("审批人（签名、盖章）", (), "　　年　　月　　日"),
                    SignatureLine("财务（签名、盖章）", (), "　　年　　月　　日"),
                )
            ),
        ),
        number=f"批次：{batch.pk}",
        footer=str(batch),
    )


def payment_list_pdf(batch: SubsidyBatch) -> bytes:
    from cases.documents.pdf import to_pdf  # 30 MB that most processes never need

    assert batch.approved_at
    return to_pdf(written_over(payment_list(batch), printable), at=batch.approved_at)


def payment_list_xlsx(batch: SubsidyBatch) -> bytes:
    """The same as a workbook, with the totals and the sum in capitals beneath."""
    lines = lines_of(batch)
    rows: list[tuple] = [(place, *line.cells) for place, line in enumerate(lines, 1)]
    total = (batch.gross_amount, batch.deducted_amount, batch.net_amount)
    rows.append(("合计", "", "", "", *total))
    rows.append(("实发合计", written(batch.net_amount)))
    with tempfile.TemporaryDirectory(prefix="payments-") as folder:
        path = Path(folder, "list.xlsx")
        write_xlsx(str(path), HEAD, rows)
        return path.read_bytes()


def claim_form(claim: SubsidyClaim) -> Printed:
    """F23 of a claim as it stands."""
    latest = max((review.reviewed_at for review in claim.reviews.all()), default=claim.claimed_at)
    snap = FormSnapshot("F23", FORMS["F23"].version, latest, case_block(claim.case), claim_details(claim))
    return print_form(snap)


def _row(place, name, where, cases, *sums):
    cells = (value(place, align="center"), value(name), value(where), value(cases, align="center"))
    return row(*cells, *map(_money, sums))


def _money(amount):
    return value(f"{amount:,.2f}", align="right")
