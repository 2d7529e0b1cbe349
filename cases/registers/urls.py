from django.urls import path

from cases.registers import sections, views  # noqa: F401 - declares what the page of a case gathers
from governance.pages import navigation

urlpatterns = [
    path("registers/", views.registers, name="registers"),
    path("registers/template/", views.register_template, name="register_template"),
    path("registers/bring/", views.bring_register, name="bring_register"),
    path("registers/<int:pk>/", views.register_batch, name="register_batch"),
    path("registers/<int:pk>/progress/", views.register_progress, name="register_progress"),
    path("registers/<int:pk>/confirm/", views.confirm_register, name="confirm_register"),
    path("registers/<int:pk>/resume/", views.resume_register, name="resume_register"),
    path("registers/<int:pk>/discard/", views.discard_register, name="discard_register"),
    path("registers/<int:pk>/correct/", views.correct_register, name="correct_register"),
    path("registers/<int:pk>/undo/", views.undo_register, name="undo_register"),
]

navigation.add("旧登记簿导入", "cases:registers", verb="register.view", icon="upload", group="人民调解", order=50)
