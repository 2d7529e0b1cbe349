"""What the wing's acts are called in the trail."""

from cases.docket.states import TRANSITIONS
from governance.audit.verbs import declare

declare({f"case.{step.verb}": step.label for step in TRANSITIONS.values()})
declare({"case.number_voided": "作废案号", "case.changed": "修改登记", "case.reply_recorded": "登记移送回复"})
declare({"case.casualties_noted": "登记伤亡情况"})
declare({"case.parties_changed": "变动当事人", "case.draft_filed": "提交登记", "paper.handed_in": "收取材料"})
declare({"mediation_committee.entered": "登记调委会", "mediation_committee.changed": "修改调委会"})
