from django.urls import path

from cases.archive import sections, views, waiting  # noqa: F401 - declares what pages gather
from cases.archive.disposal import views as disposal
from cases.docket.page import deed
from governance.pages import navigation

urlpatterns = [
    path("volumes/", views.volumes, name="volumes"),
    path("volumes/checks/", views.volume_checks, name="volume_checks"),
    path("<int:pk>/volume/bind/", views.bind_volume, name="bind_volume"),
    path("<int:pk>/volume/papers/", views.take_in_paper, name="take_in_paper"),
    path("<int:pk>/volume/register/", views.enter_register, name="enter_register"),
    path("volumes/<int:pk>/", views.volume, name="volume"),
    path("volumes/books/<int:pk>/", views.sub_volume, name="sub_volume"),
    path("volumes/<int:pk>/register/", views.print_register, name="print_register"),
    path("volumes/<int:pk>/submit/", views.submit_volume, name="submit_volume"),
    path("volumes/<int:pk>/check/", views.check_volume, name="check_volume"),
    path("volumes/draw/", views.draw_volume, name="draw_volume"),
    path("volumes/<int:pk>/spot-check/", views.spot_check, name="spot_check"),
    path("volume-checks/<int:pk>/rectify/", views.rectify, name="rectify_volume"),
    path("volumes/<int:pk>/access/", views.record_access, name="record_access"),
    path("volume-accesses/<int:pk>/return/", views.return_lent, name="return_lent"),
    path("volumes/<int:pk>/hold/", disposal.place_hold, name="place_hold"),
    path("volume-holds/<int:pk>/lift/", disposal.lift_hold, name="lift_hold"),
    path("destructions/", disposal.destructions, name="destructions"),
    path("destructions/unaccepted/", disposal.shelve_unaccepted, name="shelve_unaccepted"),
    path("destructions/propose/", disposal.propose_destruction, name="propose_destruction"),
    path("destructions/<int:pk>/", disposal.destruction, name="destruction"),
    path("destructions/<int:pk>/approve/", disposal.approve_destruction, name="approve_destruction"),
    path("destructions/<int:pk>/drop/", disposal.drop_destruction, name="drop_destruction"),
]

deed("装订案卷", "cases:bind_volume", when=sections.is_to_bind, who="register", order=50, icon="archive")
navigation.add("案卷", "cases:volumes", verb="case.read", icon="archive", group="人民调解", order=40)
navigation.add("销毁清册", "cases:destructions", verb="archive.destroy", icon="trash", group="人民调解", order=45)
