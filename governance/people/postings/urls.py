from django.urls import path, reverse
from django.utils import timezone

from governance.pages import navigation
from governance.pages.waiting import Line, Waiting, waiting
from governance.people.models import Posting
from governance.people.postings import views
from governance.people.postings.filters import SOON

app_name = "postings"
urlpatterns = [
    path("", views.postings, name="postings"),
    path("grant/", views.grant, name="grant"),
    path("<int:pk>/", views.posting, name="posting"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/end/", views.end, name="end"),
]
navigation.add("任职", "postings:postings", verb="posting.view", icon="person-badge", group="任职与权限", order=10)


@waiting("即将到期的任职", verb="posting.grant", icon="person-badge", order=40)
def ending_postings(actor, place):
    """Postings that end within 30 days, the next to end first."""
    today = timezone.localdate()
    rows = Posting.objects.visible_to(actor, "posting.grant").ending_by(today + SOON, today).filter(client=None)
    return Waiting(
        rows.for_list().order_by("ends_on", "pk"),
        url=reverse("postings:postings") + "?state=ending",
        line=lambda row: Line(str(row), row.get_absolute_url(), f"{row.last_day:%m-%d} 到期", "warn"),
    )
