"""Rows of a mediation for the crawl's world: what the mediator who owns things at a place works on."""

from datetime import date, timedelta

from django.utils import timezone

from cases.archive.disposal.models import Destruction, Hold
from cases.archive.models import SubVolume, Volume, VolumeAccess, VolumeCheck
from cases.closing.models import ClosingReport
from cases.committees.models import MediationCommittee
from cases.docket.due.models import TimeLimit
from cases.docket.models import Case
from cases.intake.models import Referral
from cases.ladder.models import Assistance, DepartmentNeed, Transfer
from cases.mediation.inquiry.models import Evidence, Investigation
from cases.mediation.models import Assignment
from cases.mediation.separate.models import SeparateNote
from cases.mediation.sessions.models import MediationSession
from cases.mediation.timing.models import Extension
from cases.parties.models import Party
from cases.risk.models import Prevention, RiskAssessment, RiskReport
from cases.visits.models import ReturnVisit
from governance.areas import codes
from tests.cases.factories import make_committee


def builders(make_case, owner_at, make_party):
    """By subject. `make_case(place, title)` makes a case, `owner_at(place)` its mediator, `make_party` a person."""

    def mediated(place, title="楼道堆物"):
        of, owner, now = make_case(place, title), owner_at(place), timezone.now()
        facts = {"number": f"（2026）测{place[-4:]}人调字第{of.pk}号", "accepted_at": now, "accepted_on": now.date()}
        Case.objects.filter(pk=of.pk).update(procedure="mediating", host=owner, **facts)
        of.refresh_from_db()
        return of, owner, Assignment.objects.create(case=of, account=owner, role="host", starts_at=now)

    def assignment(place, marker):
        return mediated(place, marker)[2]

    def session(place, marker):
        of, owner, made = mediated(place)
        facts = {"state": "held", "starts_at": made.starts_at, "ends_at": made.starts_at + timedelta(hours=1)}
        row = MediationSession.objects.create(case=of, seq=1, place="调解室", result="continue", text=marker, **facts)
        return row, {"owner_id": owner.pk}

    def visited(place, marker):
        """By when somebody of a case was to be visited, the visit, and what else lists show that name the case."""
        of, owner, made = mediated(place, marker)
        now, on = made.starts_at, timezone.localdate(made.starts_at)
        who = Party.objects.create(
            case=of, side="applicant", seq=1, kind="natural_person", name="甲", person=make_party(place, "某申请人")
        )
        facts = {"visited_at": now, "visited_on": on, "channel": "phone", "reached": "yes", "satisfaction": 1}
        ReturnVisit.objects.create(case=of, party=who, account=owner, **facts)
        facts = {"confirmed_at": now, "account": owner, "evidence": "派出所回执"}
        Prevention.objects.create(case=of, kind="2", people=3, **facts)
        facts = {"number": f"卷{of.pk}", "name": "楼道堆物", "term": "permanent", "account": owner, "filed_at": now}
        kept = Volume.objects.create(case=of, **facts)
        VolumeCheck.objects.create(volume=kept, score=95, has_passed=True, checked_at=now, account=owner)
        return TimeLimit.objects.create(case=of, key="visit", starts_on=on, due_on=on, unrolled_on=on, met_on=on)

    def extension(place, marker):
        of, owner, made = mediated(place)
        dates = {"from_due_on": date(2026, 12, 22), "to_on": date(2027, 1, 10), "proposed_at": made.starts_at}
        return Extension.objects.create(case=of, reason=marker, proposed_by=owner, **dates)

    def investigation(place, marker):
        of, owner, made = mediated(place)
        period = {"starts_at": made.starts_at, "ends_at": made.starts_at + timedelta(hours=1)}
        row = Investigation.objects.create(
            case=of, place="现场", asked=["楼组长"], text=marker, account=owner, **period
        )
        return row, {"owner_id": owner.pk}

    def evidence(place, marker):
        of, owner, _ = mediated(place)
        facts = {"kind": "photo", "provider": "甲", "taken_on": date(2026, 11, 1), "account": owner}
        return Evidence.objects.create(case=of, seq=1, name=marker, **facts), {"owner_id": owner.pk}

    def separate_note(place, marker):
        """No role and no place shows it: only the mediator of the case, its owner here."""
        of, owner, made = mediated(place)
        party = Party.objects.create(
            case=of, side="applicant", seq=1, kind="natural_person", name="甲", person=make_party(place, "某申请人")
        )
        row = SeparateNote.objects.create(case=of, party=party, met_at=made.starts_at, text=marker, account=owner)
        return row, {"owner_id": owner.pk, "places": ()}

    def risk_report(place, marker):
        of, owner, made = mediated(place)
        facts = {"account": owner, "is_current": True, "next_review_on": date(2027, 1, 1), "measures": "分别走访"}
        found = RiskAssessment.objects.create(case=of, level=2, assessed_at=made.starts_at, **facts)
        Case.objects.filter(pk=of.pk).update(risk_level=2)
        told = {"organ": "police", "organ_name": "派出所", "person": "民警", "channel": "phone", "text": marker}
        row = RiskReport.objects.create(case=of, assessment=found, reported_at=made.starts_at, account=owner, **told)
        return row, {"owner_id": owner.pk}

    def closing_report(place, marker):
        of, owner, made = mediated(place)
        facts = {"procedure": "failed", "result": "20", "result_on": made.starts_at.date()}
        Case.objects.filter(pk=of.pk).update(**facts)
        facts = {"brief": marker, "opinion": marker, "proposed_by": owner, "proposed_at": made.starts_at}
        made.delete()  # who mediates sees it and may not decide: here those alone who read the file by their seat
        return ClosingReport.objects.create(case=of, **facts)

    def street_of(place):
        above = codes.ancestors(place)[-1]
        found = MediationCommittee.objects.filter(area_id=above).first()
        return found or make_committee(above, above[3:9], kind="mediation_street", name="街道调委会")

    def assistance(place, marker):
        """By the committee of the street, which sees the case anyway."""
        of, owner, made = mediated(place)
        facts = {"reason": marker, "agreed_by": "主任", "joined_at": made.starts_at, "joined_by": owner}
        return Assistance.objects.create(case=of, committee=street_of(place), **facts)

    def department_need(place, marker):
        of, owner, made = mediated(place)
        facts = {"reason": "责令拆除", "noted_at": made.starts_at, "account": owner}
        return DepartmentNeed.objects.create(case=of, department=marker, **facts)

    def transfer(place, marker):
        """Asked of a committee of the street, which sees it too."""
        of, owner, made = mediated(place, marker)
        street = street_of(place)
        letter = Referral.objects.create(
            case=of, direction="out", organ="mediation_committee", organ_name=str(street), letter_no=marker
        )
        facts = {"reason": "案情复杂", "asked_at": made.starts_at, "asked_by": owner}
        return Transfer.objects.create(case=of, receiver=street, letter=letter, **facts)

    def volume(place, marker):
        of, owner, made = mediated(place)
        facts = {"procedure": "closed", "result": "20", "result_on": made.starts_at.date(), "archive": "collecting"}
        Case.objects.filter(pk=of.pk).update(closed_on=made.starts_at.date(), **facts)
        facts = {"number": f"卷{of.pk}", "term": "permanent", "account": owner, "filed_at": made.starts_at}
        made.delete()
        return Volume.objects.create(case=of, name=marker, **facts)

    def sub_volume(place, marker):
        return SubVolume.objects.create(volume=volume(place, marker), kind="part", seq=2, pages=3)

    def volume_access(place, marker):
        kept = volume(place, "楼道堆物")
        facts = {"kind": "read", "who": marker, "purpose": "查阅", "happened_at": kept.filed_at}
        return VolumeAccess.objects.create(volume=kept, given="协议", account=kept.account, **facts)

    def volume_check(place, marker):
        kept = volume(place, "楼道堆物")
        facts = {"score": 60, "has_passed": False, "defects": marker, "rectify_by": kept.filed_at.date()}
        more = {"checked_at": kept.filed_at, "account": kept.account, "is_spot": True}
        return VolumeCheck.objects.create(volume=kept, **facts, **more)

    def hold(place, marker):
        kept = volume(place, "楼道堆物")
        return Hold.objects.create(volume=kept, reason=marker, placed_by=kept.account)

    def destruction(place, marker):
        owner = owner_at(place)
        return Destruction.objects.create(area_id=place, reason=marker, proposed_by=owner)

    return {
        "cases.Hold": hold,
        "cases.Destruction": destruction,
        "cases.Volume": volume,
        "cases.SubVolume": sub_volume,
        "cases.VolumeAccess": volume_access,
        "cases.VolumeCheck": volume_check,
        "cases.ClosingReport": closing_report,
        "cases.Assistance": assistance,
        "cases.DepartmentNeed": department_need,
        "cases.TimeLimit": visited,
        "cases.Transfer": transfer,
        "cases.RiskReport": risk_report,
        "cases.Assignment": assignment,
        "cases.Extension": extension,
        "cases.MediationSession": session,
        "cases.Investigation": investigation,
        "cases.Evidence": evidence,
        "cases.SeparateNote": separate_note,
    }
