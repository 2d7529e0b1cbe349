from django.urls import path

from governance.pages import navigation
from governance.people.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("open/", views.open_account, name="open_account"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/deactivate/", views.deactivate, name="deactivate"),
    path("<int:pk>/reactivate/", views.reactivate, name="reactivate"),
    path("<int:pk>/reset-password/", views.reset_password, name="reset_password"),
    path("<int:pk>/reset-second-factor/", views.reset_second_factor, name="reset_second_factor"),
    path("<int:pk>/unlock/", views.unlock, name="unlock"),
]
navigation.add("账号", "accounts:accounts", verb="account.view", icon="person-vcard", group="任职与权限", order=20)
