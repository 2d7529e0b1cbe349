from django import forms

from governance.access.roles import ROLES
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm

SHARED_ROLES = [(role.code, role.label) for role in ROLES.values() if not role.for_clients]


class FilterForm(PageForm):
    name = forms.CharField(label="名称", max_length=40)
    area = PlaceField(
        label="与谁共享",
        required=False,
        help_text="不选就只有自己能用。共享的只是条件：每个人看到的仍是自己有权查看的记录。",
    )
    role = forms.ChoiceField(label="限于角色", required=False, choices=[("", "全部角色"), *SHARED_ROLES])
