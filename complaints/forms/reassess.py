"""Looking at a decision again: what came of it, why, and the new decision where there is one."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.forms.widgets import Radios
from centre.staff.models import User
from complaints.choices import About, Reassessed
from complaints.forms.staff import CHOOSE, LetterForm
from complaints.queries.complaint import Case
from complaints.queries.decisions import decided_since
from complaints.queries.offers import offers_over
from complaints.rules.result import Result, Seen
from intake.choices import Outcome
from intake.rules.decision import DecisionDraft
from intake.rules.offers import sessions_of

NEW = ("offer", "sessions_granted", "grounds", "guidance")


class ReassessForm(LetterForm):
    """One page; what is needed of it follows from the answer."""

    # Of the new decision nothing is optional where there is one.
    mark_optional = False

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it?"), choices=Reassessed.choices, widget=Radios
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons, in words the citizen understands"),
        max_length=8000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": gettext_lazy("Write the reasons.")},
    )
    offer = forms.ChoiceField(
        label=gettext_lazy("What is granted now?"),
        required=False,
        help_text=gettext_lazy(
            "Is it to be a stay? Decide on it from the inquiry first, for a leader approves it. "
            "Then come back here."
        ),
    )
    sessions_granted = forms.IntegerField(
        label=gettext_lazy("Number of talks"),
        required=False,
        min_value=1,
        max_value=200,
        widget=forms.NumberInput({"class": "input-char-4"}),
    )
    grounds = forms.CharField(
        label=gettext_lazy("Grounds of the new decision"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 4}),
    )
    guidance = forms.CharField(
        label=gettext_lazy("What is not granted, and what the citizen can do instead"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 3}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    seen_cover = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_file = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_decision = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def fill(self, case: Case, people: Sequence[User]) -> None:
        super().fill(case, people)
        self.initial.setdefault("form_key", uuid.uuid4())
        complaint = case.complaint
        self.offers = offers_over(complaint, self.today)
        self.since = decided_since(complaint, complaint.received_on)
        if complaint.reassessed == Reassessed.PARTLY:
            # It was looked at already: what stands goes on as it is.
            del self.fields["outcome"]
        # What was sent since the complaint came is taken; never in the place of what is written here.
        written = self.is_bound and bool(self.data.get("grounds"))
        new = complaint.about == About.DECISION and (self.since is None or written)
        self.decides = new and "outcome" in self.fields
        if self.decides:
            offers = ((one.key, one.title_da) for one in self.offers)
            self.let_choose("offer", [("", CHOOSE), *offers])
        else:
            for name in NEW:
                del self.fields[name]
        asked = [name for name in ("outcome", "reasons", "channel") if name in self.fields]
        names = ("form_key", *(f"seen_{one}" for one in Seen.__dataclass_fields__))
        hidden = [name for name in names if name in self.fields]
        self.layout = Layout(*asked, *hidden)
        if self.decides:
            self.layout = Layout(
                *asked,
                Fieldset(
                    _("The new decision, where the citizen is right or partly right"),
                    Div("offer", "sessions_granted", css_class="field-row"),
                    "grounds",
                    "guidance",
                ),
                *hidden,
            )

    @property
    def outcome_chosen(self) -> str:
        return str(self.cleaned_data.get("outcome") or Reassessed.MAINTAINED)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.decides and self.outcome_chosen != Reassessed.MAINTAINED:
            self._check_new(data)
        return data

    def _check_new(self, data: dict[str, Any]) -> None:
        offer = next((one for one in self.offers if one.key == data.get("offer")), None)
        if offer is None and not self.has_error("offer"):
            self.add_error("offer", _("Choose what is granted."))
        if offer is not None and not data.get("sessions_granted"):
            data["sessions_granted"] = sessions_of(offer)
        if not data.get("grounds"):
            self.add_error("grounds", _("Write the grounds for the decision."))
        if self.outcome_chosen == Reassessed.PARTLY and not data.get("guidance"):
            self.add_error("guidance", _("Write what the citizen can do or have instead."))

    @property
    def result(self) -> Result:
        """What was decided, for the action."""
        data, outcome = self.cleaned_data, self.outcome_chosen
        new = self.decides and outcome != Reassessed.MAINTAINED
        return Result(
            outcome=outcome,
            reasons=data["reasons"],
            channel=data["channel"],
            draft=self._draft(outcome) if new else None,
            seen=Seen(
                **{name: data.get(f"seen_{name}") or None for name in Seen.__dataclass_fields__}
            ),
        )

    def _draft(self, outcome: str) -> DecisionDraft:
        data, decision = self.cleaned_data, self.case.complaint.decision
        return DecisionDraft(
            area=self.case.complaint.area,
            outcome=Outcome.GRANTED if outcome == Reassessed.UPHELD else Outcome.PARTLY,
            setting=decision.setting if decision is not None else "outpatient",
            offer=data["offer"],
            sessions_granted=data["sessions_granted"],
            grounds=data["grounds"],
            guidance=data["guidance"] if outcome == Reassessed.PARTLY else "",
            form_key=data["form_key"],
        )
