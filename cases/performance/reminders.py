"""What is told of performance (domain/mediation.md 2.10): due in three days, due today, overdue; who is to be urged."""

from cases.agreements.models import Instalment, Obligation
from cases.docket.models import Case, TimeLimit
from cases.docket.reminders import HOST_THEN_DIRECTOR
from cases.documents.money import figures
from cases.performance.asking.actions import STATED
from cases.performance.asking.models import PartyStatement
from governance.notices.recipients import holders_above, named, once_late, together
from governance.notices.rungs import rung

DIRECTOR = holders_above("mediation_director", "street_justice_officer")


def _of(path):
    return together(named(f"{path}.host_id"), once_late(DIRECTOR))


def _what(obligation):
    return figures(obligation.amount) if obligation.amount else obligation.what[:30] or obligation.get_kind_display()


rung(
    "performance.due",
    "协议履行期限",
    "cases.Obligation",
    offsets=(-3, 0, 1),
    due="due_on",
    rows=lambda today: Obligation.objects.unperformed(),
    recipients=_of("agreement.case"),
    related=("agreement__case", "debtor"),
    verb="case.view",
    text=lambda one, notice: f"{one.agreement.case}：{one.debtor}应履行第{one.seq}项（{_what(one)}），{notice.when}。",
    url=lambda one: one.agreement.case.get_absolute_url() + "#performance",
    tone="warn",
)
rung(
    "performance.instalment_due",
    "协议分期履行期限",
    "cases.Instalment",
    offsets=(-3, 0, 1),
    due="due_on",
    rows=lambda today: Instalment.objects.unperformed(),
    recipients=_of("obligation.agreement.case"),
    related=("obligation__agreement__case", "obligation__debtor"),
    verb="case.view",
    text=lambda part, notice: (
        f"{part.obligation.agreement.case}：{part.obligation.debtor}应付第{part.seq}期 {figures(part.amount)}，"
        f"{notice.when}。"
    ),
    url=lambda part: part.obligation.agreement.case.get_absolute_url() + "#performance",
    tone="warn",
)
rung(
    "case.urge_due",
    "待督促履行",
    "cases.TimeLimit",
    offsets=(-1, 0, 1),
    due="due_on",
    rows=lambda today: TimeLimit.objects.running().filter(key="urge", case__voided_at__isnull=True),
    recipients=HOST_THEN_DIRECTOR,
    related=("case",),
    text=lambda limit, notice: f"{limit.case}：有义务逾期未履行，应于 {limit.due_on:%m-%d} 前督促，{notice.when}。",
    url=lambda limit: limit.case.get_absolute_url() + "#performance",
    tone="warn",
)
rung(
    STATED,
    "当事人反馈履行情况",
    "cases.Case",
    rows=lambda today: Case.objects.filter(
        pk__in=PartyStatement.objects.unsettled().values("case"), voided_at__isnull=True
    ),
    text=lambda case, notice: f"{case}：当事人通过链接反馈了履行情况，请核实。",
    url=lambda case: case.get_absolute_url() + "#performance",
)
