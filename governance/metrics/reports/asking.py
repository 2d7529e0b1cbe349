"""A kept question, read again by somebody on a day."""

from datetime import date

from django.http import Http404, QueryDict

from governance.areas.models import Area
from governance.errors import Invalid, NotPermitted
from governance.metrics.reports.forms import ReportForm
from governance.metrics.reports.models import VERB
from governance.metrics.reports.question import ReportQuestion

FAULT = "报表的条件已经失效，请修改后重新保存。"
OUTSIDE = "报表中有您目前无权查看的区域。"


def own_place(actor) -> Area | None:
    """The first place whose figures the actor's postings let them see."""
    return next((one.area for one in actor.postings_today if VERB in actor.verbs_of(one)), None)


def asked_by(reader, query: str, today: date, own: Area | None = None) -> ReportQuestion:
    """The question as `reader` may ask it. Raises NotPermitted outside their scope, Invalid for none any more."""
    try:
        form = ReportForm(QueryDict(query), reader=reader, own=own or own_place(reader), today=today)
        form.is_valid()
    except Http404:
        raise NotPermitted(OUTSIDE) from None
    if form.question is None:
        raise Invalid(str(next(iter(form.errors.values()), [FAULT])[0]))
    return form.question
