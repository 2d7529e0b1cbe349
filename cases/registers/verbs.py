"""What the acts around old registers are called in the trail."""

from governance.audit.verbs import declare

declare(
    {
        "register.brought": "上传旧登记簿",
        "register.read": "读取旧登记簿",
        "register.confirmed": "确认导入登记簿",
        "register.imported": "导入登记簿",
        "register.corrected": "上传登记簿更正表",
        "register.discarded": "放弃登记簿导入",
        "register.undo_started": "撤销登记簿导入",
        "register.undone": "完成撤销登记簿导入",
        "case.import_undone": "撤销导入",
    }
)
