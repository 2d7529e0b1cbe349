"""Form fields and form errors that every page shares."""

import pytest
from django import forms
from django.template.loader import render_to_string

from governance.areas.codes import COMMITTEE
from governance.errors import Invalid, WrongState
from governance.pages.fields import PlaceField
from governance.pages.forms import PageForm, add_refusal
from tests.factories import JIADING, TIANPING_FIRST, XINCHENGLU, YINGYUAN


class Form(PageForm):
    name = forms.CharField(label="姓名", help_text="与证件一致")
    on = forms.DateField(label="日期", required=False)
    area = PlaceField(label="社区", level=COMMITTEE, within=JIADING, required=False)


def test_a_chosen_place_comes_as_the_place_itself(places):
    form = Form({"name": "林晓", "area": YINGYUAN})

    assert form.is_valid()
    assert form.cleaned_data["area"] == places[YINGYUAN]


def test_without_script_a_typed_code_counts(places):
    form = Form({"name": "林晓", "area": "", "area_text": YINGYUAN})

    assert form.is_valid()
    assert form.cleaned_data["area"].pk == YINGYUAN


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("310114001999", "没有这个区域，请从提示中选择，或填写 12 位代码。"),
        ("迎园", "没有这个区域，请从提示中选择，或填写 12 位代码。"),
        ("３１０１１４００１００１", "没有这个区域，请从提示中选择，或填写 12 位代码。"),
        (XINCHENGLU, "这里要选择村级区域。"),
        (TIANPING_FIRST, "请选择本辖区内的区域。"),
    ],
)
def test_a_place_that_does_not_fit_is_refused(places, code, sentence):
    form = Form({"name": "林晓", "area": code})

    assert form.errors == {"area": [sentence]}


@pytest.mark.parametrize("name", ["长" * 10_000, "林\x00晓", "\u3000\u3000"])
def test_a_name_that_cannot_be_one_is_refused_at_its_field(name):
    assert list(Form({"name": name}).errors) == ["name"]


@pytest.mark.parametrize("name", ["𠮷田", "㐂子", "阿依古丽·买买提", "🙂"])
def test_rare_characters_are_kept_as_typed(name):
    form = Form({"name": f"\u3000{name} "})

    assert form.is_valid()
    assert form.cleaned_data["name"] == name


def test_a_refusal_is_shown_at_the_field_it_speaks_of():
    form = Form({"name": "林晓"})

    add_refusal(form, Invalid("日期早于今天。", field="on"))
    add_refusal(form, WrongState("任职已经结束。"))

    assert form.errors == {"on": ["日期早于今天。"], "__all__": ["任职已经结束。"]}


def test_a_wrong_form_keeps_what_was_typed_and_leads_to_each_field(db):
    form = Form({"name": "", "on": "2026-02-30"})

    page = render_to_string("components/form.html", {"form": form, "csrf_token": "t", "submit": "登记", "version": 7})

    assert 'value="2026-02-30"' in page
    assert '<a href="#id_on">日期：输入一个有效的日期。</a>' in page
    assert 'id="id_name_error"' in page
    assert '<input type="hidden" name="version" value="7">' in page


def test_each_rendering_of_a_form_is_a_submission_of_its_own(db):
    pages = {render_to_string("components/form.html", {"form": Form(), "csrf_token": "t"}) for _ in range(2)}

    assert len(pages) == 2


@pytest.mark.parametrize("typed", ["2026-03-01", "2026/3/1", "2026年3月1日", "20260301"])
def test_a_date_is_read_however_an_office_writes_it(typed):
    form = Form({"name": "林晓", "on": typed})

    assert form.is_valid()
    assert form.cleaned_data["on"].isoformat() == "2026-03-01"


def test_a_selection_reads_as_djangos_own_but_for_the_empty_choice():
    class Marked(forms.Select):
        def create_option(self, name, value, *rest, **more):
            option = super().create_option(name, value, *rest, **more)
            option["attrs"] |= {"data-n": 7, "disabled": value == 2, "hidden": False}
            return option

    choices = [("", "---------"), (1, "一 <甲>"), ("两种", [(2, "二"), ('"3"', "三")]), (1000, "一千")]
    for widget in (Marked(choices=choices), forms.Select(choices=choices), forms.SelectMultiple(choices=choices)):
        ours, djangos = (
            widget.render("type", ["2", '"3"'], {"id": "t"}, renderer)
            for renderer in (forms.renderers.TemplatesSetting(), forms.renderers.DjangoTemplates())
        )
        assert ours.split() == djangos.replace("---------", "请选择").split()
