from django.urls import path

from governance.files import views

app_name = "files"
urlpatterns = [path("<int:pk>/", views.download, name="download")]
