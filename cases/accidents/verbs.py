"""What keeping the facts of an accident is called in the trail."""

from governance.audit.verbs import declare

declare({"case.accident_noted": "登记交通事故"})
