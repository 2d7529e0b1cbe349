"""A party that joins a case under way: a third party, or somebody who was missed when it was filed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cases.agreements.models import AgreementState
from cases.docket.actions import locked_case, require_may, require_moment, require_standing, tell
from cases.docket.models import Case
from cases.docket.states import INSTEAD, UNDER_WAY
from cases.intake.actions import log_contact
from cases.intake.models import Answer
from cases.mediation.actions import ask_replacement
from cases.mediation.checking import check_all
from cases.mediation.conflicts import Conflict
from cases.mediation.models import Assignment, ReplacementReason
from cases.mediation.telling.actions import give_rights_notice
from cases.parties.actions import Entry, add_party, people_in, require_sides_spoken_for, title_of
from cases.parties.models import Party
from governance.errors import Invalid, WrongState
from governance.identifiers.typed import free_text


@dataclass(frozen=True)
class Consent:
    """What the one who joins said to it: an Answer, how (a Channel), to whom it was said, and that rights were told."""

    answer: str
    channel: str
    told_by: str
    spoke_with: str = ""
    note: str = ""


@transaction.atomic
def let_party_join(
    case: Case,
    *,
    by,
    entry: Entry,
    joined_at: datetime,
    consent: Consent,
    agreed_by: str,
    conflict_note: str = "",
    late_reason: str = "",
    version: int | None = None,
) -> Party:
    """Let somebody join a case under way, on any side, with their recorded consent (人民调解法 第十七条).

    `agreed_by` says what those already in it say to that: each may end the mediation at any time (第二十三条). The
    mediators are checked against the newcomer; one whom a finding bars is to be replaced (domain/mediation.md 2.5).
    The time to mediate does not move. Raises NotPermitted, WrongState, Invalid (field).
    """
    case = locked_case(case, version=version)
    require_may("conduct", by, case)
    _require_open_to_all(case)
    require_moment(case, joined_at, late_reason=late_reason)
    _require_willing(consent.answer)
    said = free_text(agreed_by, field="agreed_by", longest=200, required=True)
    checked = free_text(conflict_note, field="conflict_note", longest=300)
    known = _findings(case, joined_at)
    party = add_party(case, entry, on=timezone.localdate(joined_at))
    party.joined_on = timezone.localdate(joined_at)
    party.save(update_fields=["joined_on"])
    parties = list(case.parties.standing())
    require_sides_spoken_for(parties)
    found = _new(_findings(case, joined_at), known)
    _require_looked_into(found, checked)
    case.title, case.people_count = title_of(case, parties), people_in(case)
    tell(
        case,
        "party_joined",
        by=by,
        happened_at=joined_at,
        late_reason=late_reason,
        text=f"{party.get_side_display()}{party.name}参加调解",
        note="；".join(each for each in (f"各方意见：{said}", checked) if each),
        party=party.pk,
    )
    log_contact(
        case,
        by=by,
        party=party,
        happened_at=joined_at,
        channel=consent.channel,
        spoke_with=consent.spoke_with,
        answer=consent.answer,
        note=consent.note,
        late_reason=late_reason,
    )
    give_rights_notice(case, by=by, party=party, told_at=joined_at, channel=consent.told_by, late_reason=late_reason)
    _ask_to_replace(found, by=by, at=joined_at, late_reason=late_reason)
    return party


def _require_open_to_all(case):
    require_standing(case)
    if case.is_open and case.procedure not in UNDER_WAY:
        raise WrongState("本案尚未受理：请在“当事人”栏直接增加，并征询其意愿。")
    if case.procedure not in UNDER_WAY:
        raise WrongState(f"调解已经结束，不能再增加当事人。{INSTEAD[case.procedure]}")
    if case.agreements.filter(state=AgreementState.SIGNING).exists():
        raise WrongState("协议已有人签名，文字不能再变：请先作废这份协议稿，增加当事人后重新起草。")


def _require_willing(answer):
    if answer == Answer.REFUSED:
        raise Invalid(
            "本人不同意参加的，不能列为当事人（《人民调解法》第十七条）：可以经各方同意邀请其到场，或者另行处理。",
            field="answer",
        )
    if answer != Answer.AGREED:
        raise Invalid("请先联系本人，取得同意后再登记参加。", field="answer")


def _findings(case, at) -> dict[Assignment, list[Conflict]]:
    """What the conflict check says of each who mediates or records now."""
    standing = list(case.assignments.standing().select_related("account"))
    found = check_all(case, [each.account for each in standing], on=timezone.localdate(at)) if standing else {}
    return {each: found[each.account_id] for each in standing}


def _new(found, known):
    """The findings that came with the newcomer."""
    return {each: [one for one in told if one not in known[each]] for each, told in found.items()}


def _require_looked_into(found, checked):
    told = [one for each in found.values() for one in each]
    if founders := [one.sentence for one in told if one.code == "founder"]:
        raise WrongState(founders[0])
    open_questions = dict.fromkeys(one.sentence for one in told if not one.is_blocking)
    if open_questions and not checked:
        raise Invalid(f"{''.join(open_questions)}核实后请写明情况，再提交。", field="conflict_note")


def _ask_to_replace(found, *, by, at, late_reason):
    for assignment, told in found.items():
        barred = "".join(one.sentence for one in told if one.is_blocking)
        if barred:
            facts = {"asked_at": at, "note": barred[:200], "late_reason": late_reason}
            ask_replacement(assignment, by=by, reason=ReplacementReason.CONFLICT, **facts)
