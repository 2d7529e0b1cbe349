from django.urls import path

from governance.metrics.board import views
from governance.pages import navigation

app_name = "metrics"
urlpatterns = [
    path("", views.board, name="board"),
    path("panels/<slug:key>.xlsx", views.panel_sheet, name="panel_sheet"),
]
navigation.add("指标看板", "metrics:board", verb=views.VERB, icon="bar-chart", group="统计", order=10)
