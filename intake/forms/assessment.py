"""The forms of an assessment: one theme, the substances, what the registers ask, and its end."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.forms.fields import DkDateField, mask_cpr
from centre.forms.layout import Inline
from centre.forms.widgets import Radios
from intake.actions.visitation import Told, Use
from intake.choices import PROFILE_WORDS, Frequency, Route, Substance
from intake.models.profile import ASKED, MONTH

LONGEST_TEXT = 6000
ROWS = 5
MOST_CHILDREN = 20
MOST_UNITS = 300
OLDEST_FIRST_USE = 99
DONT_KNOW = _("Don't know")


def count_field(label: Any, *, least: int = 0, most: int | None = None) -> forms.IntegerField:
    """A small number that may be left out, written by hand."""
    widget = forms.TextInput(
        {"inputmode": "numeric", "class": "input-char-4", "autocomplete": "off"}
    )
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, widget=widget
    )


class VersionedForm(DkForm):
    """A form that says which version it shows, so that two writers are told apart."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def seen(self, version: int) -> None:
        """What stands now has been shown beside it: the next press saves over it."""
        self.data = {**self.data, self.add_prefix("version"): str(version)}


class ThemeForm(VersionedForm):
    text = forms.CharField(
        label=_("What you know"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 10}),
    )
    later = forms.BooleanField(
        label=_("This is found out later"),
        required=False,
        help_text=_(
            "The deadline still runs. Complete it as soon as you can after treatment begins."
        ),
    )

    def clean_text(self) -> str:
        return mask_cpr(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("text", "").strip() and not data.get("later") and not self.errors:
            self.add_error("text", _("Write what you know, or tick that it is found out later."))
        return data


class SubstancesForm(VersionedForm):
    """Up to five substances, the one that help is sought for most first."""

    mark_optional = False

    def __init__(self, *args: Any, uses: Sequence[dict[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, ROWS + 1):
            given = uses[number - 1] if number <= len(uses) else {}
            for name, field in _row_fields(number).items():
                self.fields[f"{name}_{number}"] = field
                self.initial.setdefault(f"{name}_{number}", given.get(name))
        self.layout = Layout(
            *(
                Div(*(f"{name}_{number}" for name in NAMES), css_class="field-row use-row")
                for number in range(1, ROWS + 1)
            ),
            "version",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen: list[str] = []
        for number in range(1, ROWS + 1):
            substance = data.get(f"substance_{number}")
            if not substance and data.get(f"age_at_first_use_{number}") is not None:
                self.add_error(f"substance_{number}", _("Choose the substance."))
            if substance and substance in chosen:
                self.add_error(f"substance_{number}", _("This substance is already on the list."))
            chosen += [substance] if substance else []
        return data

    @property
    def uses(self) -> list[Use]:
        data = self.cleaned_data
        return [
            Use(
                substance=data[f"substance_{number}"],
                route=data[f"route_{number}"] or Route.UNKNOWN,
                frequency=data[f"frequency_{number}"] or Frequency.UNKNOWN,
                age_at_first_use=data[f"age_at_first_use_{number}"],
            )
            for number in range(1, ROWS + 1)
            if data[f"substance_{number}"]
        ]


NAMES = ("substance", "route", "frequency", "age_at_first_use")


def _row_fields(number: int) -> dict[str, forms.Field]:
    first = _("Help is sought most for")
    return {
        "substance": forms.ChoiceField(
            label=first if number == 1 else _("Substance %(number)d") % {"number": number},
            choices=[("", _("None")), *Substance.choices],
            required=False,
        ),
        "route": forms.ChoiceField(
            label=_("Usual way"), choices=_choices(Route), required=False, initial=Route.UNKNOWN
        ),
        "frequency": forms.ChoiceField(
            label=_("Last 30 days"),
            choices=_choices(Frequency),
            required=False,
            initial=Frequency.UNKNOWN,
        ),
        "age_at_first_use": count_field(_("Age at first use"), least=1, most=OLDEST_FIRST_USE),
    }


def _choices(words: Any) -> list[tuple[str, Any]]:
    """The words with “Don't know” first: nobody has to answer."""
    return [("unknown", DONT_KNOW), *(one for one in words.choices if one[0] != "unknown")]


class ProfileForm(VersionedForm):
    """What the registers ask at admission; all of it may be left unanswered."""

    mark_optional = False
    children_at_home = count_field(_("Children under 18 at home"), most=MOST_CHILDREN)
    pregnant = forms.ChoiceField(
        label=_("Pregnant?"),
        choices=[("", DONT_KNOW), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=Radios,
    )
    units_a_week = count_field(_("Units of alcohol in a usual week"), most=MOST_UNITS)
    days_drinking = count_field(_("Days with alcohol of the last 30"), most=MONTH)
    layout = Layout(
        Div("children_at_home", Inline("pregnant"), css_class="field-row"),
        Div("treated_before", "substitution", "injecting", css_class="field-row"),
        Div("lives_with", "housing", css_class="field-row"),
        Div("labour", "education", css_class="field-row"),
        Div("units_a_week", "days_drinking", css_class="field-row"),
        "version",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in ASKED:
            self.fields[name] = forms.ChoiceField(
                label=PROFILE_WORDS[name],
                choices=_choices(words),
                required=False,
                initial="unknown",
            )

    @property
    def told(self) -> Told:
        data = self.cleaned_data
        answers = {name: data[name] or "unknown" for name, _words in ASKED}
        for name in ("units_a_week", "days_drinking"):
            answers[name] = data[name]
        pregnant = {"yes": True, "no": False}.get(data["pregnant"])
        return Told(answers, data["children_at_home"], pregnant)


class FinishForm(DkForm):
    held_on = DkDateField(label=_("On which day was the talk held?"))
