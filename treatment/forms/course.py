"""The forms of a course's page: setting it up, a talk to come, another counsellor."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_moment
from centre.forms.base import KeyForm
from centre.forms.fields import LONGEST_REASON, DkDateField, DkTimeField, mask_cpr
from centre.forms.layout import Inline
from centre.forms.widgets import Radios
from centre.staff.models import User
from intake.choices import SlotChannel
from treatment.actions.session import Time

LONGEST_MINUTES = 480
FURTHEST_DAYS = 550


class DayForm(KeyForm):
    """A form that is told which day it is."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class CounsellorForm(KeyForm):
    counsellor = forms.ChoiceField(
        label=_("Who is the counsellor?"),
        error_messages={"required": _("Choose a counsellor")},
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("Choose …")), *((key, str(one)) for key, one in self.people.items())]
        self.let_choose("counsellor", choices)

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["counsellor"]]


class SetUpForm(CounsellorForm):
    """Who answers for the treatment, and the first talk that was offered."""

    first_offered_on = DkDateField(
        label=_("Which day was first offered?"),
        required=False,
        help_text=_("The first talk that the citizen could have. Leave it empty if none is yet."),
    )


class HandOverForm(CounsellorForm):
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean_reason(self) -> str:
        return mask_cpr(self.cleaned_data["reason"])


class TimeForm(DayForm):
    """When a talk is, how long, and how."""

    on = DkDateField(label=_("Day"))
    at = DkTimeField(label=_("Time"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=5,
        max_value=LONGEST_MINUTES,
        initial=45,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-char-4"}),
        error_messages={
            "required": _("Write how many minutes it lasts"),
            "invalid": _("Write the minutes as a number, for example 45"),
        },
    )
    channel = forms.ChoiceField(
        label=_("How do you meet?"),
        choices=SlotChannel.choices,
        widget=Radios,
        initial=SlotChannel.IN_PERSON,
    )

    layout = Layout(
        Div("on", "at", "minutes", css_class="field-row"), Inline("channel"), "form_key"
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if abs(on - self.today) > timedelta(days=FURTHEST_DAYS):
            raise forms.ValidationError(_("Choose a day within a year and a half"))
        return on

    @property
    def when(self) -> Time:
        data = self.cleaned_data
        return Time(danish_moment(data["on"], data["at"]), data["minutes"], data["channel"])


class NothingForm(KeyForm):
    """An act that asks for nothing more than a press of its button."""
