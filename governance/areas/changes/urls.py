from django.urls import path

from governance.areas.changes import views
from governance.pages import navigation

app_name = "changes"
urlpatterns = [
    path("place-changes/", views.changes, name="changes"),
    path("place-changes/new/", views.choose_kind, name="choose_kind"),
    path("place-changes/new/<str:kind>/", views.register, name="register"),
    path("place-changes/<int:pk>/", views.change, name="change"),
    path("place-changes/<int:pk>/document/", views.attach, name="attach"),
    path("place-changes/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]

navigation.add("区域变更", "changes:changes", verb="place.view", icon="signpost-split", group="辖区", order=35)
