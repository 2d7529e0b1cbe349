from django.urls import path

from cases.docket.page import deed
from cases.reminding import views
from cases.reminding.actions import UNHELD

urlpatterns = [path("<int:pk>/remind/", views.remind, name="remind")]

deed("催办", "cases:remind", when=lambda case: case.procedure not in UNHELD, who="remind", order=95, icon="bell")
