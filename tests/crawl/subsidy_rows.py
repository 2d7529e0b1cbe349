"""Rows of subsidies for the crawl: a claim of the mediator who owns things at a place, its batch, a clawback."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from cases.docket.models import Case
from cases.subsidies.clawbacks.models import Clawback
from cases.subsidies.models import SubsidyBatch, SubsidyClaim


def builders(make_case, owner_at):
    """By subject. `make_case(place, title)` makes a case, `owner_at(place)` is its mediator."""

    def paid_batch(place, marker="凭证"):
        by, now = owner_at(place), timezone.now()
        today = timezone.localdate()
        return SubsidyBatch.objects.create(
            area_id=place, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 31), state="paid", drawn_up_by=by,
            drawn_up_at=now, approved_by=by, approved_at=now, paid_on=today, paid_by=by, voucher_no=marker,
        )  # fmt: skip

    def claim(place, marker):
        """Granted; its mediator has all of it. What marks it is its reason: its case is seen by more people."""
        of, owner, now = make_case(place, "有补贴的案件"), owner_at(place), timezone.now()
        today = timezone.localdate()
        facts = {"number": f"（2026）补{place[-4:]}人调字第{of.pk}号", "accepted_at": now, "accepted_on": today}
        facts |= {"procedure": "closed", "result": "10", "result_on": today, "closed_on": today, "performance": "done"}
        Case.objects.filter(pk=of.pk).update(**facts)
        batch = SubsidyBatch.objects.filter(area_id=place).first() or paid_batch(place)
        made = SubsidyClaim.objects.create(
            case=of, dispute=of, rule_grade="simple", grade_basis="口头协议", grade="simple", base_amount=Decimal(100),
            reason=marker, state="approved", claimed_by=owner, claimed_at=now, batch=batch,
        )  # fmt: skip
        made.shares.create(account=owner, percent=100, amount=Decimal(100))
        return made, {"owner_id": owner.pk}

    def clawback(place, marker):
        share = claim(place, "已追回的案件")[0].shares.get()
        facts = {"reason": "mistaken", "amount": Decimal(10), "ordered_at": timezone.now()}
        return Clawback.objects.create(share=share, note=marker, ordered_by=owner_at(place), **facts)

    return {"cases.SubsidyBatch": paid_batch, "cases.SubsidyClaim": claim, "cases.Clawback": clawback}
