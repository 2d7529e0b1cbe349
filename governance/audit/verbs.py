"""What the trail's verbs say in Chinese, as data that an auditor can read. A wing adds its own with `declare`."""

from collections.abc import Iterable

from governance.access import roles

VERBS = {
    "absence.ended": "结束请假代办",
    "absence.registered": "登记请假代办",
    "account.opened": "开通账号",
    "account.deactivated": "停用账号",
    "account.reactivated": "重新启用账号",
    "account.password_changed": "修改密码",
    "account.password_reset": "重置密码",
    "account.second_factor_reset": "重置第二验证因素",
    "account.signed_in": "登录",
    "account.unlocked": "解除登录锁定",
    "areas.list_applied": "应用区划清单",
    "areas.list_brought": "提交区划清单",
    "areas.list_compared": "比对区划清单",
    "areas.list_discarded": "放弃区划清单",
    "body.dissolved": "撤销组织",
    "body.edited": "修改组织",
    "body.set_up": "设立组织",
    "building_group.added": "新增楼组",
    "building_group.edited": "修改楼组",
    "building_group.ended": "终止楼组",
    "calendar.corrected": "更正工作日历",
    "calendar.published": "公布工作日历",
    "check.finished": "完成数据核对",
    "client.changed": "修改接口客户端",
    "client.created": "创建接口客户端",
    "client.revoked": "吊销接口客户端",
    "client.rotated": "更换接口密钥",
    "due.moved": "重新推算期限",
    "duplicate.decided": "核对重复人员",
    "estate.added": "新增小区",
    "estate.edited": "修改小区",
    "estate.ended": "终止小区",
    "estate.linked": "关联小区与居（村）委会",
    "estate.unlinked": "解除小区与居（村）委会的关联",
    "file.expired": "提前清除文件",
    "file.read": "下载敏感文件",
    "file.stored": "存入文件",
    "grid.added": "新增网格",
    "grid.edited": "修改网格",
    "grid.ended": "终止网格",
    "job.cancel_requested": "要求取消任务",
    "job.cancelled": "任务取消",
    "job.done": "任务完成",
    "job.failed": "任务未完成",
    "job.started": "发起任务",
    "list.exported": "导出名单",
    "notice_address.set": "设置站外提醒",
    "organisation.changed": "修改单位",
    "organisation.phone_added": "登记单位电话",
    "organisation.phone_ended": "停用单位电话",
    "organisation.registered": "登记单位",
    "organisation.revealed": "查看单位完整号码",
    "person.changed": "修改人员",
    "person.compared": "判断是否重复",
    "person.identified": "登记人员证件",
    "person.identifier_ended": "停用人员证件",
    "person.looked_up": "按证件或电话查找人员",
    "person.phone_added": "登记人员电话",
    "person.phone_ended": "停用人员电话",
    "person.registered": "登记人员",
    "person.revealed": "查看完整证件或电话",
    "place.change_documented": "补充区域变更文号",
    "place.change_withdrawn": "撤回区域变更",
    "place.changed": "登记区域变更",
    "population.corrected": "更正人口数据",
    "population.entered": "登记人口数据",
    "posting.changed": "修改任职",
    "posting.ended": "结束任职",
    "posting.granted": "授予任职",
    "rule.set": "设定规则参数",
    "rule.withdrawn": "撤回规则参数",
    "saved_filter.changed": "修改常用筛选",
    "saved_filter.deleted": "删除常用筛选",
    "saved_filter.saved": "保存常用筛选",
    "saved_filter.unwatched": "取消新匹配提醒",
    "saved_filter.watched": "设置新匹配提醒",
    "text.set": "修改用语",
    "text.withdrawn": "撤回用语版本",
    "trail.entry_read": "查阅留痕详情",
    "trail.erased": "清除留痕详情",
    "trail.read": "查阅操作留痕",
    "webhook.added": "新增推送地址",
    "webhook.changed": "修改推送地址",
    "webhook.gave_up": "推送地址连续送不到，自动停用",
    "webhook.replayed": "重发未送达的推送",
    "webhook.rotated": "更换签名密钥",
    "webhook.switched_off": "停用推送地址",
    "webhook.switched_on": "启用推送地址",
    "webhook.tested": "试送",
}
READINGS = {
    "file.read",
    "list.exported",
    "person.looked_up",
    "person.revealed",
    "organisation.revealed",
}
READINGS |= {"trail.entry_read", "trail.read"}

DETAILS = {
    # names of details, as the auditor reads them
    "as_of": "统计时点",
    "channel": "渠道",
    "committee": "居（村）委会",
    "committees": "居（村）委会",
    "count": "数量",
    "number": "序号",
    "page": "列表",
    "counts": "数量",
    "deputy": "代办人",
    "digest": "摘要",
    "dissolved_on": "撤销日",
    "document": "文号或证件（掩码）",
    "effective_on": "生效日",
    "ends_on": "终止日",
    "established_on": "成立日",
    "export": "名单",
    "figures": "数字",
    "file": "文件",
    "frequency": "方式",
    "gone": "停用",
    "is_on": "启用",
    "items": "明细",
    "key": "规则",
    "kind": "种类",
    "label": "备注",
    "message": "说明",
    "moved": "改隶",
    "name": "名称",
    "new": "新设",
    "note": "备注",
    "phone": "电话（掩码）",
    "phones": "电话（掩码）",
    "previous_until": "旧密钥有效至",
    "problems": "问题数",
    "purpose": "用途",
    "query": "查询条件",
    "reason": "理由",
    "renamed": "更名",
    "role": "角色",
    "rows": "行数",
    "since": "自何时起",
    "size": "大小（字节）",
    "source": "来源",
    "starts_on": "开始日",
    "state": "状态",
    "title": "名称",
    "username": "用户名",
    "value": "取值",
    "verdict": "结论",
    "version": "版本",
    "what": "内容",
}


TOLD = (
    "title",
    "name",
    "message",
    "document",
    "what",
    "phone",
    "phones",
    "label",
    "verdict",
)  # details told in one line
FIELDS = {
    # changed fields by (subject, field), where the model's name for it will not do; "" is not told
    ("person", "birth_on"): "出生年份",
    ("posting", "account_id"): "",
    ("posting", "ends_on"): "终止日",
}
WORDS = {
    # coded values by (subject, field), where the model's choices do not tell them
    ("apiclient", "verbs"): roles.VERBS,
}


def declare(
    verbs: dict[str, str],
    *,
    readings: Iterable[str] = (),
    fields: dict[tuple[str, str], str] | None = None,
    words: dict[tuple[str, str], dict[str, str]] | None = None,
) -> None:
    """Add the verbs of a wing; `readings` are those that changed nothing and only looked.

    Changed fields read by the names and choices of the subject's model; `fields` and `words` are the exceptions.
    """
    VERBS.update(verbs)
    READINGS.update(readings)
    FIELDS.update(fields or {})
    WORDS.update(words or {})


def label(verb: str) -> str:
    return VERBS.get(verb, verb)
