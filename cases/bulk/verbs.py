from governance.audit.verbs import declare

declare({"bulk.chosen": "选定批量办理的案件", "bulk.started": "开始批量办理"})
