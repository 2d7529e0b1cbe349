"""What a party itself brought, said and agreed to: its own part of a file, and nobody else's (domain/mediation.md 1.7).

Left out is what others said, and what was said in separate meetings: those notes are the mediator's alone.
"""

from collections.abc import Iterator

from django.utils import timezone

from cases.agreements.models import Agreement
from cases.mediation.inquiry.models import Evidence, Investigation
from cases.mediation.models import ReplacementRequest
from cases.mediation.sessions.models import SessionPresence
from cases.mediation.timing.models import ExtensionConsent
from cases.parties.models import Party
from cases.performance.asking.models import PartyStatement
from cases.performance.models import PerformanceRecord, Urging
from governance.files.models import StoredFile

Line = tuple[str, str, str, str, str]


def handed_in(party: Party) -> Iterator[Line]:
    """Papers and evidence of the party's, by the names of their files; how it showed who it is."""
    number = party.case.number
    for check in party.identity_checks.order_by("id"):
        yield "身份核对", number, _day(check.checked_at), check.get_shown_display(), check.paper or check.reason
    for paper in party.papers.exclude(file=None).select_related("file").order_by("id"):
        yield "材料", number, _day(paper.handed_in_at), paper.get_kind_display(), paper.file.name if paper.file else ""
    for item in Evidence.objects.filter(party=party).order_by("seq"):
        names = "、".join(file.name for file in StoredFile.objects.about(item).kept().order_by("id"))
        state = "（已撤回）" if item.withdrawn_at else ""
        said = "；".join(filter(None, (item.note, names)))
        yield "证据", number, str(item.taken_on), f"{item.get_kind_display()}：{item.name}{state}", said


def said_by(party: Party) -> Iterator[Line]:
    """Statements of the party alone, in records, by its link, when urged; where it took part."""
    number = party.case.number
    for one in Investigation.objects.filter(case=party.case, asked__contains=[party.name]).order_by("starts_at"):
        alone = list(one.asked) == [party.name]
        yield "陈述", number, _day(one.starts_at), "调查询问", one.text if alone else "与他人一并询问，笔录不单独摘出"
    came = SessionPresence.objects.filter(party=party, session__state="held").select_related("session")
    for each in came.order_by("session__seq"):
        yield "到场", number, _day(each.session.starts_at), str(each.session), "到场" if each.is_present else "未到场"
    for word in ExtensionConsent.objects.filter(party=party).order_by("said_at"):
        yield "表态", number, _day(word.said_at), "延长期限", "同意" if word.agrees else "不同意"
    for wish in ReplacementRequest.objects.filter(party=party).order_by("asked_at"):
        said = "；".join(filter(None, (wish.get_reason_display(), wish.note)))
        yield "表态", number, _day(wish.asked_at), "要求更换调解员", said
    for told in PartyStatement.objects.filter(party=party).select_related("obligation").order_by("said_at"):
        said = "；".join(filter(None, (told.get_says_display(), told.note)))
        yield "反馈", number, _day(told.said_at), f"第{told.obligation.seq}项", said
    for call in Urging.objects.filter(party=party).order_by("urged_at"):
        yield "督促", number, _day(call.urged_at), call.get_outcome_display(), call.note


def agreed_by(party: Party) -> Iterator[Line]:
    """Agreements that took effect, without the numbers of the others; what was done of its own part."""
    number = party.case.number
    for one in Agreement.objects.filter(case=party.case).in_effect().order_by("seq"):
        text = "\n".join(filter(None, (one.facts, one.disputed, one.manner)))
        yield "协议", number, str(one.effective_on or ""), one.number, text
    own = PerformanceRecord.objects.filter(obligation__debtor=party, withdrawn_at=None).select_related("obligation")
    for record in own.order_by("performed_on", "id"):
        names = "、".join(file.name for file in record.files)
        said = "；".join(filter(None, (record.get_proof_display(), record.note, names)))
        yield "履行", number, str(record.performed_on), str(record), said


def _day(moment) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
