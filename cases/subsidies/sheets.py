"""The payment list of a batch on paper and as a workbook, and the claim's own form (F23)."""

from dataclasses import dataclass
from decimal import Decimal

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
from cases.mediation.mediators.models import MediatorProfile
from cases.subsidies.cards.models import BankCard
from cases.subsidies.models import SubsidyBatch, SubsidyClaim

TITLE = "人民调解以案定补发放清单"
WIDTHS = (10, 19, 30, 9, 20, 17, 17, 20, 38)
HEAD = ("序号", "姓名", "所在区域", "件数", "补贴（元）", "扣回（元）", "补发（元）", "实发（元）", "收款账户")


@dataclass(frozen=True)
class Line:
    """One payee. `place` is where the mediator is filed; `card` where it is paid to, None where none is registered."""

    name: str
    place: str
    cases: int
    gross: Decimal
    deducted: Decimal
    restored: Decimal
    net: Decimal
    card: BankCard | None

    @property
    def paid_to(self) -> str:
        return f"{self.card.bank} {self.card.masked}" if self.card else "未登记"


def lines_of(batch: SubsidyBatch) -> list[Line]:
    """The payment list by name, in two queries."""
    payments = sorted(batch.payments.select_related("account", "card"), key=lambda one: (one.account.name, one.pk))
    profiles = MediatorProfile.objects.filter(account__in=[one.account_id for one in payments]).select_related("area")
    places = {one.account_id: one.area.name for one in profiles}
    return [
        Line(
            one.account.name,
            places.get(one.account_id, ""),
            one.case_count,
            one.gross_amount,
            one.deducted_amount,
            one.restored_amount,
            one.net_amount,
            one.card,
        )
        for one in payments
    ]


def payment_list(batch: SubsidyBatch) -> Document:
    """The list to sign and hand to the finance office: lines, totals, the sum in capitals."""
    lines = lines_of(batch)
    total = (batch.gross_amount, batch.deducted_amount, batch.restored_amount, batch.net_amount)
    rows = tuple(_row(place, line) for place, line in enumerate(lines, 1))
    foot = row(label("合计", span=3), value(), *map(_money, total), value())
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
            Para(
                "扣回为以前批次已发、按规定追回的补贴；补发为撤销追回后退还的补贴。本清单所列人员均为本区登记备案的人民调解员。",
                small=True,
            ),
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


def claim_form(claim: SubsidyClaim) -> Printed:
    """F23 of a claim as it stands."""
    latest = max((review.reviewed_at for review in claim.reviews.all()), default=claim.claimed_at)
    snap = FormSnapshot("F23", FORMS["F23"].version, latest, case_block(claim.case), claim_details(claim))
    return print_form(snap)


def _row(place, line):
    cells = (value(place, align="center"), value(line.name), value(line.place), value(line.cases, align="center"))
    sums = (line.gross, line.deducted, line.restored, line.net)
    return row(*cells, *map(_money, sums), value(line.paid_to))


def _money(amount):
    return value(f"{amount:,.2f}", align="right")
