"""What the acts around the end of a case are called in the trail."""

from governance.audit.verbs import declare

declare({"case.closing_proposed": "提出结案报告", "case.closing_returned": "退回结案报告"})
