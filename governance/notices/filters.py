import django_filters

from governance.notices.models import Notice
from governance.notices.rungs import all_rungs
from governance.pages.filters import WithinFilter

STATES = [("unread", "未读"), ("snoozed", "已推迟"), ("done", "已办结"), ("all", "全部")]


class RungFilter(django_filters.ChoiceFilter):
    """One of the rungs that the wings declare: known when somebody asks, and no part of the API's document."""

    @property
    def field(self):
        self.extra["choices"] = [(each.code, each.label) for each in all_rungs()]
        return super().field


class NoticeFilter(django_filters.FilterSet):
    """Without a state: what stands in the inbox, read or not."""

    state = django_filters.ChoiceFilter(label="状态", choices=STATES, empty_label="待办", method="pass_by")
    rung = RungFilter(label="种类", empty_label="全部种类")
    place = WithinFilter(label="区域", field_name="area_id")

    class Meta:
        model = Notice
        fields: list[str] = []

    def pass_by(self, rows, name, value):
        """The state also decides when it is not asked for: `filter_queryset`."""
        return rows

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        state = self.form.cleaned_data.get("state")
        if state == "all":
            return rows.filter(withdrawn_because="")
        if state == "done":
            return rows.filter(withdrawn_because="", done_at__isnull=False)
        return {"unread": rows.unread, "snoozed": rows.snoozed}.get(state, rows.shown)()
