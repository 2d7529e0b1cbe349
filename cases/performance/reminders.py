"""What is told of performance (domain/mediation.md 2.10): due in three days, due today, overdue; who is to be urged."""

from cases.agreements.models import Instalment, Obligation
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.docket.reminders import HOST, HOST_THEN_DIRECTOR, of_limit
from cases.docket.wording import CASE, WHEN, date_of
from cases.documents.money import figures
from cases.performance.asking.actions import STATED
from cases.performance.asking.models import PartyStatement
from cases.performance.enforcement import ENFORCE
from governance.notices.recipients import holders_above, named, once_late, together
from governance.notices.rungs import rung
from governance.texts.kinds import Placeholder
from governance.texts.wording import worded

DIRECTOR = holders_above("mediation_director", "street_justice_officer")
DEBTOR = Placeholder("义务人", "赵磊")


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
    text=worded(
        "performance.due",
        "协议履行期限",
        "{案件}：{义务人}应履行第{项}项（{内容}），{何时}。",
        lambda one, notice: {
            "案件": str(one.agreement.case),
            "义务人": str(one.debtor),
            "项": str(one.seq),
            "内容": _what(one),
            "何时": notice.when,
        },
        *(CASE, DEBTOR, Placeholder("项", "1"), Placeholder("内容", "人民币玖仟捌佰元整（￥9,800.00）"), WHEN),
    ),
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
    text=worded(
        "performance.instalment_due",
        "协议分期履行期限",
        "{案件}：{义务人}应付第{期}期 {金额}，{何时}。",
        lambda part, notice: {
            "案件": str(part.obligation.agreement.case),
            "义务人": str(part.obligation.debtor),
            "期": str(part.seq),
            "金额": figures(part.amount),
            "何时": notice.when,
        },
        *(CASE, DEBTOR, Placeholder("期", "1"), Placeholder("金额", "4,900.00 元"), WHEN),
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
    text=worded(
        "case.urge_due",
        "待督促履行",
        "{案件}：有义务逾期未履行，应于 {期限} 前督促，{何时}。",
        of_limit,
        *(CASE, date_of("05-06"), WHEN),
    ),
    url=lambda limit: limit.case.get_absolute_url() + "#performance",
    tone="warn",
)
rung(
    "case.enforce_due",
    "申请强制执行的期限",
    "cases.TimeLimit",
    offsets=(-90, -30, -7, 0),
    due="due_on",
    rows=lambda today: TimeLimit.objects.running().filter(key=ENFORCE, case__voided_at__isnull=True),
    recipients=HOST,
    related=("case",),
    text=worded(
        "case.enforce_due",
        "申请强制执行的期限",
        "{案件}：权利人申请强制执行的期限 {期限} 届满，{何时}，请提醒。",
        of_limit,
        *(CASE, date_of("2028-04-30"), WHEN),
    ),
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
    text=worded(
        STATED,
        "当事人反馈履行情况",
        "{案件}：当事人通过链接反馈了履行情况，请核实。",
        lambda case, notice: {"案件": str(case)},
        CASE,
    ),
    url=lambda case: case.get_absolute_url() + "#performance",
)
