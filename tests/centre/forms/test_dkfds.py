"""How fields become markup: names, descriptions and errors reach everybody."""

from typing import Any, TypeAlias

import pytest
from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.template import Context, Template

from centre.forms.base import DkForm
from centre.forms.fields import CprField, DkDateField, DkTimeField, NameField, PhoneField
from centre.forms.layout import Affixed, Inline, Question
from centre.forms.widgets import Checkboxes, Radios, SlotRadios
from tests.centre.forms.markup import Element, Page

SLOTS = [
    ("tirsdag den 1. december 2026", [("1", "kl. 9.00"), ("2", "kl. 10.00")]),
    ("onsdag den 2. december 2026", [("3", "kl. 9.00")]),
]


class Every(DkForm):
    who = NameField(label="Name", help_text="What we may call you")
    phone = PhoneField(label="Phone", required=False)
    mail = forms.EmailField(label="E-mail")
    note = forms.CharField(label="Note", max_length=300, widget=forms.Textarea, help_text="No CPR")
    unit = forms.ChoiceField(label="Unit", choices=[("n", "North"), ("s", "South")])
    about = forms.ChoiceField(
        label="About",
        choices=[("me", "Myself"), ("no", "Rather not say")],
        widget=Radios(hints={"me": "Yes, you"}),
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        choices=[("a", "Alcohol"), ("d", "Drugs")],
        widget=Checkboxes,
        help_text="One or more",
    )
    anonymous = forms.BooleanField(label="Anonymous", help_text="Nothing is kept")
    on = DkDateField(label="Received", help_text="For example 24 11 2026")
    at = DkTimeField(label="Clock")
    cpr = CprField(label="CPR number")
    amount = forms.IntegerField(label="Amount")
    slot = forms.ChoiceField(label="Time", choices=SLOTS, widget=SlotRadios)
    key = forms.CharField(widget=forms.HiddenInput)
    layout = Layout(
        Question("who"), Row("phone", "mail"), Fieldset("More", "note", "unit"), "about", Inline("topics"),
        "anonymous", "on", "at", "cpr", Affixed("amount", after="kr."), "slot",
    )  # fmt: skip


FILLED = {
    "who": "Ó <b>Brien</b>", "phone": "12 34", "mail": "a@b.dk", "note": "x", "unit": "s", "about": "no",
    "topics": ["a"], "anonymous": "on", "on_day": "1", "on_month": "13", "on_year": "2026", "at": "8.30",
    "cpr": "0505209996", "amount": "5", "slot": "3", "key": "k",
}  # fmt: skip
Drawn: TypeAlias = "forms.BaseForm | forms.BaseFormSet[Any]"
VISIBLE = [name for name in Every.base_fields if name != "key"]


def draw(form: Drawn) -> Page:
    page = Page(Template("{% load dkfds %}{% fields form %}").render(Context({"form": form})))
    assert "UNDEFINED" not in page.markup
    return page


def summary(form: Drawn) -> Page:
    return Page(
        Template("{% load dkfds %}{% error_summary form %}").render(Context({"form": form}))
    )


def controls(page: Page) -> list[Element]:
    found = [one for one in page.elements if one.name in ("input", "select", "textarea")]
    return [one for one in found if one.attrs.get("type") != "hidden"]


@pytest.fixture(params=["empty", "filled", "wrong"])
def page(request: pytest.FixtureRequest) -> Page:
    data = {"empty": None, "filled": FILLED, "wrong": {}}[request.param]
    return draw(Every(data))


def test_every_control_has_a_label(page: Page) -> None:
    for control in controls(page):
        assert page.one("label", for_=control.attrs["id"]).text


def test_no_control_is_required_or_cut_off_by_the_browser(page: Page) -> None:
    for control in controls(page):
        assert not {"required", "maxlength", "minlength", "pattern"} & set(control.attrs)


def test_ids_are_unique_and_descriptions_exist(page: Page) -> None:
    ids = [one.attrs["id"] for one in page.elements if "id" in one.attrs]
    assert len(ids) == len(set(ids))
    for one in page.elements:
        for ident in one.attrs.get("aria-describedby", "").split():
            assert ident in ids


def test_groups_have_a_legend_and_hints_describe_them(page: Page) -> None:
    for name, words in (
        ("about", "About"),
        ("topics", "Topics"),
        ("on", "Received"),
        ("slot", "Time"),
    ):
        group = page.by_id(f"div_id_{name}")
        fieldset = next(one for one in page.all("fieldset") if one.parent is group)
        legend = next(one for one in page.all("legend") if one.parent is fieldset)
        assert legend.text.startswith(words)
    assert "For example 24 11 2026" in page.described(
        next(one for one in page.all("fieldset") if one.parent is page.by_id("div_id_on"))
    )


def test_every_fault_is_at_its_field_in_the_description_and_in_the_summary() -> None:
    form = Every({})
    page, box = draw(form), summary(form)
    links = [(one.attrs["href"], one.text) for one in box.all("a")]
    for name in VISIBLE:
        if name == "phone":
            continue
        words = str(form.errors[name][0])
        message = page.by_id(f"id_{name}_error")
        assert message.text == f"Error: {words}"
        assert "form-error" in page.by_id(f"div_id_{name}").classes
        (target,) = [
            href for href, text in links if href.startswith(f"#id_{name}") and text == words
        ]
        goal = page.by_id(target.removeprefix("#"))
        assert goal.name in ("input", "select", "textarea")
        group = goal.inside("fieldset")
        assert words in page.described(goal) + (page.described(group) if group else "")


def test_the_summary_takes_focus_without_scripts() -> None:
    box = summary(Every({})).by_id("error-summary")
    assert box.attrs["tabindex"] == "-1"
    assert "autofocus" in box.attrs
    assert box.text.startswith("There is a problem")


def test_a_fault_of_the_whole_form_leads_to_its_first_field() -> None:
    class Together(DkForm):
        phone = PhoneField(label="Phone", required=False)

        def clean(self) -> None:
            raise forms.ValidationError("Give us one way to reach you")

    link = summary(Together({})).one("a")
    assert (link.attrs["href"], link.text) == ("#id_phone", "Give us one way to reach you")


@pytest.mark.threat("T18")
def test_what_was_typed_is_shown_back_as_typed_and_as_text() -> None:
    page = draw(Every(FILLED))
    assert page.by_id("id_who").attrs["value"] == "Ó <b>Brien</b>"
    assert "<b>" not in page.markup.replace("&lt;b&gt;", "")
    assert page.by_id("id_phone").attrs["value"] == "12 34"
    assert [page.by_id(f"id_on_{part}").attrs["value"] for part in (0, 1, 2)] == ["1", "13", "2026"]
    assert "checked" in page.by_id("id_about_1").attrs
    assert "checked" not in page.by_id("id_about_0").attrs
    assert "checked" in page.by_id("id_topics_0").attrs
    assert "checked" in page.by_id("id_slot_1_0").attrs


def test_only_the_wrong_part_of_a_date_is_marked_and_gets_the_link() -> None:
    form = Every(FILLED)
    page = draw(form)
    marked = [part for part in (0, 1, 2) if "aria-invalid" in page.by_id(f"id_on_{part}").attrs]
    assert marked == [1]
    assert "#id_on_1" in [link.attrs["href"] for link in summary(form).all("a")]


def test_a_question_is_the_heading_of_its_page() -> None:
    page = draw(Every())
    label = page.one("label", for_="id_who")
    assert label.parent is page.one("h1")

    class One(DkForm):
        about = forms.ChoiceField(label="Who is this about?", choices=[("m", "Me")], widget=Radios)
        layout = Layout(Question("about"))

    heading = draw(One()).one("h1")
    assert heading.parent is not None
    assert (heading.parent.name, heading.text) == ("legend", "Who is this about?")


def test_a_free_time_is_read_with_its_day() -> None:
    page = draw(Every())
    assert page.one("label", for_="id_slot_0_1").text == "tirsdag den 1. december 2026 kl. 10.00"
    assert [one.text for one in page.all(css_class="slot-date")] == [day for day, _ in SLOTS]


def test_answers_that_may_be_left_out_say_so_and_others_do_not() -> None:
    page = draw(Every())
    said = {one.attrs["for"] for one in page.all("label") if "(optional)" in one.text}
    assert said == {"id_phone"}


def test_a_limit_is_told_before_typing_and_described() -> None:
    page = draw(Every())
    assert page.described(page.by_id("id_note")) == "No CPR You can write up to 300 characters"


def test_the_line_under_a_radio_describes_it() -> None:
    page = draw(Every())
    assert page.described(page.by_id("id_about_0")) == "Yes, you"
    assert "aria-describedby" not in page.by_id("id_about_1").attrs


def test_fields_say_what_they_are_for() -> None:
    page = draw(Every())
    assert page.by_id("id_phone").attrs["type"] == "tel"
    assert page.by_id("id_phone").attrs["autocomplete"] == "tel"
    assert page.by_id("id_who").attrs["autocomplete"] == "name"
    assert page.by_id("id_cpr").attrs["autocomplete"] == "off"
    assert page.by_id("id_on_0").attrs["inputmode"] == "numeric"
    assert page.one("input", type="hidden").attrs["name"] == "key"


def test_a_word_after_a_field_is_not_part_of_its_name() -> None:
    page = draw(Every())
    suffix = page.one(css_class="form-input-suffix")
    assert (suffix.text, suffix.attrs["aria-hidden"]) == ("kr.", "true")


def test_a_formset_numbers_its_rows_and_lists_all_faults() -> None:
    class Goal(DkForm):
        words = forms.CharField(label="Goal")

    goals = forms.formset_factory(Goal, extra=0, min_num=2, validate_min=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-words": "sleep"}
    formset = goals(data)
    page = draw(formset)
    assert [one.text for one in page.all("legend")] == ["Row 1", "Row 2"]
    assert page.by_id("id_form-0-words").attrs["value"] == "sleep"
    assert [one.attrs["href"] for one in summary(formset).all("a")] == ["#id_form-1-words"]


def test_a_plain_django_form_is_drawn_too() -> None:
    class Plain(forms.Form):
        name = forms.CharField(max_length=5)

    page = draw(Plain())
    assert "form-input" in page.by_id("id_name").classes
    assert "required" not in page.by_id("id_name").attrs


def test_a_row_must_have_a_cell_per_column() -> None:
    markup = Template("{% load tables %}{% table_rows rows columns %}")
    columns = [("Who", ""), ("Days", "num")]
    drawn = markup.render(Context({"rows": [(["A&K", 1], "/1/", "<b>")], "columns": columns}))
    assert "".join(drawn.split("\n")) == (
        '<tr><th scope="row"><a class="row-link" href="/1/" data-private>A&amp;K'
        '<span class="sr-only">, &lt;b&gt;</span></a></th>'
        '<td class="num" data-label="Days">1</td></tr>'
    )
    with pytest.raises(ValueError, match="zip"):
        markup.render(Context({"rows": [(["AK"], "", "")], "columns": columns}))


def test_a_form_that_rearranges_its_layout_leaves_the_others_alone() -> None:
    form = Every()
    helper = form.helper
    helper.layout.fields.clear()
    assert "id_phone" in draw(Every()).markup


class Times(DkForm):
    slot = forms.TypedChoiceField(
        coerce=int,
        choices=[("<b>Monday", [(7, "at 9 < 10"), (8, "at 11")]), ("Tuesday", [(9, "at 9")])],
        widget=SlotRadios,
    )


def test_the_time_that_was_chosen_before_is_chosen_and_no_other() -> None:
    for page in (draw(Times(initial={"slot": 8})), draw(Times({"slot": "8"}))):
        chosen = [one.attrs["value"] for one in controls(page) if "checked" in one.attrs]
        assert chosen == ["8"]
    assert [one for one in controls(draw(Times())) if "checked" in one.attrs] == []


def test_times_and_their_days_are_text() -> None:
    page = draw(Times())
    assert "<b>" not in page.markup
    assert [one.attrs["id"] for one in controls(page)] == [
        "id_slot_0_0",
        "id_slot_0_1",
        "id_slot_1_0",
    ]
    assert page.all("label")[0].text == "<b>Monday at 9 < 10"
