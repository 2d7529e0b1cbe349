"""Dangers in the demo's lives (人民调解法 第二十五条): of some cases, by dice of their own, so that all others stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from django.utils import timezone

from cases.mediation.actions import add_mediator
from cases.mediation.models import MediatorRole
from cases.risk.actions import assess_risk, confirm_prevention, record_risk_reply, report_risk
from cases.risk.codes import Forecast, RiskLevel

SHARE, OF_RECENT, CONFIRMED, FORGOTTEN, CALMER_THEN = 0.09, 0.4, 0.8, 0.15, 0.5
RECENT = timedelta(days=40)  # of these more, so that the lists have some of each level
TOLD = (("police", "辖区派出所", "社区民警"), ("centre", "街道综治中心", "值班员"))
CALMER = {
    "agreed": "已达成协议，双方当面和解，未再发生冲突。",
    "withdrawn": "双方已自行协商，申请人撤回。",
    "failed": "已告知仲裁、诉讼途径，双方情绪平稳。",
    "terminated": "已告知仲裁、诉讼途径，双方情绪平稳。",
}


@dataclass(frozen=True)
class Danger:
    """What was seen, what it may turn into with how many people, and what is done about it."""

    weight: int
    level: RiskLevel
    sign: str
    forecast: str
    people: int
    seen: str
    measures: str


DANGERS = (
    Danger(
        *(30, RiskLevel.YELLOW, "quarrels", Forecast.NONE, 2),
        seen="双方在楼道里反复争吵，邻居多次劝开。",
        measures="暂不安排双方单独见面；请楼组长留意，有情况即告调委会。",
    ),
    Danger(
        *(20, RiskLevel.YELLOW, "police_calls", Forecast.CRIME, 2),
        seen="一个月内为此报警两次，民警到场劝解后离开。",
        measures="与社区民警互通情况，错开双方上门时间。",
    ),
    Danger(
        *(16, RiskLevel.ORANGE, "threats", Forecast.CRIME, 2),
        seen="被申请人扬言“走着瞧”，申请人不敢独自出门。",
        measures="两名调解员分别上门谈话，网格员每日走访一次。",
    ),
    Danger(
        *(12, RiskLevel.ORANGE, "damage", Forecast.CRIME, 2),
        seen="申请人家门锁被胶水封堵，怀疑是对方所为。",
        measures="提醒双方保留证据、不再上门；请物业调看楼道录像。",
    ),
    Danger(
        *(12, RiskLevel.ORANGE, "group", Forecast.PETITION, 14),
        seen="同楼十余户聚到物业办公室，称要一起去区里反映。",
        measures="请居民推选三名代表对话，调委会当日答复进展。",
    ),
    Danger(
        *(6, RiskLevel.RED, "kill_threat", Forecast.CRIME, 2),
        seen="被申请人酒后当众扬言要伤害申请人。",
        measures="双方暂不见面，分别走访，请派出所安排夜间巡逻。",
    ),
    Danger(
        *(4, RiskLevel.RED, "self_harm", Forecast.SUICIDE, 1),
        seen="申请人称事情不解决就不想活了，家属证实近日彻夜不眠。",
        measures="家属轮流陪护，联系街道心理服务站上门。",
    ),
)


def rise(life) -> None:
    """Danger is seen in some cases as soon as they are mediated; from orange on two mediate, at red it is reported."""
    dice = _dice(life, "rise")
    is_recent = life.until - life.case.received_at < RECENT
    if dice.random() >= (OF_RECENT if is_recent else SHARE):
        return
    danger = _danger(life)
    with _own(life, dice) as own:
        with own.after(minutes=(20, 120)) as moment:
            _assess(own, moment, danger.level, danger, by=own.case.host)
        if danger.level == RiskLevel.RED:
            _report(own, danger)
        if danger.level >= RiskLevel.ORANGE:
            with own.after(minutes=(5, 20)) as moment:
                add_mediator(
                    own.case,
                    by=own.office.director,
                    account=own.office.director,
                    role=MediatorRole.CO,
                    starts_at=moment,
                    conflict_note="已核对，无利害关系",
                )


def look_again(life) -> None:
    """While it is mediated somebody looks again before each day that was set for it, and may find it less."""
    with _own(life, _dice(life, "look again")) as own:
        while (current := _current(own)) and own.rng.random() >= FORGOTTEN:
            days = max(0, (current.next_review_on - timezone.localdate(own.at)).days - 1)
            level = max(RiskLevel.YELLOW, current.level - (own.rng.random() < CALMER_THEN))
            danger = _danger(own)
            reason = "双方情绪较前缓和，未再发生冲突。" if level < danger.level else ""
            with own.after(days=(days, days)) as moment:
                _assess(own, moment, level, danger, by=own.office.director, reason=reason)


def fall(life) -> None:
    """When the mediation has ended the director looks once more; what an agreement prevented is confirmed."""
    if _current(life) is None:
        return
    danger, dice = _danger(life), _dice(life, "fall")
    with _own(life, dice) as own:
        with own.after(minutes=(10, 60)) as moment:
            reason = CALMER[own.case.procedure]
            _assess(own, moment, RiskLevel.NONE, danger, by=own.office.director, reason=reason)
        is_prevented = own.case.procedure == "agreed" and danger.forecast != Forecast.NONE
        if is_prevented and dice.random() < CONFIRMED:
            with own.after(minutes=(10, 60)) as moment:
                confirm_prevention(
                    own.case,
                    by=own.office.director,
                    confirmed_at=moment,
                    kind=danger.forecast,
                    people=danger.people,
                    evidence="风险评估表、谈话笔录和调解协议在卷。",
                )


def _dice(life, act):
    return Random(f"{act} {life.case.number}")  # noqa: S311 - invented lives, not secrets


def _danger(life) -> Danger:
    """The same of a case whenever it is asked."""
    return _dice(life, "danger").choices(DANGERS, [danger.weight for danger in DANGERS])[0]


@contextmanager
def _own(life, dice) -> Iterator:
    """The same life by other dice; what comes after comes later."""
    own = replace(life, rng=dice)
    yield own
    life.at = own.at
    life.case.refresh_from_db()


def _current(life):
    return life.case.risk_assessments.current().filter(level__gt=RiskLevel.NONE).first()


def _assess(own, moment, level, danger, *, by, reason=""):
    assess_risk(
        own.case,
        by=by,
        assessed_at=moment,
        level=level,
        signs=(danger.sign,) if level else (),
        forecast=danger.forecast if level else Forecast.NONE,
        narrative=danger.seen if level else "",
        measures=danger.measures if level else "",
        reason=reason,
    )


def _report(own, danger):
    for organ, organ_name, person in TOLD:
        with own.after(minutes=(5, 20)) as moment:
            told = report_risk(
                own.case,
                by=own.case.host,
                reported_at=moment,
                organ=organ,
                organ_name=organ_name,
                person=person,
                channel="phone",
                text=f"{danger.seen}{danger.measures}",
            )
        with own.after(minutes=(20, 90)) as moment:
            record_risk_reply(told, by=own.case.host, replied_at=moment, reply="已了解，安排人员上门走访。")
