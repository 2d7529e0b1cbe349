"""Facts of cases: one narrow row each, made from the wing's tables by the database (facts.py)."""

from django.db import models

from governance.metrics.models import Fact


def _by_day(day):
    """Where a period is no whole month or year, facts are read by day and place: of each day the places side by side.

    By place and day the database would look once for each committee of a district, hundreds of times for a few days.
    """
    held = {f"{day}__isnull": False}
    return models.Index(
        fields=[day, "area_id"], name=f"fact_{day.removesuffix('_on')}"[:30], condition=models.Q(**held)
    )


class CaseFact(Fact):
    """A case as it counts; void cases have no fact. Money is in fen, `days` are days of mediation without suspension.

    `all_due_on` is the last day of the last obligation, `settled_due_on` the day since which all was both due and
    done. Between `late_from` and before `late_to` something was overdue. `is_on_time` and `is_decided_in_time` are
    empty where no time limit ran. `left_on` is the day since which nobody follows the case.
    """

    kind = models.CharField("调解组织类型", max_length=40)
    source = models.CharField("来源", max_length=4)
    dispute_type = models.CharField("纠纷类型", max_length=4)
    difficulty = models.PositiveSmallIntegerField("难易程度")
    form = models.CharField("协议形式", max_length=7)
    result = models.CharField("结果", max_length=2)
    host = models.BigIntegerField("主持调解员", null=True)
    people = models.IntegerField("涉及人数")
    amount = models.BigIntegerField("协议金额（分）")
    registered_on = models.DateField("登记日期")
    is_decided_in_time = models.BooleanField("及时决定是否受理", null=True)
    accepted_on = models.DateField("受理日期", null=True)
    result_on = models.DateField("结果日期", null=True)
    days = models.IntegerField("调解天数", null=True)
    is_on_time = models.BooleanField("按期办结", null=True)
    performed_on = models.DateField("履行完毕日期", null=True)
    all_due_on = models.DateField("全部义务到期日", null=True)
    settled_due_on = models.DateField("到期且履行之日", null=True)
    late_from = models.DateField("逾期起始日", null=True)
    late_to = models.DateField("逾期结束日", null=True)
    applied_on = models.DateField("申请司法确认日期", null=True)
    ruled_on = models.DateField("司法确认裁定日期", null=True)
    is_confirmed = models.BooleanField("确认有效", null=True)
    risk = models.PositiveSmallIntegerField("风险等级")
    is_followed = models.BooleanField("仍在跟进")
    is_clue = models.BooleanField("排查线索")

    class Meta:
        verbose_name = verbose_name_plural = "案件统计"
        indexes = [
            _by_day(day)
            for day in (
                *("registered_on", "accepted_on", "result_on", "performed_on", "all_due_on", "settled_due_on"),
                *("late_from", "late_to", "applied_on", "ruled_on"),
            )
        ]


class PreventionFact(Fact):
    """Something that a mediation prevented, counted on the day on which the director confirmed it."""

    case_id = models.BigIntegerField("案件", db_index=True)
    kind = models.CharField("防止的事件", max_length=1)
    people = models.IntegerField("涉及人数")
    confirmed_on = models.DateField("确认日期")

    class Meta:
        verbose_name = verbose_name_plural = "防止激化统计"
        indexes = [models.Index(fields=["confirmed_on", "area_id"], name="fact_prevention")]


class VisitFact(Fact):
    """A return visit that fell due, by its time limit: whether somebody was visited in time."""

    case_id = models.BigIntegerField("案件", db_index=True)
    due_on = models.DateField("到期日")
    is_in_time = models.BooleanField("按期回访")

    class Meta:
        verbose_name = verbose_name_plural = "回访期限统计"
        indexes = [models.Index(fields=["due_on", "area_id"], name="fact_visit_due")]


class AnswerFact(Fact):
    """What a party said at a return visit: 1 the best to 5, 9 not asked."""

    case_id = models.BigIntegerField("案件", db_index=True)
    visited_on = models.DateField("回访日期")
    satisfaction = models.PositiveSmallIntegerField("满意度")

    class Meta:
        verbose_name = verbose_name_plural = "满意度统计"
        indexes = [models.Index(fields=["visited_on", "area_id"], name="fact_answer")]


class VolumeCheckFact(Fact):
    """A check of a volume (案卷评查)."""

    case_id = models.BigIntegerField("案件", db_index=True)
    checked_on = models.DateField("评查日期")
    has_passed = models.BooleanField("合格")

    class Meta:
        verbose_name = verbose_name_plural = "案卷评查统计"
        indexes = [models.Index(fields=["checked_on", "area_id"], name="fact_volume_check")]


class SubsidyFact(Fact):
    """A claim that was paid: whole fen, on the day of the payment list."""

    case_id = models.BigIntegerField("案件", db_index=True)
    grade = models.CharField("补贴等级", max_length=8)
    amount = models.BigIntegerField("金额（分）")
    paid_on = models.DateField("发放日期")

    class Meta:
        verbose_name = verbose_name_plural = "补贴统计"
        indexes = [models.Index(fields=["paid_on", "area_id"], name="fact_subsidy")]


class GroupFact(Fact):
    """A party of a special group in an accepted case: sensitive, and small parts of it are not shown."""

    case_id = models.BigIntegerField("案件", db_index=True)
    groups = models.JSONField("特殊群体")
    accepted_on = models.DateField("受理日期")

    class Meta:
        verbose_name = verbose_name_plural = "特殊群体统计"
        indexes = [models.Index(fields=["accepted_on", "area_id"], name="fact_group")]


class MediatorFact(Fact):
    """Somebody who mediates, by account: from their first such posting to the end of their last."""

    employment = models.CharField("专兼职", max_length=4)
    grade = models.PositiveSmallIntegerField("等级", null=True)
    sex = models.CharField("性别", max_length=6)
    ethnicity = models.CharField("民族", max_length=2)
    identities = models.JSONField("其他身份")
    began_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True)
    education = models.CharField("文化程度", max_length=2, default="")
    political = models.CharField("政治面貌", max_length=2, default="")
    is_bought = models.BooleanField("政府购买服务", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "调解员统计"
        indexes = [
            models.Index(fields=["area_id", "began_on"], name="fact_mediator_began"),
            models.Index(fields=["area_id", "ended_on"], name="fact_mediator_ended"),
        ]


class CommitteeFact(Fact):
    """A mediation committee by its trade (行业性、专业性); empty for all others."""

    trade = models.CharField("行业、专业类型", max_length=11)
    began_on = models.DateField("成立日期")
    ended_on = models.DateField("终止日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "调委会统计"
        indexes = [
            models.Index(fields=["area_id", "began_on"], name="fact_committee_began"),
            models.Index(fields=["area_id", "ended_on"], name="fact_committee_ended"),
        ]


class ScreeningFact(Fact):
    """A check for latent disputes (排查), whether it found something or not."""

    checked_on = models.DateField("排查日期")

    class Meta:
        verbose_name = verbose_name_plural = "排查统计"
        indexes = [models.Index(fields=["checked_on", "area_id"], name="fact_screening")]
