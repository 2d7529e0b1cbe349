"""How the disputes of the scenarios end in agreements: drafted, looked at, signed by whom and on which day."""

from datetime import date
from decimal import Decimal

from cases.agreements.actions import add_obligation, agree_orally, check_legality, draft_agreement, sign_agreement
from cases.agreements.checks import CODES
from cases.agreements.models import Agreement, SigningMethod
from cases.agreements.signers import Signing, slots_of
from cases.agreements.terms import Head, Part, Terms
from cases.demo.story import event


@event(7, "2026-03-18 20:45")
def pay_fees_in_two_parts(stage, moment):
    chen, company = _party(stage, "陈志远"), stage.case.parties.get(side="applicant")
    halves = (Part(Decimal("1650.00"), date(2026, 4, 10)), Part(Decimal("1650.00"), date(2026, 5, 11)))
    agreement = _draft(
        stage,
        Head(
            facts="陈志远欠付2024年7月至2025年12月物业费3647.70元；电梯、走道灯和渗水未及时维修。",
            disputed="各方对欠费月份无异议；物业公司承认维修不及时。",
            stated_total=Decimal("3300.00"),
        ),
        Terms("pay", chen, company, "物业费", Decimal("3300.00"), parts=halves, manner="银行转账"),
        Terms("act", company, chen, "修复三楼走道灯和渗水墙面", due_on=date(2026, 4, 20)),
        Terms("waive", company, chen, "放弃其余物业费347.70元及违约金365.00元", timing="at_effect"),
    )
    _sign(agreement, moment)
    stage.case.refresh_from_db()


@event(10, "2026-03-13 20:00")
def sign_without_the_tenant(stage, moment):
    liu, ma, gao = (_party(stage, name) for name in ("刘桂珍", "马俊", "高洁"))
    agreement = _draft(
        stage,
        Head(
            facts="301室卫生间防水层失效，渗水致201室天花板、衣柜和地板受损。",
            disputed="经48小时闭水试验，渗水由301室防水层失效所致。",
        ),
        Terms("act", ma, liu, "重做301室卫生间防水并经验收", due_on=date(2026, 4, 10)),
        Terms("pay", ma, liu, "损失", Decimal("9800.00"), due_on=date(2026, 4, 30)),
        Terms("refrain", gao, ma, "配合施工，施工期间不使用卫生间", due_on=date(2026, 4, 10)),
    )
    _sign(agreement, moment, but=("高洁",))
    stage.case.refresh_from_db()


@event(11, "2026-03-16 09:30")
def tenant_signs(stage, moment):
    _sign(stage.case.agreements.open().get(), moment)
    stage.case.refresh_from_db()


@event(11, "2026-04-28 20:10")
def keep_quiet_at_night(stage, moment):
    wang, li, zhao = (_party(stage, name) for name in ("王秀英", "李强", "赵磊"))
    agreement = _draft(
        stage,
        Head(facts="赵磊22时后使用跑步机和音响，王秀英、李强不堪其扰；2026年4月12日李强推搡赵磊并出言威胁。"),
        Terms("act", zhao, wang, "在跑步机下铺设隔音垫", due_on=date(2026, 4, 30)),
        Terms("refrain", zhao, wang, "每日21时至次日8时不使用跑步机和音响", timing="running"),
        Terms("apologise", li, zhao, timing="on_the_spot"),
        Terms("pay", li, zhao, "检查费", Decimal("600.00"), timing="on_the_spot"),
    )
    _sign(agreement, moment)
    stage.case.refresh_from_db()


@event(5, "2026-05-09 11:10")
def return_part_of_the_deposit(stage, moment):
    lin, xu = _party(stage, "林小雨"), _party(stage, "徐国庆")
    agreement = _draft(
        stage,
        Head(facts="租赁期满，房东以餐桌划痕和保洁为由扣留押金3000元；双方同意扣除600元。"),
        Terms("pay", xu, lin, "押金", Decimal("2400.00"), timing="on_the_spot", manner="转账"),
        form="oral",
    )
    agree_orally(agreement, by=stage.case.host, agreed_at=moment, is_writing_needless=True)
    stage.case.refresh_from_db()


def _party(stage, name):
    return stage.case.parties.get(name=name)


def _draft(stage, head, *terms, form="written"):
    host = stage.case.host
    agreement = draft_agreement(stage.case, by=host, form=form, head=head)
    for one in terms:
        add_obligation(agreement, by=host, terms=one)
    return check_legality(agreement, by=host, checked=CODES)


def _sign(agreement, moment, *, but=()):
    """Everybody who has not signed yet does so on the paper copies, but those named."""
    host = agreement.case.host
    for slot in slots_of(Agreement.objects.get(pk=agreement.pk), on=moment.date()):
        signer = slot.signers[-1]  # an agent, where there is one
        if slot.signature is None and signer.name not in but:
            signing = Signing(signer.code, SigningMethod.PAPER, moment)
            sign_agreement(agreement, by=host, slot=slot.key, signing=signing)
