"""The staff's forms about complaints: writing one down on one page, and one short form an act."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.calendar import danish_day, danish_moment
from centre.forms.base import DkForm
from centre.forms.fields import AddressField, CprField, DkDateField, NameField, mask_cpr
from centre.forms.layout import Folded, Inline
from centre.forms.widgets import Radios
from centre.post.choices import LetterChannel
from centre.staff.models import User
from complaints.actions import Told
from complaints.choices import About, BoardOutcome, Channel, Helper
from complaints.queries.complaint import Case
from complaints.queries.decisions import decisions_of
from intake.choices import Area
from intake.models import Decision

LONGEST_TEXT = 8000
LONGEST_WORDS = 4000
LONGEST_CONTACT = 120
OLDEST_YEAR = 2000
CHOOSE = gettext_lazy("Choose …")
# One word for a decision on every kind of treatment; the rules tell which one it is.
ABOUTS = [
    one
    for one in About.choices
    if one[0] not in (About.ALCOHOL_DECISION, About.ANONYMOUS_DECISION, About.PREGNANT_ALCOHOL)
]
CHANNELS = [one for one in Channel.choices if one[0] != Channel.WEB]


def _area(rows: int, limit: int = LONGEST_WORDS, **words: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(max_length=limit, widget=widget, **words)


def letter_reference() -> forms.CharField:
    """The reference of a decision's letter, as it was copied by hand."""
    return forms.CharField(
        label=gettext_lazy("Reference on the letter"),
        required=False,
        max_length=12,
        help_text=gettext_lazy("8 letters and digits at the top of the decision"),
        widget=forms.TextInput({"class": "input-char-11", "autocomplete": "off"}),
    )


def helper_fields() -> tuple[forms.Field, forms.Field, forms.Field, forms.Field]:
    """Who helps, and where their copies go if they may act for the citizen."""
    return (
        forms.ChoiceField(
            label=gettext_lazy("Who helps?"),
            required=False,
            choices=[("", gettext_lazy("Nobody")), *Helper.choices],
        ),
        NameField(label=gettext_lazy("The helper's name"), required=False),
        AddressField(label=gettext_lazy("The helper's postal address"), required=False),
        forms.BooleanField(
            label=gettext_lazy("The helper may act for the citizen"), required=False
        ),
    )


def named_helper(form: forms.Form, data: dict[str, Any]) -> None:
    """Whoever helps, acts or gets a copy has a name."""
    told = any(data.get(name) for name in ("helper", "helper_address", "represents"))
    if told and not data.get("helper_name") and not form.has_error("helper_name"):
        form.add_error("helper_name", _("Write who helps."))


class RegisterForm(DkForm):
    """A complaint that was told, or came by post, mail or Digital Post."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How did the complaint come?"),
        choices=CHANNELS,
        widget=Radios,
        initial=Channel.ORAL,
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Which decision is it over?"), widget=Radios, required=False
    )
    about = forms.ChoiceField(
        label=gettext_lazy("What is it about?"), choices=[("", CHOOSE), *ABOUTS]
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Which kind of treatment?"), choices=[("", CHOOSE), *Area.choices]
    )
    received_on = DkDateField(label=gettext_lazy("Day received"))
    letter_reference = letter_reference()
    name = NameField(label=gettext_lazy("Who complains?"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("Phone or e-mail"), required=False, max_length=LONGEST_CONTACT
    )
    text = _area(
        6,
        LONGEST_TEXT,
        label=gettext_lazy("The complaint, in the citizen's own words"),
        error_messages={"required": gettext_lazy("Write what the complaint is about.")},
    )
    helper, helper_name, helper_address, represents = helper_fields()
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, at: datetime, decisions: Sequence[Decision], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.decisions = {str(one.pk): one for one in decisions}
        self.known = bool(kwargs.get("initial", {}).get("known"))
        self._narrow()

    def _narrow(self) -> None:
        """From a citizen's file nobody is asked who it is; without a decision not which."""
        if self.known:
            del self.fields["name"], self.fields["contact"], self.fields["letter_reference"]
        if self.decisions:
            made = ((key, decision_words(one)) for key, one in self.decisions.items())
            self.let_choose("decision", [*made, ("", _("None of them"))])
            self.fields["area"].required = False
            self.fields["area"].label = _("Which kind of treatment, if none of them?")
            self.initial.setdefault("decision", next(iter(self.decisions)))
            self.initial.setdefault("about", About.DECISION)
        else:
            del self.fields["decision"]
        names = [name for name in ("name", "contact") if name in self.fields]
        self.layout = Layout(
            Inline("channel"),
            *(["decision"] if self.decisions else []),
            Div("about", "area", css_class="field-row"),
            *([Div(*names, css_class="field-row"), "letter_reference"] if names else []),
            "received_on",
            "text",
            Div("helper", "helper_name", css_class="field-row"),
            Folded("represents", "helper_address", words=_("The helper acts for the citizen")),
            "form_key",
        )

    def clean_text(self) -> str:
        return mask_cpr(self.cleaned_data["text"].strip())

    def clean_received_on(self) -> date:
        on: date = self.cleaned_data["received_on"]
        if on > danish_day(self.at):
            raise forms.ValidationError(_("The complaint cannot have been received in the future."))
        if on.year < OLDEST_YEAR:
            raise forms.ValidationError(_("The year must be 2000 or later"))
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.decisions and not data.get("decision") and not data.get("area"):
            self.add_error("area", _("Choose which kind of treatment it is about."))
        named_helper(self, data)
        return data

    @property
    def received_at(self) -> datetime:
        """The moment it came: now where it came today, else the middle of its day."""
        on: date = self.cleaned_data["received_on"]
        return self.at if on == danish_day(self.at) else danish_moment(on, time(12))

    @property
    def chosen(self) -> Decision | None:
        return self.decisions.get(self.cleaned_data.get("decision", ""))

    @property
    def told(self) -> Told:
        """What was told, for the action."""
        data, decision = self.cleaned_data, self.chosen
        return Told(
            about=data["about"],
            area=decision.area if decision is not None else data["area"],
            text=data["text"],
            channel=data["channel"],
            name=data.get("name", ""),
            contact=data.get("contact", ""),
            letter_reference=data.get("letter_reference", ""),
            helper=data["helper"],
            helper_name=data["helper_name"],
            helper_address=data["helper_address"],
            represents=data["represents"],
            form_key=data["form_key"],
        )


def decision_words(decision: Decision) -> str:
    """A decision as a choice: what, of which day, and the last day that its letter printed."""
    day = date_format(decision.decided_on, "j. F Y") if decision.decided_on else ""
    told = {
        "outcome": decision.get_outcome_display(),
        "area": str(decision.get_area_display()).lower(),
        "day": day,
    }
    words = _("%(outcome)s, %(area)s, %(day)s") % told
    if decision.complain_by_on is None:
        return words
    last = date_format(decision.complain_by_on, "j. F Y")
    return _("%(words)s. Last day to complain: %(last)s") % {"words": words, "last": last}


def fresh_key() -> uuid.UUID:
    """A new form's key: the same form sent twice is one complaint."""
    return uuid.uuid4()


# --- One form an act -----------------------------------------------------------------------------


class ActForm(DkForm):
    """A form about one complaint. Free text loses what looks like a CPR number."""

    def __init__(self, *args: Any, case: Case, people: Sequence[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        if isinstance(self, LetterForm) and not case.named:
            # Nobody to write to: the receipt with reference and code tells the rest.
            del self.fields["channel"], self.fields["seen_letter"]
        self.fill(case, people)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        """Give the fields what the complaint allows."""
        citizen = case.complaint.citizen
        digital = citizen is not None and citizen.cpr_hash is not None
        usual = LetterChannel.DIGITAL_POST if digital else LetterChannel.LETTER
        by_hand = case.death is not None
        self.initial.setdefault("channel", LetterChannel.HANDED_OVER if by_hand else usual)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("words", "why", "reasons", "grounds", "guidance"):
            if data.get(name):
                data[name] = mask_cpr(data[name].strip())
        data.setdefault("channel", LetterChannel.HANDED_OVER)
        return data


class NothingForm(ActForm):
    """Nothing to fill in."""


class LetterForm(ActForm):
    """An act that sends a letter: how it goes, and the hash of the sheet that was looked at."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How does the letter go?"), choices=LetterChannel.choices
    )
    seen_letter = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("why", "words", "until")


class ConnectForm(ActForm):
    """Whose case it is: by the decision's letter or the CPR number; then which of the decisions."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Which decision is it over?"),
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose which decision it is over")},
    )
    reference = letter_reference()
    cpr = CprField(
        label=gettext_lazy("Or the citizen's CPR number"),
        required=False,
        help_text=gettext_lazy("Where there is no letter, as when treatment has not begun"),
    )

    def fill(self, case: Case, people: Sequence[User]) -> None:
        complaint = case.complaint
        if complaint.inquiry is None:
            del self.fields["decision"]
            self.initial.setdefault("reference", complaint.letter_reference)
            return
        del self.fields["reference"], self.fields["cpr"]
        given = decisions_of(case.user, complaint.inquiry)
        self.let_choose("decision", [(str(one.pk), decision_words(one)) for one in given])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not any(data.get(name) for name in self.fields):
            self.add_error("reference", _("Enter the reference or the CPR number"))
        return data


class PutRightForm(ActForm):
    about = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=ABOUTS)
    area = forms.ChoiceField(label=gettext_lazy("Which kind of treatment?"), choices=Area.choices)
    words = _area(2, label=gettext_lazy("Why"), required=False)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        one = case.complaint
        decision = one.about in (About.ALCOHOL_DECISION, About.ANONYMOUS_DECISION)
        self.initial.setdefault("about", About.DECISION if decision else one.about)
        self.initial.setdefault("area", one.area)


HELPER = ("helper", "helper_name", "helper_address", "represents")


class HelperForm(ActForm):
    """Who helps, as it is known now."""

    helper, helper_name, helper_address, represents = helper_fields()
    layout = Layout(
        Div("helper", "helper_name", css_class="field-row"), "helper_address", "represents"
    )

    def fill(self, case: Case, people: Sequence[User]) -> None:
        for name in HELPER:
            self.initial.setdefault(name, getattr(case.complaint, name))
        if case.complaint.hides_helper:
            self.initial["helper_address"] = ""
            self.fields["helper_address"].help_text = _("Hidden: protected address")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        named_helper(self, data)
        return data


class AssignForm(ActForm):
    to = forms.ChoiceField(label=gettext_lazy("Who answers for it?"))

    def fill(self, case: Case, people: Sequence[User]) -> None:
        choices = [("", str(CHOOSE)), *((str(one.pk), str(one)) for one in people)]
        self.let_choose("to", choices)
        self.initial.setdefault("to", case.complaint.responsible_id)


class MoreTimeForm(LetterForm):
    why = _area(
        3,
        label=gettext_lazy("Which information is missing?"),
        error_messages={"required": gettext_lazy("Write which information is missing.")},
    )
    until = DkDateField(label=gettext_lazy("When does the citizen hear from us?"))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        clock = self.case.complaint.clock
        if clock is not None and clock.due_on is not None and until <= clock.due_on:
            last = date_format(clock.due_on, "j. F Y")
            raise forms.ValidationError(
                _("Choose a day after %(day)s: until then you have time anyway.") % {"day": last}
            )
        return until


class AnswerForm(LetterForm):
    words = _area(
        6,
        label=gettext_lazy("The answer"),
        error_messages={"required": gettext_lazy("Write the answer.")},
    )


class ReplyForm(ActForm):
    """A citizen who is content. One whose complaint stands is answered on the page of its own."""

    on = DkDateField(label=gettext_lazy("On which day did the citizen say so?"))
    words = _area(2, label=gettext_lazy("What the citizen said"), required=False)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        self.initial.setdefault("on", case.today)


class OutcomeForm(ActForm):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What did the appeals board decide?"),
        choices=BoardOutcome.choices,
        widget=Radios,
    )
    on = DkDateField(label=gettext_lazy("The day of its decision"))
    words = _area(3, label=gettext_lazy("In short, and what we do now"), required=False)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        self.initial.setdefault("on", case.today)


class WithdrawForm(ActForm):
    words = _area(2, label=gettext_lazy("What the citizen said"), required=False)
