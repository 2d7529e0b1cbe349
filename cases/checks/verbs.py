"""What the acts of a check are called in the trail."""

from governance.audit.verbs import declare

declare({"check.entered": "登记矛盾纠纷排查", "check.printed": "打印排查登记表"})
