"""What is new in lists of cases' people and money: a claim paid with its batch, a load that moved with its cases."""

from datetime import timedelta

from django.utils import timezone

from cases.mediation.watched import carriers
from cases.subsidies.paying import pay_batch
from governance.people.models import Posting
from tests.cases.subsidised import claim, claimable, granted
from tests.governance.test_every_list_alerts import looked, watch


def test_a_claim_that_is_paid_with_its_batch_is_told(lin, zhao, justice, officer, mediated_case):
    one = claim(claimable(mediated_case, lin, zhao), lin)
    watch(justice, "cases:subsidy_claims", "state=paid")
    batch = granted(one, zhao, justice, officer)
    assert looked() == set()
    pay_batch(batch, by=officer, paid_on=timezone.localdate(), voucher_no="财支 88")

    assert looked(2) == {one.pk}


def test_a_case_that_moves_stirs_the_load_of_its_mediator(lin, mediated_case):
    now = timezone.now()
    held = set(Posting.objects.filter(account=lin).values_list("pk", flat=True))

    assert carriers(now - timedelta(hours=1), now + timedelta(seconds=1)) >= held
