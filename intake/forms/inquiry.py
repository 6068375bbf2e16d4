"""Registering an inquiry on one page: twelve questions, five of them mandatory (ux B.6)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_day, danish_moment
from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup
from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import CprField, DkDateField, DkTimeField, NameField, PhoneField, mask_cpr
from centre.forms.layout import Folded, Inline
from centre.forms.widgets import Checkboxes, Radios
from centre.staff.models import Unit, User
from centre.staff.queries import RESPONSIBLE
from centre.staff.rules import Door
from intake.actions.receive import Wanted
from intake.choices import About, Channel, Referrer, Topic, Wish
from intake.rules.guarantee import Request

CHANNELS = [one for one in Channel.choices if one[0] != Channel.WEB]
ABOUTS = [
    (About.SELF, _("The citizen")),
    (About.RELATIVE, _("A relative")),
    (About.PROFESSIONAL, _("A professional")),
]
AGES = [*AgeGroup.choices[:-1], (AgeGroup.UNKNOWN, _("Not known"))]
UNKNOWN = _("Not known yet")
TOPICS = [*Topic.choices[:-1], (Topic.UNKNOWN, UNKNOWN)]
WISHES = [*Wish.choices[:-1], (Wish.UNKNOWN, UNKNOWN)]
OLDEST_YEAR = 2000
LONGEST_NOTE = 600
EXTRAS = [
    ("anonymous", _("Stays anonymous")),
    ("medical", _("Wants medical treatment")),
    ("inpatient", _("Wants inpatient treatment")),
    ("agrees", _("The citizen agrees to be referred")),
    ("message", _("We may leave a message")),
]


def _layout(*beside_the_wish: str) -> Layout:
    return Layout(
        Div(Inline("channel"), Inline("about"), css_class="field-row"),
        Div(Inline("age_group"), Inline("topic"), css_class="field-row"),
        Div(Inline("wish"), *beside_the_wish, css_class="field-row"),
        Inline("extras"),
        Div("name", "phone", css_class="field-row"),
        # On the phone few have it at hand, and twelve questions are enough (ux B.6).
        Folded("cpr", words=_("Add a CPR number")),
        Div("received_on", "received_time", "referrer", css_class="field-row"),
        "note",
        "form_key",
        "filled_in",
    )


class RegisterForm(KeyForm):
    """An inquiry that came by phone, at the desk, by letter, mail or referral."""

    channel = forms.ChoiceField(
        label=_("How did it come?"), choices=CHANNELS, widget=Radios, initial=Channel.PHONE
    )
    about = forms.ChoiceField(
        label=_("Who is asking?"), choices=ABOUTS, widget=Radios, initial=About.SELF
    )
    age_group = forms.ChoiceField(label=_("The citizen's age"), choices=AGES, widget=Radios)
    topic = forms.ChoiceField(label=_("What is it about?"), choices=TOPICS, widget=Radios)
    wish = forms.ChoiceField(label=_("What is wanted?"), choices=WISHES, widget=Radios)
    extras = forms.MultipleChoiceField(
        label=_("Tick what fits"), choices=EXTRAS, widget=Checkboxes, required=False
    )
    received_on = DkDateField(label=_("Day received"))
    received_time = DkTimeField(label=_("Time"), required=False)
    # The day and clock that the page came filled in with: who changes the day alone has not said the clock.
    filled_in = forms.CharField(required=False, widget=forms.HiddenInput)
    referrer = forms.ChoiceField(
        label=_("Who pointed the way here?"), choices=Referrer.choices, initial=Referrer.SELF
    )
    name = NameField(label=_("Name or what we may call the citizen"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    cpr = CprField(label=_("CPR number"), required=False)
    note = forms.CharField(
        label=_("Short note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
    )
    unit = forms.ChoiceField(label=_("Unit"))

    layout = _layout("unit")

    def __init__(
        self, *args: Any, units: Iterable[Unit], at: datetime, ask_unit: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        local = localtime(at)
        clock = local.time().replace(second=0, microsecond=0)
        self.initial.update(
            received_on=local.date(),
            received_time=clock,
            filled_in=f"{local.date().isoformat()} {clock:%H.%M}",
        )
        self.units = {str(one.pk): one for one in units} if ask_unit else {}
        if ask_unit:
            named = ((key, one.name) for key, one in self.units.items())
            self.let_choose("unit", [("", _("Choose …")), *named])
        else:
            del self.fields["unit"]
            self.layout = _layout()

    def clean_note(self) -> str:
        return mask_cpr(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        extras = data.get("extras", [])
        self._check_received(data)
        self._check_identity(data, "anonymous" in extras)
        if data.get("wish") == Wish.TREATMENT and data.get("topic") in (Topic.OTHER, Topic.UNKNOWN):
            self.add_error("topic", _("Choose what the treatment is for: alcohol, drugs or both."))
        if (
            data.get("about") == About.PROFESSIONAL
            and data.get("wish") == Wish.TREATMENT
            and "agrees" not in extras
        ):
            self.add_error(
                "extras",
                _(
                    "A referral needs the citizen's own wish. "
                    "Tick that the citizen agrees, or choose a talk and advice."
                ),
            )
        return data

    def _check_received(self, data: dict[str, Any]) -> None:
        on = data.get("received_on")
        if on is None:
            return
        clock = self._claimed(on, data)
        moment = danish_moment(on, clock) if clock else self._without_clock(on)
        if moment > self.at:
            where = "received_on" if clock is None else "received_time"
            self.add_error(where, _("The inquiry cannot have been received in the future."))
        elif on.year < OLDEST_YEAR:
            self.add_error("received_on", _("The year must be 2000 or later"))
        data["received_at"] = moment

    def _claimed(self, on: date, data: dict[str, Any]) -> time | None:
        """The clock that was said: not the one the page was filled in with, beside another day."""
        clock: time | None = data.get("received_time")
        day, _space, filled = data.get("filled_in", "").partition(" ")
        untouched = clock is not None and filled == f"{clock:%H.%M}"
        return None if untouched and day != on.isoformat() else clock

    def _without_clock(self, on: date) -> datetime:
        return self.at if on == danish_day(self.at) else danish_moment(on, time(12))

    def _check_identity(self, data: dict[str, Any], anonymous: bool) -> None:
        given = [name for name in ("name", "phone", "cpr") if data.get(name)]
        if anonymous and given:
            self.add_error(
                "extras",
                _(
                    "An anonymous citizen has no name, phone or CPR number here. Remove one of them."
                ),
            )
        told = any(self.data.get(self.add_prefix(name)) for name in ("name", "phone", "cpr"))
        if not anonymous and not told:
            self.add_error(
                "name",
                _("Write a name, a phone number or a CPR number, or tick “Stays anonymous”."),
            )

    @property
    def wanted(self) -> Wanted:
        """What was told, for the action."""
        data, extras = self.cleaned_data, self.cleaned_data["extras"]
        person = None
        if "anonymous" not in extras:
            person = Person(
                name=data["name"],
                phone=data["phone"],
                cpr=data["cpr"],
                may_leave_message="message" in extras,
            )
        return Wanted(
            about=data["about"],
            topic=data["topic"],
            wish=data["wish"],
            age_group=data["age_group"],
            person=person,
            referrer=data["referrer"],
            wants_medical="medical" in extras,
            wants_inpatient="inpatient" in extras,
            citizen_agrees="agrees" in extras,
            note=data["note"],
            form_key=data["form_key"],
        )

    @property
    def chosen_unit(self) -> Unit | None:
        return self.units.get(self.cleaned_data.get("unit", ""))


class ForetellForm(forms.Form):
    """The answers on which a deadline depends, and none by which anybody could be known."""

    about = forms.ChoiceField(choices=ABOUTS)
    age_group = forms.ChoiceField(choices=AGES)
    topic = forms.ChoiceField(choices=TOPICS)
    wish = forms.ChoiceField(choices=WISHES)
    referrer = forms.ChoiceField(choices=Referrer.choices)
    extras = forms.MultipleChoiceField(choices=EXTRAS, required=False)
    received_on = DkDateField()

    def clean_received_on(self) -> date:
        on: date = self.cleaned_data["received_on"]
        if on.year < OLDEST_YEAR:
            raise forms.ValidationError(_("The year must be 2000 or later"))
        return on

    @property
    def asked(self) -> Request:
        data, extras = self.cleaned_data, self.cleaned_data["extras"]
        return Request(
            received_on=data["received_on"],
            about=data["about"],
            referrer=data["referrer"],
            age_group=data["age_group"],
            topic=data["topic"],
            wish=data["wish"],
            anonymous="anonymous" in extras,
            wants_medical="medical" in extras,
            wants_inpatient="inpatient" in extras,
            citizen_agrees="agrees" in extras,
        )


class ShareForm(DkForm):
    """Who answers for what is being registered: filled in already, so it is nothing more to ask.

    Whoever may answer for inquiries takes it; a secretary registers for others, a leader shares out.
    """

    mark_optional = False
    ME = "me"
    responsible = forms.ChoiceField(label=_("Responsible"), required=False)

    def __init__(self, *args: Any, user: User, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        may_answer = user.role in RESPONSIBLE
        self.let_choose(
            "responsible",
            [
                *([(self.ME, _("Me"))] if may_answer else []),
                ("", _("Nobody yet: the leader shares it out")),
                *((key, str(one)) for key, one in self.people.items()),
            ],
        )
        leads = user.may(Door.ASSIGN_OTHERS)
        self.fields["responsible"].initial = self.ME if may_answer and not leads else ""

    @property
    def mine(self) -> bool:
        return bool(self.cleaned_data["responsible"] == self.ME)

    @property
    def chosen(self) -> User | None:
        return self.people.get(self.cleaned_data["responsible"])
