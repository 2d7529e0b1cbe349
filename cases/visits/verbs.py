"""What the acts of return visits are called in the trail."""

from governance.audit.verbs import declare

declare({"case.visited": "登记回访"})
