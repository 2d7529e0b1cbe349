"""Pages of persons: list, one person, registering and changing. Full numbers come in by POST and never go out."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access import reach
from governance.api.idempotency import once
from governance.audit.history import history_of
from governance.duplicates.actions import AlreadyKnown
from governance.errors import Invalid, NotPermitted, RuleError, Stale
from governance.identifiers.documents import DocumentKind, parse_document
from governance.pages.acts import Act
from governance.pages.forms import add_refusal
from governance.pages.listing import Column, list_page
from governance.persons import actions
from governance.persons.filters import PersonFilter
from governance.persons.forms import ChangeForm, EndIdentifierForm, IdentifierForm, PhoneForm, RegisterForm, ToldFields
from governance.persons.models import Person, PersonIdentifier, Phone
from governance.persons.permissions import can_change_person, can_change_phones, can_reveal

COLUMNS = [
    Column("name", "姓名", sort="pinyin"),
    Column("sex", "性别", sort="sex"),
    Column("birth_year", "出生年份", sort="birth_year"),
    Column("document", "证件"),
    Column("phone", "电话"),
    Column("area", "登记区域", sort="area_id"),
    Column("registered_at", "登记时间", sort="registered_at"),
]


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
def history(request, pk):
    return _person_page(request, pk, "history", lambda found: {"events": history_of(found, actor=request.user)})


@reach.holding("person.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def register(request):
    form = RegisterForm(request.POST or None, initial={"area": request.place})
    known, status = [], 200
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                return redirect(once(request, lambda: _register(request, form)))
        except AlreadyKnown as refusal:
            known, status = refusal.known, refusal.status
            form.add_error(None, refusal.message)
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    return render(request, "governance/persons/register.html", {"form": form, "known": known}, status=status)


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
    found, on = _found(request, pk), timezone.localdate()
    _require(can_change_person(request.user, found))
    form = ChangeForm(request.POST or None, initial=_initial(found), person=found, on=on)
    context = {"person": found, "form": form, "version": found.version}
    status = 200
    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                return redirect(once(request, lambda: _change(request, found, form)))
        except Stale as refusal:
            status = refusal.status
            context |= {"version": refusal.current.version, "conflict": _conflict(form, refusal.current)}
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    return render(request, "governance/persons/change.html", context, status=status)


@reach.within("governance.Person", "person.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add_identifier(request, pk):
    found = _found(request, pk)
    _require(can_change_person(request.user, found))
    form = IdentifierForm(request.POST or None)

    def save(**values):
        return actions.add_identifier(found, by=request.user, on=timezone.localdate(), **values)

    return small_form(request, found, form, save, title="登记证件", told="证件已登记。", back="persons:person")


@reach.within("governance.PersonIdentifier", "person.register")
@require_http_methods(["GET", "POST"])
def end_identifier(request, pk):
    identifier = get_object_or_404(PersonIdentifier.objects.visible_to(request.user).select_related("person"), pk=pk)
    _require(can_change_person(request.user, identifier.person))
    form = EndIdentifierForm(request.POST or None)

    def save(**values):
        return actions.end_identifier(identifier, by=request.user, on=timezone.localdate(), **values)

    title = f"停用{identifier.get_kind_display()}"
    return small_form(
        request,
        identifier.person,
        form,
        save,
        title=title,
        note=str(identifier),
        told="证件已停用。",
        back="persons:person",
    )


@reach.within("governance.Person", "person.register")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def add_phone(request, pk):
    found = _found(request, pk)
    _require(can_change_person(request.user, found))
    form = PhoneForm(request.POST or None)

    def save(**values):
        return actions.add_phone(found, by=request.user, **values)

    return small_form(request, found, form, save, title="登记电话", told="电话已登记。", back="persons:phones")


@reach.within("governance.Phone", "person.register")
@require_POST
def end_phone(request, pk):
    found = Phone.objects.visible_to(request.user).select_related("person", "organisation")
    phone = get_object_or_404(found, pk=pk)
    _require(can_change_phones(request.user, phone.owner))
    try:
        actions.end_phone(phone, by=request.user, on=timezone.localdate(), version=typed_version(request))
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "电话已停用。")
    return redirect(phone.owner.phones_url)


def typed_version(request) -> int | None:
    """The version that the form was filled on; 0, which no row has, when it is missing or no number."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _found(request, pk):
    return get_object_or_404(Person.objects.visible_to(request.user).select_related("area", "address_area"), pk=pk)


def _require(allowed):
    if not allowed:
        raise NotPermitted("您能看到这条登记，但不能修改。")


def _person_page(request, pk, tab, content):
    rows = Person.objects.visible_to(request.user).select_related("area", "address_area", "same_as")
    found = get_object_or_404(rows, pk=pk)
    may_change = can_change_person(request.user, found)
    context = {
        "person": found,
        "tab": tab,
        "tabs": [
            ("证件", found.get_absolute_url(), tab == "identifiers"),
            ("电话", found.phones_url, tab == "phones"),
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


def small_form(request, owner, form, save, *, title, told, back, note=""):
    """A form of one act on a person or organisation: done and back, or shown again with what is wrong."""
    status, known, version = 200, [], owner.version

    def act():
        save(version=typed_version(request), **form.cleaned_data)
        messages.success(request, told)
        return reverse(back, args=[owner.pk])

    if form.is_bound:
        status = 422
        try:
            if form.is_valid():
                return redirect(once(request, act))
        except AlreadyKnown as refusal:
            known, status = refusal.known, refusal.status
            form.add_error(None, refusal.message)
        except Stale as refusal:
            version, status = refusal.current.version, refusal.status
            form.add_error(None, f"{refusal.message}再次提交即在最新内容上办理。")
        except RuleError as refusal:
            status = refusal.status
            add_refusal(form, refusal)
    context = {"owner": owner, "form": form, "title": title, "note": note, "known": known, "version": version}
    return render(request, "governance/persons/small_form.html", context, status=status)


def _register(request, form):
    person = actions.register_person(by=request.user, on=timezone.localdate(), **_registration(form))
    messages.success(request, f"已登记{person.name}。")
    return person.get_absolute_url()


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
    fields = ("name", "sex", "area", "address_area", "address", "note")
    return {field: getattr(found, field) for field in fields}


def _change(request, found, form):
    version, values = typed_version(request), _change_values(form, found)
    actions.change_person(found, by=request.user, on=timezone.localdate(), version=version, **values)
    messages.success(request, "已保存。")
    return found.get_absolute_url()


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


def _conflict(form, current):
    """What was typed beside what is now, field by field; a date of birth only as changed or not."""
    now = _initial(current)
    rows = []
    for name in form.fields:
        yours = form.cleaned_data[name]
        theirs = now.get(name) if name != "birth_on" else None
        if name == "birth_on" and yours is None:
            continue
        shown = [
            dict(form.fields[name].choices).get(value, value) if name == "sex" else value for value in (yours, theirs)
        ]
        rows.append((form.fields[name].label, shown[0], shown[1], (yours or "") != (theirs or "")))
    return rows
