from django.urls import path, register_converter
from django.urls.converters import StringConverter

from governance.areas import finding as _finding  # noqa: F401 - declares places to the search box
from governance.areas import views
from governance.areas.loads import views as loads
from governance.pages import navigation


class CodeConverter(StringConverter):
    regex = "[0-9]{12}"


register_converter(CodeConverter, "code")

app_name = "areas"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("suggest/", views.suggest, name="suggest"),
    path("loads/", loads.loads, name="loads"),
    path("loads/new/", loads.bring, name="bring"),
    path("loads/<int:pk>/", loads.load, name="load"),
    path("loads/<int:pk>/compare/", loads.compare, name="load_compare"),
    path("loads/<int:pk>/apply/", loads.apply, name="load_apply"),
    path("loads/<int:pk>/discard/", loads.discard, name="load_discard"),
    path("<code:code>/", views.place, name="place"),
]

navigation.add("区域", "areas:tree", icon="geo-alt", group="辖区", order=10)
navigation.add("区划代码载入", "areas:loads", verb="place.load", icon="upload", group="数据与规则", order=90)
