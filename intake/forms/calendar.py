"""Closing days, being away, and booking for a citizen on the phone."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import forms
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_day
from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import DkDateField
from centre.forms.widgets import Radios, SlotRadios
from centre.staff.models import Unit, User
from intake.choices import SlotChannel
from intake.models import Slot

LONGEST_ABSENCE_DAYS = 366


class CloseDayForm(DkForm):
    """A day on which nobody can be met: the whole centre or one unit."""

    on = DkDateField(label=_("Which day is closed?"))
    unit = forms.ChoiceField(label=_("Who is closed?"), required=False)
    reason = forms.CharField(label=_("Why?"), max_length=120, required=False)

    def __init__(
        self,
        *args: Any,
        units: Sequence[Unit],
        whole_centre: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.only = None if whole_centre else units[0].pk
        choices = [("", _("The whole centre")), *((str(one.pk), one.name) for one in units)]
        self.let_choose("unit", choices)
        if not whole_centre:
            # There is nothing to choose, and what is sent all the same counts for nothing.
            del self.fields["unit"]

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < self.today:
            raise forms.ValidationError(_("This day has passed."))
        return on

    @property
    def unit_id(self) -> int | None:
        if self.only is not None:
            return self.only
        chosen = self.cleaned_data.get("unit")
        return int(chosen) if chosen else None


class AbsenceForm(DkForm):
    """Days on which somebody sees nobody."""

    user = forms.ChoiceField(label=_("Who is away?"))
    first_on = DkDateField(
        label=_("From and with"), error_messages={"required": _("Enter the first day")}
    )
    last_on = DkDateField(
        label=_("To and with"), error_messages={"required": _("Enter the last day")}
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        # Nobody is chosen beforehand: what is saved closes that person's times.
        named = ((key, str(one)) for key, one in self.people.items())
        self.let_choose("user", [("", _("Choose …")), *named])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day cannot be before the first"))
        elif first and last and (last - first).days > LONGEST_ABSENCE_DAYS:
            self.add_error("last_on", _("Write at most a year at a time"))
        return data


class BookForm(KeyForm):
    """A free time for somebody who is on the phone."""

    slot = forms.ChoiceField(
        label=_("Which time?"),
        widget=SlotRadios,
        error_messages={"required": _("Choose a time")},
    )
    channel = forms.ChoiceField(
        label=_("How do you meet?"),
        choices=SlotChannel.choices,
        widget=Radios,
        initial=SlotChannel.IN_PERSON,
    )

    def __init__(self, *args: Any, slots: Sequence[Slot], channel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(slot.pk): slot for slot in slots}
        self.let_choose("slot", by_day(slots))
        offered = [one for one in SlotChannel.choices if any(slot.is_met(one[0]) for slot in slots)]
        if offered:
            self.let_choose("channel", offered)
            kept = channel in {one[0] for one in offered}
            self.fields["channel"].initial = channel if kept else offered[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        slot = self.slots.get(data.get("slot", ""))
        channel = data.get("channel")
        if slot is not None and channel and not slot.is_met(channel):
            self.add_error("channel", _("This time cannot be met that way. Choose another way."))
        return data


class OverbookForm(BookForm):
    """One more than there is room for; only on purpose and with a reason."""

    reason = forms.CharField(
        label=_("Why one more than there is room for?"),
        max_length=200,
        error_messages={"required": _("Say why one more is booked than there is room for.")},
    )


def by_day(slots: Sequence[Slot]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Times as grouped choices: the day in words, each time with its counsellor."""
    found = []
    for day, times in groupby(slots, key=lambda slot: danish_day(slot.starts_at)):
        choices = [(str(slot.pk), _words(slot)) for slot in times]
        found.append((date_format(day, "l j. F Y"), choices))
    return found


def _words(slot: Slot) -> str:
    kept = [_("kept for those who call")] if slot.for_callers else []
    return " · ".join(map(str, (_clock(slot.starts_at), slot.counsellor, *kept)))


def _clock(at: datetime) -> str:
    return time_format(localtime(at), "TIME_FORMAT")
