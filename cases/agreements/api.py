"""Agreements for API clients: since when they bind, and who owes how much until when; their words stay in the file.

What is drafted or still being signed binds nobody (人民调解法 第二十九条) and is told to nobody outside the mediation.
"""

import django_filters
from rest_framework import serializers

from cases.agreements.models import IN_EFFECT, Agreement, AgreementForm, AgreementState, ObligationKind, Timing
from cases.docket.api import MONEY, PartyShape
from governance.access import reach
from governance.api.shapes import Choice, Shape
from governance.api.views import Resource


class InstalmentShape(Shape):
    seq = serializers.IntegerField(help_text="第几期")
    amount = serializers.DecimalField(**MONEY, help_text="金额（元）")
    due_on = serializers.DateField(help_text="履行期限（含当日）")
    performed_on = serializers.DateField(allow_null=True, help_text="履行日；尚未履行为 null")


class ObligationShape(Shape):
    seq = serializers.IntegerField(help_text="第几项")
    kind = Choice(ObligationKind.choices, help_text="类型")
    debtor = PartyShape(help_text="义务人")
    creditor = PartyShape(allow_null=True, help_text="权利人")
    amount = serializers.DecimalField(**MONEY, help_text="金额（元）；不是付款的为 null")
    timing = Choice(Timing.choices, help_text="履行时间")
    due_on = serializers.DateField(allow_null=True, help_text="履行期限（含当日）；分期的为最后一期；无期限为 null")
    performed_on = serializers.DateField(allow_null=True, help_text="履行完毕日；尚未完毕为 null")
    instalments = InstalmentShape(many=True, source="parts_now", help_text="分期；一次付清的为空")


OWING = {
    "id": 61,
    "side": {"code": "respondent", "label": "被申请人"},
    "kind": {"code": "natural_person", "label": "自然人"},
    "name": "马俊",
}
OWED = {**OWING, "id": 60, "side": {"code": "applicant", "label": "申请人"}, "name": "刘桂珍"}


class AgreementShape(Shape):
    example = {
        "id": 5,
        "number": "（2026）嘉迎人调字第8号",
        "form": {"code": "written", "label": "书面协议"},
        "state": {"code": "effective", "label": "已生效"},
        "agreed_at": "2026-03-16T09:30:00+08:00",
        "effective_on": "2026-03-16",
        "obligations": [
            {
                "seq": 1,
                "kind": {"code": "pay", "label": "金钱给付"},
                "debtor": OWING,
                "creditor": OWED,
                "amount": "9800.00",
                "timing": {"code": "by_date", "label": "限期履行"},
                "due_on": "2026-04-30",
                "performed_on": None,
                "instalments": [],
            }
        ],
    }

    id = serializers.IntegerField(source="pk", help_text="编号")
    number = serializers.CharField(help_text="协议编号")
    form = Choice(AgreementForm.choices, help_text="形式")
    state = Choice([one for one in AgreementState.choices if one[0] in IN_EFFECT], help_text="状态")
    agreed_at = serializers.DateTimeField(help_text="达成时间：最后一个签名或者盖章的时间；口头协议为达成的时间")
    effective_on = serializers.DateField(help_text="生效日期")
    obligations = ObligationShape(many=True, source="obligations_now", help_text="各项义务：谁、多少、到什么时候")


class AgreementFilter(django_filters.FilterSet):
    form = django_filters.ChoiceFilter(label="形式", choices=AgreementForm.choices)
    state = django_filters.ChoiceFilter(
        label="状态", choices=[one for one in AgreementState.choices if one[0] in IN_EFFECT]
    )

    class Meta:
        model = Agreement
        fields: list[str] = []


class CaseAgreements(Resource):
    """一件案件已生效的调解协议：日期、金额、期限。事实、条款文字和签名不经接口给出，起草和签署中的也不给出。"""

    label = "调解协议"
    reach = {"list": reach.within("cases.Case")}
    shape = AgreementShape
    filterset_class = AgreementFilter
    sorts = {"seq": "seq"}

    def get_queryset(self):
        known = Agreement.objects.known_to(self.request.user).in_effect().with_obligations()
        return known.filter(case=self.kwargs["pk"])
