from django.urls import path

from cases.committees import views
from governance.pages import navigation

urlpatterns = [
    path("committees/", views.committees, name="committees"),
    path("committees/add/", views.enter, name="enter_committee"),
    path("committees/<int:pk>/", views.committee, name="committee"),
    path("committees/<int:pk>/particulars/", views.particulars, name="committee_particulars"),
    path("committees/<int:pk>/change/", views.change, name="change_committee"),
]
navigation.add("调委会", "cases:committees", verb="case.view", icon="bank", group="人民调解", order=90)
