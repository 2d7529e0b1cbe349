from django.urls import path

from governance.pages import navigation
from governance.rules import views

app_name = "rules"
urlpatterns = [
    path("rules/", views.rules, name="rules"),
    path("rules/values/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("rules/<str:key>/", views.rule, name="rule"),
    path("rules/<str:key>/at/<str:code>/", views.set_value, name="set_value"),
]

navigation.add("规则参数", "rules:rules", verb="rule.view", icon="sliders", group="数据与规则", order=60)
