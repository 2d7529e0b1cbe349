from django.urls import path

from governance.pages import navigation
from governance.texts import views

app_name = "texts"
urlpatterns = [
    path("texts/", views.texts, name="texts"),
    path("texts/versions/<int:pk>/", views.version, name="version"),
    path("texts/versions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("texts/<str:key>/", views.text, name="text"),
    path("texts/<str:key>/preview/", views.preview, name="preview"),
    path("texts/<str:key>/at/<str:code>/", views.edit, name="edit"),
]

navigation.add(
    "文书和提醒用语", "texts:texts", verb="text.view", icon="file-earmark-text", group="数据与规则", order=65
)
