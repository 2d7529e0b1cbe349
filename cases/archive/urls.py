from django.urls import path

from cases.archive import sections, views, waiting  # noqa: F401 - declares what pages gather
from governance.pages import navigation

urlpatterns = [
    path("volumes/", views.volumes, name="volumes"),
    path("<int:pk>/volume/bind/", views.bind_volume, name="bind_volume"),
    path("<int:pk>/volume/register/", views.enter_register, name="enter_register"),
    path("volumes/<int:pk>/", views.volume, name="volume"),
    path("volumes/<int:pk>/submit/", views.submit_volume, name="submit_volume"),
    path("volumes/<int:pk>/check/", views.check_volume, name="check_volume"),
    path("volumes/<int:pk>/access/", views.record_access, name="record_access"),
    path("volume-accesses/<int:pk>/return/", views.return_lent, name="return_lent"),
]

navigation.add("案卷", "cases:volumes", verb="case.read", icon="archive", group="人民调解", order=40)
