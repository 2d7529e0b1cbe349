"""Pages of the nightly check: its runs, and what one of them found."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from governance.access import reach
from governance.api.idempotency import once
from governance.areas.codes import ROOT
from governance.errors import RuleError
from governance.invariants.actions import start_run
from governance.invariants.filters import FindingFilter, RunFilter
from governance.invariants.models import VerificationFinding, VerificationResult, VerificationRun
from governance.invariants.registry import Invariant, find_invariant
from governance.pages.listing import Column, list_page

RUNS = (
    Column("started", "开始时间", sort="started_at"),
    Column("state", "结果"),
    Column("finished", "完成时间", sort="finished_at"),
    Column("by", "发起"),
)
FINDINGS = (Column("what", "问题"), Column("check", "核对项"), Column("area", "区域"))


@dataclass(frozen=True)
class Shown:
    """What one check saw, with what it is called now; None once it is no longer declared."""

    result: VerificationResult
    invariant: Invariant | None

    @property
    def url(self) -> str:
        """The findings of this check."""
        return f"?check={self.result.code}#findings"


@reach.holding("check.view")
@require_GET
def runs(request):
    """All runs that are kept, newest first."""
    rows = VerificationRun.objects.visible_to(request.user).for_list().select_related("job")
    listing = list_page(request, rows, RunFilter, RUNS, sort="-started")
    values = {"listing": listing, "may_run": request.user.holds("check.run", ROOT)}
    return render(request, "governance/invariants/runs.html", values, status=listing.status)


@reach.within("governance.VerificationRun")
@require_GET
def run(request, pk):
    """One run: every check with its figures, and the findings at places in reach."""
    rows = VerificationRun.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("job", "asked_by"), pk=pk)
    findings = VerificationFinding.objects.visible_to(request.user).of_run(found)
    listing = list_page(request, findings, FindingFilter, FINDINGS)
    for finding in listing.rows:
        finding.check_shown = find_invariant(finding.result.code)
    values = {
        "run": found,
        "crumbs": [("数据核对", reverse("invariants:runs"))],
        "results": [Shown(result, find_invariant(result.code)) for result in found.results.all()],
        "listing": listing,
    }
    return render(request, "governance/invariants/run.html", values, status=listing.status)


@reach.holding("check.run")
@require_POST
def start(request):
    """Begin a run now; leads to it."""
    try:
        to = once(request, lambda: start_run(by=request.user).get_absolute_url())
    except RuleError as refusal:
        messages.error(request, refusal.message)
        return redirect("invariants:runs")
    messages.success(request, "已开始核对，结果会陆续出现在本页。")
    return redirect(to)
