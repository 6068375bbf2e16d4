"""One time of open counselling: why it is closed, and one that no standard gives."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_moment
from centre.forms.base import DkForm
from centre.forms.fields import DkDateField, DkTimeField
from centre.forms.layout import Inline
from centre.forms.widgets import Checkboxes, Radios
from centre.staff.models import User
from intake.actions.slot import Extra
from intake.choices import ClosedFor, SlotChannel

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 240
MOST_SEATS = 20
FURTHEST_DAYS = 366
MOST_WEEKS = 26


def _number(label: Any, *, least: int, most: int, **words: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-char-4"}),
        error_messages=words,
    )


class CloseSlotForm(DkForm):
    """Why one time is closed. Only the staff sees it."""

    reason = forms.ChoiceField(
        label=_("Why is the time closed?"),
        choices=ClosedFor.choices,
        widget=Radios,
        error_messages={"required": _("Choose why the time is closed")},
    )


class AddSlotForm(DkForm):
    """A time outside the standard's hours, once or in weeks after one another."""

    counsellor = forms.ChoiceField(
        label=_("Who is the counsellor?"),
        error_messages={"required": _("Choose a counsellor")},
    )
    on = DkDateField(label=_("Day"))
    at = DkTimeField(label=_("Time"))
    minutes = _number(
        _("Minutes"),
        least=SHORTEST_MINUTES,
        most=LONGEST_MINUTES,
        required=_("Write how many minutes it lasts"),
        invalid=_("Write the minutes as a number, for example 45"),
    )
    seats = _number(
        _("Seats"),
        least=1,
        most=MOST_SEATS,
        required=_("Write how many can come"),
        invalid=_("Write the seats as a number, for example 1"),
    )
    weeks = _number(
        _("Weeks in a row"),
        least=1,
        most=MOST_WEEKS,
        required=_("Write in how many weeks, 1 if it is this once"),
        invalid=_("Write the weeks as a number, for example 1"),
    )
    channels = forms.MultipleChoiceField(
        label=_("How do you meet?"),
        widget=Checkboxes,
        error_messages={"required": _("Choose at least one way to meet.")},
    )

    layout = Layout(
        "counsellor",
        Div("on", "at", "minutes", "seats", "weeks", css_class="field-row"),
        Inline("channels"),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[User],
        ways: Iterable[str],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("Choose …")), *((key, str(one)) for key, one in self.people.items())]
        self.let_choose("counsellor", choices)
        self.let_choose("channels", [(way, SlotChannel(way).label) for way in ways])

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_("This day has passed."))
        if on > self.today + timedelta(days=FURTHEST_DAYS):
            raise forms.ValidationError(_("Choose a day within a year."))
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        on, at = data.get("on"), data.get("at")
        if on and at and localtime(danish_moment(on, at)).time() != at:
            self.add_error("at", _("That night the clock jumps past this time. Choose another."))
        return data

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["counsellor"]]

    @property
    def extra(self) -> Extra:
        data = self.cleaned_data
        return Extra(
            starts_at=danish_moment(data["on"], data["at"]),
            minutes=data["minutes"],
            channels=data["channels"],
            seats=data["seats"],
        )
