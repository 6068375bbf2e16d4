"""The short forms on an inquiry's page: one act each, filled with what the case allows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.citizens.choices import ConsentKind
from centre.clocks.choices import EventType
from centre.clocks.forms import ExplainFields
from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import DkDateField, mask_cpr
from centre.forms.widgets import Checkboxes, Radios
from centre.staff.models import User
from intake.choices import Attempt, Fact, InquiryStatus, ReleaseReason, Topic, TriedBy
from intake.forms.inquiry import LONGEST_NOTE
from intake.models.inquiry import ENDED_STATUSES
from intake.queries.inquiry import Case, Promise
from intake.rules.guarantee import WAIVED_BY_FREE_CHOICE, releases, stops_the_clock

# The facts that stop a clock have forms of their own: they are the ones that must not be missed.
ENDS = (Fact.TREATMENT_INITIATED, Fact.DOCTORS_TALK_HELD)
TALK = (Fact.DOCTORS_TALK_ASKED, Fact.DOCTORS_TALK_OFFERED)
CHOOSE = _("Choose …")
TREATED = [one for one in Topic.choices if one[0] in (Topic.ALCOHOL, Topic.DRUGS, Topic.BOTH)]
CLOSED = [one for one in InquiryStatus.choices if one[0] in ENDED_STATUSES]


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
        if data.get("note"):
            data["note"] = mask_cpr(data["note"])
        return data


class NothingForm(ActForm):
    """Nothing to fill in."""


class AssignForm(ActForm):
    to = forms.ChoiceField(label=_("Who answers for it?"))

    def fill(self, case: Case, people: Sequence[User]) -> None:
        choices = [("", str(CHOOSE)), *((str(one.pk), str(one)) for one in people)]
        self.let_choose("to", choices)
        mine = case.user.pk if case.takable else None
        self.initial.setdefault("to", case.inquiry.responsible_id or mine)


class AttemptForm(ActForm, KeyForm):
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=Attempt.choices, widget=Radios)
    channel = forms.ChoiceField(
        label=_("How did you try?"), choices=TriedBy.choices, initial=TriedBy.PHONE
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 2}),
    )
    # How many attempts the page showed: two who work the same list must not call one citizen twice.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        self.initial["seen"] = len(case.inquiry.attempts.all())

    def clean(self) -> dict[str, Any]:
        """What a colleague wrote since the page was opened is told first; the next press saves."""
        data = super().clean()
        tries, seen = self.case.inquiry.attempts.all(), data.get("seen")
        again = any(one.form_key == data.get("form_key") for one in tries)
        if seen is not None and seen < len(tries) and not again:
            self.data = {**self.data, self.add_prefix("seen"): str(len(tries))}
            told = _("%(who)s has tried since you opened this page. Read what came of it first.")
            self.add_error(None, str(told) % {"who": tries[0].tried_by})
        return data


class GuaranteeForm(ActForm):
    """An act on one of the case's guarantees; with a single one there is nothing to choose."""

    guarantee = forms.ChoiceField(label=_("Which deadline?"), widget=Radios)
    # What carries the answer where there is nothing to choose.
    alone: type[forms.Widget] = forms.HiddenInput

    @staticmethod
    def fits(promise: Promise) -> bool:
        """Whether the act can be done to this guarantee."""
        return promise.open

    @staticmethod
    def done(promise: Promise) -> bool:
        """Whether this act is what ended it: a second click is told the same as the first."""
        return False

    def fill(self, case: Case, people: Sequence[User]) -> None:
        fitting = [one for one in case.promises if self.fits(one)]
        taken = [one for one in case.promises if self.done(one)] if self.is_bound else []
        self.let_choose(
            "guarantee",
            ((str(one.row.pk), one.row.clock.get_kind_display()) for one in [*fitting, *taken]),
        )
        if len(fitting) == 1:
            self.fields["guarantee"].widget = self.alone()
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
    """Offered or held; held stops the clock of the doctor's talk.

    That the citizen asked for it is only said where a council promises it to who asks (Rebild).
    """

    fact = forms.ChoiceField(
        label=_("What happened?"),
        choices=[
            (Fact.DOCTORS_TALK_ASKED, _("The citizen asked for the talk")),
            (Fact.DOCTORS_TALK_OFFERED, _("The talk was offered")),
            (Fact.DOCTORS_TALK_HELD, _("The talk was held")),
            ("declined", _("The citizen declined the talk")),
        ],
        widget=Radios,
    )

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.open and stops_the_clock(promise.row.kind) == (Fact.DOCTORS_TALK_HELD,)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        super().fill(case, people)
        if not any(self.fits(one) and one.on_request_only for one in case.promises):
            told = self.answers_to("fact")
            self.let_choose("fact", (one for one in told if one[0] != Fact.DOCTORS_TALK_ASKED))


class FactForm(DayForm):
    """What else counts: each council promises another of these as the end."""

    fact = forms.ChoiceField(
        label=_("What happened?"),
        choices=[("", CHOOSE)]
        + [one for one in Fact.choices if one[0] not in (*ENDS, *TALK, Fact.CONSENTS_GIVEN)],
    )

    @staticmethod
    def fits(promise: Promise) -> bool:
        return stops_the_clock(promise.row.kind) != (Fact.DOCTORS_TALK_HELD,)


class ReleaseForm(DayForm):
    """Of the reasons only those that fit the deadline; the action refuses the others."""

    reason = forms.ChoiceField(label=_("Why does it bind no more?"))

    @staticmethod
    def done(promise: Promise) -> bool:
        return promise.released

    def fill(self, case: Case, people: Sequence[User]) -> None:
        super().fill(case, people)
        kinds = [one.row.kind for one in case.promises if self.fits(one) or self.done(one)]
        fitting = {reason for kind in kinds for reason in self._reasons(kind)}
        reasons = (one for one in ReleaseReason.choices if one[0] in fitting)
        self.let_choose("reason", [("", CHOOSE), *reasons])
        if kinds and all(case.refuses(kind) for kind in kinds):
            self.initial.setdefault("reason", ReleaseReason.REFUSED)

    def _reasons(self, kind: str) -> tuple[ReleaseReason, ...]:
        return releases(kind, refused=self.case.refuses(kind))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        kind = next(
            (o.row.kind for o in self.case.promises if str(o.row.pk) == data.get("guarantee")), None
        )
        if kind is not None and "reason" in data and data["reason"] not in self._reasons(kind):
            self.add_error("reason", _("This reason does not fit this deadline. Choose another."))
        return data


class TakeBackForm(GuaranteeForm):
    """A deadline that was released by mistake."""

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.released


class WaiveForm(DayForm):
    new_start_on = DkDateField(label=_("When does it begin with the chosen provider?"))

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.open and promise.row.kind in WAIVED_BY_FREE_CHOICE

    @staticmethod
    def done(promise: Promise) -> bool:
        return promise.row.clock.ended_as == EventType.WAIVE


class ConsentForm(DayForm):
    kind = forms.ChoiceField(label=_("Whose consent?"), widget=Radios)

    @staticmethod
    def fits(promise: Promise) -> bool:
        return bool(promise.missing_consents)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        super().fill(case, people)
        missing = {kind for one in case.promises for kind in one.missing_consents}
        self.let_choose("kind", (one for one in ConsentKind.choices if one[0] in missing))


class LetterForm(DayForm):
    """One letter may tell of all that may not be met: each is chosen unless it is taken out."""

    guarantee = forms.MultipleChoiceField(
        label=_("Which deadlines does the letter tell of?"), widget=Checkboxes
    )
    alone = forms.MultipleHiddenInput

    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.letter_due

    @staticmethod
    def done(promise: Promise) -> bool:
        return promise.row.clock.notice_on is not None

    def fill(self, case: Case, people: Sequence[User]) -> None:
        super().fill(case, people)
        self.initial["guarantee"] = [str(one.row.pk) for one in case.promises if self.fits(one)]


class ExplainForm(ExplainFields, GuaranteeForm):
    @staticmethod
    def fits(promise: Promise) -> bool:
        return promise.open and promise.breached


class CloseForm(ActForm):
    status = forms.ChoiceField(label=_("How did it end?"), choices=CLOSED, widget=Radios)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        if case.death is not None:
            self.initial.setdefault("status", InquiryStatus.DIED)


class WishForm(ActForm):
    """What the citizen wants treatment for, and the day on which they said so."""

    topic = forms.ChoiceField(label=_("What is the treatment for?"), choices=TREATED, widget=Radios)
    on = DkDateField(label=_("On which day did the citizen say so?"))
    medical = forms.BooleanField(label=_("Wants medical treatment"), required=False)
    stay = forms.BooleanField(label=_("Applies for a stay with treatment"), required=False)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        if case.inquiry.anonymous:
            # A decision cannot be sent without a name. Medicine may be asked for without one: the wish
            # counts (SUL § 142 stk. 6), and the name is told before the prescription.
            del self.fields["stay"]
        self.initial.setdefault("on", case.today)
        if case.inquiry.topic in dict(TREATED):
            self.initial.setdefault("topic", case.inquiry.topic)


class ReopenForm(ActForm):
    """With released deadlines behind it, whether they run again must be said."""

    why = forms.ChoiceField(
        label=_("Why is it taken up again?"),
        choices=[
            ("mistake", _("It was ended by mistake: what was released runs again")),
            ("back", _("The citizen is back for a talk: no deadline begins")),
        ],
        widget=Radios,
    )

    def fill(self, case: Case, people: Sequence[User]) -> None:
        if not any(one.released for one in case.promises):
            del self.fields["why"]
