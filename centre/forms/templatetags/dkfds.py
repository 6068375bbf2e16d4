"""The pack's tags: icons, error summary, and how one field becomes markup.

`{% load dkfds %}` gives `{% fields form %}`, `{% error_summary form %}`, `{% icon "clock" %}`,
`{% mark %}` and `{% spaceless_text %}`; the filters serve the pack's own templates.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any, Final, NamedTuple

from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.forms.widgets import ChoiceWidget
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.urls import get_urlconf, translate_url
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from centre.forms.base import plain_helper
from centre.forms.icons import DRAWN, MARK
from centre.forms.widgets import DkDateWidget, SlotRadios

register = template.Library()

PACK: Final = "dkfds"


class Problem(NamedTuple):
    """One line of the error summary: where it leads (an element's id, or empty) and its words."""

    target: str
    words: str


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """An icon that says nothing to a screen reader: the words stand beside it.

    Raises KeyError for a name that `centre.forms.icons` does not draw.
    """
    return format_html(DRAWN[name], css_class)


@register.simple_tag
def mark() -> SafeString:
    """Our mark, three stepping stones; decorative, the name stands beside it."""
    return format_html(MARK, "mark")


@register.simple_tag(takes_context=True)
def fields(context: Context, form: Any) -> SafeString:
    """All fields of a form (or formset) as the pack draws them, in the order of its layout."""
    helper = getattr(form, "helper", None)
    if helper is None:
        helper = plain_helper(None if isinstance(form, BaseFormSet) else form)
    if isinstance(form, BaseFormSet) or helper.layout is None:
        framed: SafeString = render_crispy_form(
            form, helper, {"csrf_token": context.get("csrf_token")}
        )
        return framed
    # Our helpers draw the fields and nothing around them: crispy's frame would stay empty.
    drawn: SafeString = helper.render_layout(form, Context({"form": form}), template_pack=PACK)
    return drawn


class Tongue(NamedTuple):
    """The page in another language: code, name in that language, address."""

    code: str
    name: str
    url: str


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> Tongue | None:
    """This page in the language one does not read now; None when it exists in one language only."""
    request = context.get("request")
    return None if request is None else _tongue(request.path, get_language() or "", _addresses())


def _addresses() -> str:
    return str(get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _tongue(here: str, spoken: str, _known: str) -> Tongue | None:
    for code, name in settings.LANGUAGES:
        # Without the query: it belongs to the page one has been through, not to the language.
        url = translate_url(here, code)
        if code != spoken and url != here:
            return Tongue(code, str(name), url)
    return None


@register.inclusion_tag("dkfds/error_summary.html")
def error_summary(*failed: Any) -> dict[str, Any]:
    """The box above the heading, one link per fault; takes forms, formsets and lists of forms."""
    problems: list[Problem] = []
    for form in (one for told in failed for one in (told if isinstance(told, list) else [told])):
        if isinstance(form, BaseFormSet):
            problems += [Problem("", str(words)) for words in form.non_form_errors()]
            problems += [fault for one in form.forms for fault in _problems(one)]
        else:
            problems += _problems(form)
    return {"problems": problems}


def _problems(form: forms.BaseForm) -> list[Problem]:
    visible = [field for field in form if not field.is_hidden]
    first = _first_control(visible[0]) if visible else ""
    found = [Problem(first, str(words)) for words in form.non_field_errors()]
    for field in form:
        target = first if field.is_hidden else _first_control(field)
        found += [Problem(target, str(words)) for words in field.errors]
    return found


def _first_control(field: BoundField) -> str:
    """The id of the element to go to: the first wrong part of a date, the first of many radios."""
    widget = field.field.widget
    if isinstance(widget, forms.MultiWidget):
        names = [part[0] for part in DkDateWidget.parts]
        wrong = wrong_parts(field) & set(names)
        place = min((names.index(name) for name in wrong), default=0)
        return f"{field.auto_id}_{place}"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return next((group.options[0].id for group in groups(field)), f"div_{field.auto_id}")
    return str(widget.attrs.get("id") or field.auto_id)


@register.filter
def wrong_parts(field: BoundField) -> set[str]:
    """The parts of a date its errors are about."""
    faults = field.form.errors.as_data().get(field.name, [])
    return {part for fault in faults for part in (fault.params or {}).get("parts", ())}


@register.filter
def kind(field: BoundField) -> str:
    """Which of the pack's drawings fits a field."""
    widget = field.field.widget
    kinds: Iterable[tuple[str, Any]] = (
        ("date", DkDateWidget),
        ("slots", SlotRadios),
        ("radios", forms.RadioSelect),
        ("checkboxes", forms.CheckboxSelectMultiple),
        ("checkbox", forms.CheckboxInput),
        ("select", forms.Select),
        ("textarea", forms.Textarea),
    )
    if field.is_hidden:
        return "hidden"
    fitting = (name for name, cls in kinds if isinstance(widget, cls))
    return next(fitting, "input")


@register.filter
def optional(field: BoundField) -> bool:
    """Whether the label must say that the answer may be left out."""
    marks = getattr(field.form, "mark_optional", True)
    return marks and not field.field.required and kind(field) != "checkbox"


@register.filter
def limit(field: BoundField) -> int:
    """How many characters a text area takes; 0 when it has no limit."""
    return getattr(field.field, "max_length", None) or 0


CLASSES = {
    "select": "form-select",
    "input": "form-input",
    "textarea": "form-input",
    "checkbox": "form-checkbox",
}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """One input with the pack's class; never `required`, never cut off by `maxlength` (ux A.1)."""
    drawn_as = kind(field)
    own = str(field.field.widget.attrs.get("class", ""))
    field.form.use_required_attribute = False
    attrs: dict[str, Any] = {"class": f"{CLASSES.get(drawn_as, '')} {own}".strip()}
    if drawn_as != "hidden":
        attrs.update(maxlength=False, minlength=False)
    if drawn_as == "textarea" and limit(field):
        described = [field.aria_describedby or "", f"{field.auto_id}_limit"]
        attrs["aria-describedby"] = " ".join(described).strip()
    if type(field.field.widget) is forms.Select:
        return _select(field, attrs)
    return field.as_widget(attrs=attrs)


def _select(field: BoundField, attrs: dict[str, Any]) -> SafeString:
    """A list to choose from, as Django draws it.

    Written here and not by Django's widget templates: a list of colleagues holds two hundred.
    """
    attrs = field.build_widget_attrs({"id": field.auto_id, **attrs})
    widget = field.field.widget.get_context(field.html_name, field.value(), attrs)["widget"]
    drawn = []
    for heading, choices, _place in widget["optgroups"]:
        options = format_html_join("", OPTION, map(_option_of_list, choices))
        drawn.append((format_html(OPTIONS, heading, options) if heading else options,))
    told = flatatt(widget["attrs"])
    inside = format_html_join("", "{}", drawn)
    return format_html('<select name="{}"{}>{}</select>', widget["name"], told, inside)


OPTIONS = '<optgroup label="{}">{}</optgroup>'
OPTION = '<option value="{}"{}>{}</option>'


def _option_of_list(choice: dict[str, Any]) -> tuple[str, str, Any]:
    return str(choice["value"]), " selected" if choice["selected"] else "", choice["label"]


class Option(NamedTuple):
    """One radio or checkbox, ready to draw."""

    id: str
    tag: SafeString
    label: Any
    hint: Any
    css_class: str


class Group(NamedTuple):
    """Options under one heading; the heading is empty when the choices are not grouped."""

    heading: Any
    options: list[Option]


@register.filter
def groups(field: BoundField) -> list[Group]:
    """The options of radios or checkboxes, by group, each with its line of explanation."""
    field.form.use_required_attribute = False
    widget = field.field.widget
    assert isinstance(widget, ChoiceWidget)
    attrs = field.build_widget_attrs(widget.build_attrs(widget.attrs, {"id": field.auto_id}))
    hints = getattr(widget, "hints", {})
    found: list[Group] = []
    values = widget.format_value(field.value())
    for heading, choices, _index in widget.optgroups(field.html_name, values, attrs):
        options = [_option(choice, hints) for choice in choices]
        if heading is None and found and found[-1].heading == "":
            found[-1].options.extend(options)
        else:
            found.append(Group(heading or "", options))
    return found


def _option(choice: dict[str, Any], hints: dict[str, Any]) -> Option:
    # Written here and not by Django's widget templates: a page of free times holds fifty.
    attrs = choice["attrs"]
    shape = "radio" if choice["type"] == "radio" else "checkbox"
    attrs["class"] = f"form-{shape} {attrs.get('class', '')}".strip()
    value = str(choice["value"])
    if hints.get(value):
        attrs["aria-describedby"] = f"{attrs['id']}_hint"
    tag = format_html(
        '<input type="{}" name="{}" value="{}"{}>',
        shape,
        choice["name"],
        value,
        flatatt(attrs),
    )
    css_class = f"form-group-{shape}"
    return Option(attrs.get("id", ""), tag, choice["label"], hints.get(value, ""), css_class)


@register.simple_tag
def slot_days(field: BoundField) -> SafeString:
    """Free times as radios by day, each read with its day: "tirsdag den 1. december kl. 9.00".

    Written here and not in a template: a page holds up to two hundred of them. Each word is
    escaped as it is put in, which Django's own way would do anew for what stands in all of them.
    """
    widget = field.field.widget
    assert isinstance(widget, ChoiceWidget)
    chosen = {str(value) for value in widget.format_value(field.value())}
    told = flatatt(field.build_widget_attrs({**widget.attrs, "class": "form-radio"}))
    name, place = escape(field.html_name), escape(field.auto_id)
    days = []
    for day, (heading, times) in enumerate(widget.choices):
        said = escape(str(heading))
        radios = [
            SLOT.format(
                *(name, escape(str(value)), told, f"{place}_{day}_{number}"),
                *(_checked(value, chosen), said, escape(str(words))),
            )
            for number, (value, words) in enumerate(times)
        ]
        days.append(SLOT_DAY.format(place, day + 1, said, "\n".join(radios)))
    return SafeString("\n".join(days))  # nosec B703


SLOT_DAY = """<div class="slot-day">
<h2 class="slot-date" id="{}_day_{}">{}</h2>
<div class="slot-times">
{}
</div>
</div>"""
SLOT = """<div class="form-group-radio slot-time">
<input type="radio" name="{0}" value="{1}"{2} id="{3}"{4}>
<label for="{3}"><span class="sr-only">{5} </span>{6}</label>
</div>"""


def _checked(value: Any, chosen: set[str]) -> str:
    return " checked" if str(value) in chosen else ""


class DatePart(NamedTuple):
    """One of the three inputs of a date."""

    id: str
    tag: SafeString
    label: Any
    css_class: str


@register.filter
def date_parts(field: BoundField) -> list[DatePart]:
    """Day, month and year with their labels; only the wrong ones are marked as wrong."""
    field.form.use_required_attribute = False
    wrong = wrong_parts(field)
    found = []
    for part, (name, label, css_class, _complete) in zip(
        _date_widgets(field), DkDateWidget.parts, strict=True
    ):
        attrs = part["attrs"]
        if name in wrong or (field.errors and not wrong):
            attrs["aria-invalid"] = "true"
        else:
            attrs.pop("aria-invalid", None)
        found.append(DatePart(attrs["id"], _input(part), label, css_class))
    return found


def _date_widgets(field: BoundField) -> list[dict[str, Any]]:
    widget = field.field.widget
    attrs = field.build_widget_attrs({"id": field.auto_id})
    context = widget.get_context(field.html_name, field.value(), attrs)
    parts: list[dict[str, Any]] = context["widget"]["subwidgets"]
    return parts


def _input(part: dict[str, Any]) -> SafeString:
    return forms.TextInput().render(part["name"], part["value"], part["attrs"])


@register.tag
def spaceless_text(parser: Parser, _token: Token) -> Node:
    """Text on one line: runs of spaces and line breaks become one space."""
    inside = parser.parse(("endspaceless_text",))
    parser.delete_first_token()
    return _OneLine(inside)


class _OneLine(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        # Escaped already by the nodes inside; what a node renders is not escaped again.
        return " ".join(self.nodelist.render(context).split())
