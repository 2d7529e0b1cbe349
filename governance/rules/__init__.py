"""Numbers of law as dated data (design 11): what a rule is stands in code, what it says at a place and date in rows.

rules.value("committee.size.watch", "310114001001", date(2026, 3, 1))
"""

from governance.rules.values import in_force, several, value, values

__all__ = ["in_force", "several", "value", "values"]
