from django import forms

from governance.areas.loads import PLACE_LIST
from governance.files.purposes import MB
from governance.pages.forms import PageForm


class BringForm(PageForm):
    """A list, the day from which it holds, and where it is to be compared."""

    file = forms.FileField(
        label="区划代码文件",
        help_text=f"CSV 或 xz 压缩的 CSV，两列：code（12 位代码）、name（名称），不超过 {PLACE_LIST.limit // MB} MB。",
        max_length=160,
        error_messages={"empty": "文件是空的。"},
    )
    effective_on = forms.DateField(
        label="生效日",
        help_text="新增自这一天起启用，文件中没有的自这一天起停用；通常是发布机关的截止日期，如 2024-10-31。",
    )
    area = forms.ChoiceField(label="比对范围", help_text="只比对这个区域内的代码，文件中的其他区域不使用。")

    def __init__(self, data=None, files=None, *, places):
        super().__init__(data, files)
        self.fields["area"].choices = [(place.pk, f"{place.name}（{place.pk}）") for place in places]
