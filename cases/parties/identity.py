"""Who a party is was made sure of: a paper looked at, copied, or not to be had (F05, domain/mediation.md 2.3 T4)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cases.docket.actions import locked_case, require_may, require_moment, require_standing, tell
from cases.docket.models import Case
from cases.parties.models import IdentityCheck, Party, Shown
from governance.errors import Invalid, NotPermitted
from governance.identifiers.typed import free_text

LICENCE = "营业执照（登记证书）"


@dataclass(frozen=True)
class Looked:
    """What was shown for one party; without `paper`, the kind that is registered of it."""

    party: Party
    shown: str
    paper: str = ""
    reason: str = ""


@transaction.atomic
def check_identity(
    case: Case,
    *,
    by,
    checked_at: datetime,
    looked: tuple[Looked, ...],
    late_reason: str = "",
    version: int | None = None,
) -> Case:
    """Note which parties' papers were looked at, by whom and when; the newest of each party counts.

    Possible until the volume is in the archive. Raises NotPermitted, WrongState, Invalid (field "shown_<party>",
    "reason_<party>", "checked_at").
    """
    case = locked_case(case, version=version)
    require_standing(case)
    require_may("register", by, case)
    if by._meta.model_name != "account":
        raise NotPermitted("须由调委会的工作人员核对。")
    require_moment(case, checked_at, late_reason=late_reason, field="checked_at")
    if not looked:
        raise Invalid("请选择核对了谁的证件。")
    standing = {party.pk: party for party in case.parties.standing().select_related("person")}
    for one in looked:
        if one.party.pk not in standing:
            raise Invalid("请选择本案的当事人。")
        _note(standing[one.party.pk], one, by=by, at=checked_at)
    names = "、".join(standing[one.party.pk].name for one in looked if one.shown != Shown.ABSENT)
    absent = "、".join(standing[one.party.pk].name for one in looked if one.shown == Shown.ABSENT)
    said = "；".join(filter(None, (names and f"核对{names}的证件", absent and f"未能取得{absent}的证件")))
    tell(case, "identity_checked", by=by, happened_at=checked_at, late_reason=late_reason, text=said[:500])
    return case


def _note(party: Party, one: Looked, *, by, at) -> None:
    if one.shown not in Shown.values:
        raise Invalid("请选择核对方式。", field=f"shown_{party.pk}")
    is_absent = one.shown == Shown.ABSENT
    reason = free_text(one.reason, field=f"reason_{party.pk}", longest=200, required=is_absent)
    paper = free_text(one.paper, field=f"paper_{party.pk}", longest=50) or paper_of(party)
    IdentityCheck.objects.create(
        party=party,
        shown=one.shown,
        paper="" if is_absent else paper,
        reason=reason if is_absent else "",
        checked_at=at,
        account=by,
    )


def paper_of(party: Party) -> str:
    """The kind of paper that identifies a party, as far as it is registered."""
    if party.organisation_id:
        return LICENCE
    known = party.person.identifiers.current().first() if party.person else None
    return known.get_kind_display() if known else "身份证件"
