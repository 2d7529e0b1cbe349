"""Who of several takes which of the chosen cases: by what each carries, at the committee of the case."""

from collections import defaultdict

from django.utils import timezone

from cases.bulk.foreseeing import refusals
from cases.bulk.models import BulkAct, BulkRow
from cases.mediation.loads.advice import share_out
from cases.mediation.loads.queries import in_office_with_load, weights
from governance.people.models import Account


def share_rows(act: BulkAct, accounts: list[Account], *, by) -> None:
    """Write on each waiting row whom it goes to; on none where nobody of them mediates at the case's committee.

    Rows that will be refused as things stand weigh nothing: they would fill the share of somebody for nothing.
    """
    today = timezone.localdate()
    chosen = {account.pk for account in accounts}
    refused = refusals(act, by=by)
    rows = list(act.rows.waiting().select_related("case"))
    by_place: dict[str, list[BulkRow]] = defaultdict(list)
    shares: dict[int | None, list[int]] = defaultdict(list)
    for row in rows:
        by_place[row.case.area_id].append(row)
    for area, here in by_place.items():
        burdens = {one.account_id: one.burden for one in in_office_with_load(area, on=today)}
        burdens = {account: burden for account, burden in burdens.items() if account in chosen}
        weight = weights(area, today)
        cases = [(row.pk, 0 if row.pk in refused else weight[row.case.difficulty]) for row in here]
        given = share_out(cases, burdens) if burdens else {}
        for row in here:
            shares[given.get(row.pk)].append(row.pk)
    for account, keys in shares.items():
        BulkRow.objects.filter(pk__in=keys).update(account=account)
