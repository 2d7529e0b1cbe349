from django.urls import path

from governance.pages import navigation
from governance.returns import act_views as acts
from governance.returns import views, waiting  # noqa: F401 - declares what waits

app_name = "returns"
urlpatterns = [
    path("", views.returns, name="returns"),
    path("calendar/", views.calendar, name="calendar"),
    path("open/", acts.open_return, name="open"),
    path("<int:pk>/", views.table, name="table"),
    path("<int:pk>/history/", views.history, name="history"),
    path("<int:pk>/differences/", views.moved, name="differences"),
    path("<int:pk>/table.xlsx", views.file, {"form": "xlsx"}, name="xlsx"),
    path("<int:pk>/table.pdf", views.file, {"form": "pdf"}, name="pdf"),
    path("<int:pk>/draw-up/", acts.draw_up, name="draw_up"),
    path("<int:pk>/key-in/", acts.key_in, name="key_in"),
    path("<int:pk>/checks/", acts.checks, name="checks"),
    path("<int:pk>/submit/", acts.submit, name="submit"),
    path("<int:pk>/review/", acts.review, name="review"),
    path("<int:pk>/release/", acts.release, name="release"),
    path("<int:pk>/correct/", acts.correct, name="correct"),
]
navigation.add("统计报表", "returns:returns", verb=views.VIEW, icon="table", group="统计", order=30)
navigation.add("应报日历", "returns:calendar", verb=views.VIEW, icon="calendar3", group="统计", order=31)
