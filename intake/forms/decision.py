"""The forms of a decision: what is decided and why, its sending, and what the citizen chose."""

from collections.abc import Callable, Sequence
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import DkDateField, mask_cpr
from centre.forms.layout import Folded, Inline
from centre.forms.widgets import Radios
from intake.choices import Outcome, Setting
from intake.forms.assessment import VersionedForm, count_field
from intake.queries.decision import Choices
from intake.rules.decision import DecisionDraft, Fault, ways_for
from intake.rules.offers import sessions_of

Check = Callable[[DecisionDraft], Sequence[Fault]]
LONGEST_TEXT = 4000
TEXTS = ("grounds", "why_not_less", "guidance")


class DecisionForm(VersionedForm, KeyForm):
    """S9: prefilled from the assessment and the standard, so that most of it is only looked at."""

    # What has to be there depends on what is decided; the page says it where it is missing.
    mark_optional = False
    outcome = forms.ChoiceField(label=_("What is decided?"), choices=Outcome.choices, widget=Radios)
    setting = forms.ChoiceField(
        label=_("How close to daily life?"), choices=Setting.choices, widget=Radios
    )
    offer = forms.ChoiceField(label=_("Offer"), required=False)
    sessions_granted = count_field(_("Talks granted"), least=1)
    granted_until = DkDateField(label=_("Last day of the grant"), required=False)
    grounds = forms.CharField(
        label=_("Grounds"),
        max_length=LONGEST_TEXT,
        help_text=_("Filled in from the assessment. Write it to the citizen: “you”."),
        widget=forms.Textarea({"rows": 10}),
        error_messages={"required": _("Write the grounds for the decision.")},
    )
    why_not_less = forms.CharField(
        label=_("Why outpatient help would not be enough"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )
    guidance = forms.CharField(
        label=_("What the citizen can do or have instead"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )
    way = forms.ChoiceField(label=_("How does it reach the citizen?"), widget=Radios)

    layout = Layout(
        Inline("outcome"),
        Inline("setting"),
        Div("offer", "sessions_granted", css_class="field-row"),
        Folded("granted_until", words=_("Add a last day")),
        "grounds",
        Folded("why_not_less", words=_("More than outpatient: say why less is not enough")),
        Folded("guidance", words=_("Partly or refused: say what can be had instead")),
        Inline("way"),
        "form_key",
        "version",
    )

    def __init__(
        self,
        *args: Any,
        choices: Choices,
        nameless: bool,
        area: str,
        check: Check,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        self.check = check
        self.let_choose("offer", [("", _("Choose …")), *_grouped(choices)])
        self.let_choose("way", ((one.value, one.label) for one in ways_for(nameless=nameless)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in TEXTS:
            if data.get(name):
                data[name] = mask_cpr(data[name])
        if data.get("outcome") == Outcome.REFUSED:
            # What the form began with is not what is granted.
            data |= {"offer": "", "sessions_granted": None, "granted_until": None}
        self.cleaned_data = data
        if not self.errors:
            for fault in self.check(self.draft):
                self.add_error(fault.field if fault.field in self.fields else None, fault.words)
        return data

    @property
    def draft(self) -> DecisionDraft:
        data = self.cleaned_data
        names = ("outcome", "setting", "offer", "sessions_granted", "granted_until", *TEXTS)
        kept = {name: data[name] for name in names}
        return DecisionDraft(area=self.area, way=data["way"], form_key=data["form_key"], **kept)


def _grouped(choices: Choices) -> list[tuple[str, Any]]:
    """The offers with the number of talks each grants; a stay stands apart from the rest."""
    groups = []
    for setting in (Setting.OUTPATIENT, Setting.INPATIENT):
        offers = [(one.key, _named(one)) for one in choices.fitting(setting)]
        if offers:
            groups.append((str(setting.label), offers))
    return groups


def _named(offer: Any) -> str:
    count = sessions_of(offer)
    if count is None:
        return str(offer.title_da)
    return _("%(offer)s (%(count)d talks)") % {"offer": offer.title_da, "count": count}


class SendForm(DkForm):
    """What was seen is what is sent."""

    previewed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ReturnForm(DkForm):
    why = forms.CharField(
        label=_("What has to be changed?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what has to be changed.")},
    )


class ChoiceForm(DkForm):
    """Whom the citizen chose, or why the choice was limited."""

    chosen_on = DkDateField(label=_("On which day did the citizen choose?"), required=False)
    provider = forms.CharField(label=_("Chosen place"), required=False, max_length=120)
    starts_on = DkDateField(label=_("When does it begin there?"), required=False)
    setting = forms.ChoiceField(
        label=_("What kind of help is it?"),
        choices=[
            (Setting.OUTPATIENT, Setting.OUTPATIENT.label),
            (Setting.INPATIENT, Setting.INPATIENT.label),
        ],
        widget=Radios,
    )
    limited_why = forms.CharField(
        label=_("Why the choice is limited"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
    )

    layout = Layout(
        "provider",
        Div("chosen_on", "starts_on", css_class="field-row"),
        Inline("setting"),
        Folded("limited_why", words=_("The choice is limited out of regard for the citizen")),
    )
