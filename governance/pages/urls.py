from django.urls import path

from governance.pages import gallery, navigation, views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search_page, name="search"),
    path("place/", views.switch_place, name="switch_place"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/reveal/", gallery.reveal, name="gallery_reveal"),
    path("gallery/progress/", gallery.progress, name="gallery_progress"),
    path("gallery/upload/", gallery.upload, name="gallery_upload"),
]
navigation.add("工作台", "pages:home", icon="house-door", order=0)
