"""What the acts about a person's rights are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "person.data_asked": "申请查阅本人数据",
        "person.data_exported": "导出本人数据",
        "organisation.data_asked": "申请查阅本单位数据",
        "organisation.data_exported": "导出本单位数据",
        "person.erased": "删除个人信息",
    }
)
