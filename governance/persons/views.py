"""Pages of persons: list, one person, registering and changing. Full numbers come in by POST and never go out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach
from governance.audit.history import history_of
from governance.errors import Invalid, RuleError
from governance.identifiers.documents import DocumentKind, parse_document
from governance.lookup.holders import Holder
from governance.pages.acting import FormPage, act_or_show, find_or_refuse
from governance.pages.acts import Act
from governance.pages.forms import typed_version
from governance.pages.listing import Column, list_page
from governance.pages.matters import has_matters, matters_of
from governance.persons import actions
from governance.persons.filters import PersonFilter
from governance.persons.forms import ChangeForm, EndIdentifierForm, IdentifierForm, PhoneForm, RegisterForm, ToldFields
from governance.persons.models import Person, PersonIdentifier, Phone
from governance.persons.permissions import can_change, can_reveal

COLUMNS = [
    Column("name", "姓名", sort="pinyin"),
    Column("sex", "性别", sort="sex"),
    Column("birth_year", "出生年份", sort="birth_year"),
    Column("document", "证件"),
    Column("phone", "电话"),
    Column("area", "登记区域", sort="area_id"),
    Column("registered_at", "登记时间", sort="registered_at"),
]

PERSONS = ("人员", "persons:persons")
NONE = 0  # no row has this version: a form that does not say what it was filled in on is stale
KNOWN = "governance/persons/_known.html"
ENTRY_FORM = {"template": "governance/persons/entry_form.html", "more": {"known_template": KNOWN}}


@reach.holding("person.view")
@require_GET
def persons(request):
    rows = Person.objects.visible_to(request.user).for_list()
    listing = list_page(request, rows, PersonFilter, COLUMNS, sort="-registered_at")
    context = {"listing": listing, "may_register": bool(request.user.scope("person.register"))}
    return render(request, "governance/persons/persons.html", context, status=listing.status)


@reach.within("governance.Person")
@require_GET
def person(request, pk):
    return _person_page(request, pk, "identifiers", lambda found: {"identifiers": list(found.identifiers.all())})


@reach.within("governance.Person")
@require_GET
def phones(request, pk):
    return _person_page(request, pk, "phones", lambda found: {"phones": list(found.phones.all())})


@reach.within("governance.Person")
@require_GET
def matters(request, pk):
    """What the wings have on record of the person, as far as the reader sees it."""
    return _person_page(
        request, pk, "matters", lambda found: {"matters": matters_of(Holder(found.name, person=found.pk), request.user)}
    )


@reach.within("governance.Person")
@require_GET
def history(request, pk):
    return _person_page(request, pk, "history", lambda found: {"events": history_of(found, actor=request.user)})


@reach.holding("person.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request):
    form = RegisterForm(request.POST or None, initial={"area": request.place})
    note = "先填证件号码，性别和出生日期会自动填好。"
    page = registering("登记人员", PERSONS, note=note, template="governance/persons/register.html")
    return act_or_show(request, form, lambda _: _register(request, form), page)


@reach.holding("person.register")
@sensitive_post_parameters()
@require_POST
def told(request):
    """The #told section of the registration form: sex and birth as the number tells them, or what is wrong with it."""
    kind, number = request.POST.get("kind", ""), request.POST.get("number", "")
    context = {"form": ToldFields(initial={"sex": request.POST.get("sex", "")})}
    if number.strip() and kind in DocumentKind.values:
        try:
            document = parse_document(kind, number, today=timezone.localdate())
        except Invalid as refusal:
            context["wrong"] = refusal.message
        else:
            context["told_by"] = document if document.born_on else None
            if document.born_on:
                context["form"] = ToldFields(initial={"sex": document.sex, "birth_on": document.born_on})
    return render(request, "governance/persons/_told.html", context)


@reach.within("governance.Person", "person.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change(request, pk):
    found, on = _found_to_change(request, pk), timezone.localdate()
    form = ChangeForm(request.POST or None, initial=_initial(found), person=found, on=on)
    page = changing(found, "修改登记", PERSONS, submit="保存", unshown=frozenset({"birth_on"}))

    def act(version):
        values = _change_values(form, found)
        return actions.change_person(found, by=request.user, on=on, version=version or NONE, **values)

    return act_or_show(request, form, act, page)


@reach.within("governance.Person", "person.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add_identifier(request, pk):
    found = _found_to_change(request, pk)
    form = IdentifierForm(request.POST or None)

    def act(version):
        actions.add_identifier(
            found, by=request.user, on=timezone.localdate(), version=version or NONE, **form.cleaned_data
        )
        return found

    return act_or_show(request, form, act, changing(found, "登记证件", PERSONS, done="证件已登记。"))


@reach.within("governance.PersonIdentifier", "person.register")
@require_http_methods(["GET", "POST"])
def end_identifier(request, pk):
    identifier = find_or_refuse(_identifiers(), request.user, "person.register", pk=pk)
    form = EndIdentifierForm(request.POST or None)
    title = f"停用{identifier.get_kind_display()}"
    page = changing(identifier.person, title, PERSONS, note=str(identifier), done="证件已停用。")

    def act(version):
        on = timezone.localdate()
        actions.end_identifier(identifier, by=request.user, on=on, version=version or NONE, **form.cleaned_data)
        return identifier.person

    return act_or_show(request, form, act, page)


@reach.within("governance.Person", "person.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add_phone(request, pk):
    return phone_form(request, _found_to_change(request, pk), PERSONS)


def phone_form(request, owner, above):
    """The form that adds a phone to a person or an organisation."""
    form = PhoneForm(request.POST or None)

    def act(version):
        actions.add_phone(owner, by=request.user, version=version or NONE, **form.cleaned_data)
        return owner.phones_url

    return act_or_show(request, form, act, changing(owner, "登记电话", above, done="电话已登记。"))


@reach.within("governance.Phone", "person.register")
@require_POST
def end_phone(request, pk):
    found = Phone.objects.visible_to(request.user).select_related("person", "organisation")
    phone = get_object_or_404(found, pk=pk)
    if not can_change(request.user, phone.owner):
        raise PermissionDenied
    try:
        actions.end_phone(phone, by=request.user, on=timezone.localdate(), version=typed_version(request) or NONE)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "电话已停用。")
    return redirect(phone.owner.phones_url)


def registering(title, above, **more):
    """The page that registers a person or an organisation; `above`: label and route of the list."""
    label, url = above[0], reverse(above[1])
    return FormPage(title, "登记", url, ((label, url),), **{**ENTRY_FORM, "done": "已登记。", **more})


def changing(owner, title, above, *, submit="", note="", **more):
    """The page of one act on a person or an organisation."""
    url = owner.get_absolute_url()
    trail = ((above[0], reverse(above[1])), (owner.name, url))
    values = {**ENTRY_FORM, "note": note or owner.name, "version": owner.version, **more}
    return FormPage(title, submit or title, url, trail, **values)


def _identifiers():
    return PersonIdentifier.objects.select_related("person")


def _found_to_change(request, pk):
    rows = Person.objects.select_related("area", "address_area")
    return find_or_refuse(rows, request.user, "person.register", pk=pk)


def _person_page(request, pk, tab, content):
    rows = Person.objects.visible_to(request.user).select_related("area", "address_area", "same_as")
    found = get_object_or_404(rows, pk=pk)
    may_change = can_change(request.user, found)
    context = {
        "person": found,
        "tab": tab,
        "tabs": [
            ("证件", found.get_absolute_url(), tab == "identifiers"),
            ("电话", found.phones_url, tab == "phones"),
            *([("事项", found.matters_url, tab == "matters")] if has_matters(request.user) else []),
            ("历史", found.history_url, tab == "history"),
        ],
        "acts": [Act("修改登记", found.change_url, icon="pencil")] if may_change else [],
        "may_change": may_change,
        "may_reveal": can_reveal(request.user, found.area_id),
        "kept": Person.objects.visible_to(request.user).filter(pk=found.same_as_id).first(),
        "merged": list(Person.objects.visible_to(request.user).filter(same_as=found).select_related("area")),
        **content(found),
    }
    return render(request, "governance/persons/person.html", context)


def _register(request, form):
    return actions.register_person(by=request.user, on=timezone.localdate(), **_registration(form))


def _registration(form):
    values = dict(form.cleaned_data)
    area, address_area = values.pop("area"), values.pop("address_area")
    kind, number = values.pop("kind"), values.pop("number")
    return {
        **values,
        "document_kind": kind,
        "document_number": number,
        "area": area.pk,
        "address_area": address_area.pk if address_area else "",
    }


def _initial(found):
    fields = ("name", "sex", "ethnicity", "area", "address_area", "address", "note")
    return {field: getattr(found, field) for field in fields}


def _change_values(form, found):
    values = dict(form.cleaned_data)
    area, address_area = values.pop("area"), values.pop("address_area")
    return {
        **values,
        "sex": values.get("sex", found.sex),
        "birth_on": values.get("birth_on") or found.birth_on,
        "area": area.pk,
        "address_area": address_area.pk if address_area else "",
    }
