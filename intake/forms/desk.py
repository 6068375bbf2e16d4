"""The short forms on an inquiry's page: one act each, filled with what the case allows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.citizens.choices import ConsentKind
from centre.clocks.choices import Cause
from centre.forms.base import DkForm
from centre.forms.fields import DkDateField, mask_cpr
from centre.forms.widgets import Radios
from centre.staff.models import User
from intake.choices import Attempt, Fact, InquiryStatus, ReleaseReason, SlotChannel
from intake.queries.inquiry import Case, Promise
from intake.rules.guarantee import WAIVED_BY_FREE_CHOICE, stops_the_clock

LONGEST_NOTE = 600
# The facts that stop a clock have forms of their own: they are the ones that must not be missed.
ENDS = (Fact.TREATMENT_INITIATED, Fact.DOCTORS_TALK_HELD)
CHOOSE = _("Choose …")
CLOSED = [one for one in InquiryStatus.choices if one[0] in ("advised", "withdrawn", "referred")]


class ActForm(DkForm):
    """A form about one case. `text` fields lose what looks like a CPR number."""

    def __init__(self, *args: Any, case: Case, people: Sequence[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fill(case, people)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        """Give the fields the choices of the case."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("note", "plan"):
            if data.get(name):
                data[name] = mask_cpr(data[name])
        return data


class AssignForm(ActForm):
    to = forms.ChoiceField(label=_("Who answers for it?"))

    def fill(self, case: Case, people: Sequence[User]) -> None:
        choices = [("", str(CHOOSE)), *((str(one.pk), str(one)) for one in people)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("to", case.inquiry.responsible_id)


class AttemptForm(ActForm):
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=Attempt.choices, widget=Radios)
    channel = forms.ChoiceField(
        label=_("How did you try?"), choices=SlotChannel.choices, initial=SlotChannel.PHONE
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)


class GuaranteeForm(ActForm):
    """An act on one of the case's guarantees; with a single one there is nothing to choose."""

    guarantee = forms.ChoiceField(label=_("Which deadline?"), widget=Radios)

    @staticmethod
    def fits(promise: Promise) -> bool:
        """Whether the act can be done to this guarantee."""
        return promise.open

    def fill(self, case: Case, people: Sequence[User]) -> None:
        fitting = [one for one in case.promises if self.fits(one)]
        field = self.fields["guarantee"]
        field.choices = [  # type: ignore[attr-defined]
            (str(one.row.pk), str(one.row.clock.get_kind_display())) for one in fitting
        ]
        if len(fitting) == 1:
            field.widget = forms.HiddenInput()
            self.initial.setdefault("guarantee", str(fitting[0].row.pk))


class DayForm(GuaranteeForm):
    """An act that happened on a day, today unless told otherwise."""

    on = DkDateField(label=_("On which day?"))

    def fill(self, case: Case, people: Sequence[User]) -> None:
        super().fill(case, people)
        self.initial.setdefault("on", case.today)


class FirstContactForm(DayForm):
    """The fact that stops the clock by law."""

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.open and stops_the_clock(promise.row.kind) == (Fact.TREATMENT_INITIATED,)


class DoctorsTalkForm(DayForm):
    """Offered or held; held stops the clock of the doctor's talk."""

    fact = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            (Fact.DOCTORS_TALK_OFFERED, _("The talk was offered")),
            (Fact.DOCTORS_TALK_HELD, _("The talk was held")),
            ("declined", _("The citizen declined the talk")),
        ],
        widget=Radios,
    )

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.open and stops_the_clock(promise.row.kind) == (Fact.DOCTORS_TALK_HELD,)


class FactForm(DayForm):
    """What else counts: each council promises another of these as the end."""

    fact = forms.ChoiceField(
        label=_("What happened?"),
        choices=[("", CHOOSE)]
        + [
            one
            for one in Fact.choices
            if one[0] not in (*ENDS, Fact.DOCTORS_TALK_OFFERED, Fact.CONSENTS_GIVEN)
        ],
    )

    @staticmethod
    def fits(promise: Promise) -> bool:
        return stops_the_clock(promise.row.kind) != (Fact.DOCTORS_TALK_HELD,)


class ReleaseForm(DayForm):
    reason = forms.ChoiceField(
        label=_("Why does it bind no more?"), choices=[("", CHOOSE), *ReleaseReason.choices]
    )


class WaiveForm(DayForm):
    new_start_on = DkDateField(label=_("When does it begin with the chosen provider?"))

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.open and promise.row.kind in WAIVED_BY_FREE_CHOICE


class ConsentForm(DayForm):
    kind = forms.ChoiceField(label=_("Whose consent?"), widget=Radios)

    @staticmethod
    def fits(promise: Promise) -> bool:
        return bool(promise.missing_consents)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        super().fill(case, people)
        missing = {kind for one in case.promises for kind in one.missing_consents}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            one for one in ConsentKind.choices if one[0] in missing
        ]


class LetterForm(DayForm):
    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.letter_due


class ExplainForm(GuaranteeForm):
    cause = forms.ChoiceField(
        label=_("Why was the deadline not kept?"), choices=[("", CHOOSE), *Cause.choices]
    )
    plan = forms.CharField(
        label=_("What happens now, and when?"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what happens now and when.")},
    )

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.open and promise.breached


class CloseForm(ActForm):
    status = forms.ChoiceField(label=_("How did it end?"), choices=CLOSED, widget=Radios)


class ReopenForm(ActForm):
    """Nothing to fill in."""
