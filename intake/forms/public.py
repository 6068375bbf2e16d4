"""The questions of the public booking, one form each: nothing more than the help itself needs.

Why each is asked and who reads it stands in its hint; no CPR number, address or sex is ever asked.
"""

from collections.abc import Iterable
from typing import Any, Final

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from centre.citizens.choices import AgeGroup
from centre.forms.base import DkForm
from centre.forms.fields import NameField, PhoneField, mask_cpr
from centre.forms.layout import Question
from centre.forms.widgets import Radios, SlotRadios
from intake.choices import About, Topic
from intake.rules.journey import TREATABLE, Answers

LONGEST_NEEDS: Final = 300


class QuestionForm(DkForm):
    """One question of the way. `answers` are what was said before."""

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        self.answers = answers
        super().__init__(*args, **kwargs)


class AboutForm(QuestionForm):
    """For whom: a relative's and a professional's talk is their own."""

    about = forms.ChoiceField(
        label=_("Who is it about?"),
        help_text=_("We ask so that the right person is ready for you. Only the staff see it."),
        choices=About.choices,
        widget=Radios,
        error_messages={"required": _("Choose who it is about")},
    )
    layout = Layout(Question("about"))


class AgeForm(QuestionForm):
    """An age group: it decides who you talk with and which rules there are."""

    age_group = forms.ChoiceField(
        label=_("How old are you?"),
        help_text=_(
            "We ask because there are other rules for young people. Only the staff see it."
        ),
        choices=AgeGroup.choices,
        widget=Radios,
        error_messages={"required": _("Choose an age, or “Rather not say”")},
    )
    layout = Layout(Question("age_group"))

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, answers=answers, **kwargs)
        if answers.about in (About.RELATIVE, About.PROFESSIONAL):
            self.fields["age_group"].label = _("How old is the person?")


class TopicForm(QuestionForm):
    """What to talk about, and whether treatment is wanted: that wish starts the 14 days."""

    topic = forms.ChoiceField(
        label=_("What would you like to talk about?"),
        help_text=_("We ask so that we can prepare. Only the staff see it."),
        choices=Topic.choices,
        widget=Radios,
        error_messages={"required": _("Choose what you would like to talk about")},
    )
    treatment = forms.BooleanField(
        required=False,
        label=_("I want treatment"),
        help_text=_("Your wish then counts from today."),
    )
    medical = forms.BooleanField(
        required=False,
        label=_("I want to talk with a doctor about medicine in place of drugs"),
    )
    layout = Layout(Question("topic"), "treatment", "medical")

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, answers=answers, **kwargs)
        if not answers.may_want_treatment:
            del self.fields["treatment"], self.fields["medical"]
            self.layout = Layout(Question("topic"))
        elif answers.about == About.PROFESSIONAL:
            self.fields["treatment"].label = _("The citizen wants treatment")
            self.fields["treatment"].help_text = _("The wish then counts from today.")
            self.fields["medical"].label = _("The citizen wants medicine in place of drugs")
        elif answers.about == About.RELATIVE:
            self.fields["treatment"].label = _("I am the parent and want treatment for my child")
            self.fields["treatment"].help_text = _("The wish then counts from today.")
            del self.fields["medical"]
            self.layout = Layout(Question("topic"), "treatment")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        medical = data.get("medical", False)
        # Medicine is treatment: whoever ticks it has said that they want it (SUL § 142).
        data["treatment"] = data.get("treatment", False) or medical
        if "topic" not in data:
            return data
        # A wish that does not fit the topic is asked about: left out in silence, no day would run.
        if medical and data["topic"] not in (Topic.DRUGS, Topic.BOTH):
            self.add_error("topic", _("Choose drugs or both when you tick medicine"))
        elif data["treatment"] and data["topic"] not in TREATABLE:
            self.add_error("topic", _("Choose what the treatment is for: alcohol, drugs or both"))
        return data


class AgreesForm(QuestionForm):
    """A referral needs the citizen's own wish; without it there is advice (Skanderborg 4.1)."""

    agrees = forms.ChoiceField(
        label=_("Has the citizen agreed?"),
        help_text=_("We ask because only the citizen can ask for treatment."),
        choices=[
            ("yes", _("Yes, the citizen wants treatment and knows that I ask")),
            ("no", _("No, or I am not sure")),
        ],
        widget=Radios(hints={"no": _("You can still get advice from us, without a name.")}),
        error_messages={"required": _("Choose whether the citizen has agreed")},
    )
    layout = Layout(Question("agrees"))


class TimeForm(QuestionForm):
    """A free time; which ones are offered is asked of the database for each page."""

    slot = forms.TypedChoiceField(
        label=_("Free times"),
        coerce=int,
        widget=SlotRadios,
        error_messages={"required": _("Choose a time")},
    )

    def __init__(
        self,
        *args: Any,
        answers: Answers,
        offered: Iterable[tuple[str, list[tuple[int, str]]]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, answers=answers, **kwargs)
        self.let_choose("slot", offered)


class ContactForm(QuestionForm):
    contact = forms.ChoiceField(
        label=_("May we know who you are?"),
        help_text=_("You decide. You get the same talk either way."),
        choices=[
            ("anonymous", _("I want to be anonymous")),
            ("named", _("You may know my name")),
        ],
        widget=Radios(
            hints={
                "anonymous": _("You write nothing about yourself. You get a code to keep."),
                "named": _("We can then call you if something changes."),
            }
        ),
        error_messages={"required": _("Choose whether we may know who you are")},
    )
    layout = Layout(Question("contact"))


class DetailsForm(QuestionForm):
    """How to reach somebody who let us know them: a telephone number or an e-mail address."""

    name = NameField(
        label=_("Name, or what we may call you"),
        required=True,
        error_messages={"required": _("Write a name, or what we may call you")},
    )
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        help_text=_("We only call about the time. A country code is needed from abroad."),
    )
    message = forms.BooleanField(
        required=False,
        label=_("You may leave a message on my phone"),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    # Of phone and e-mail one is enough: the page says so, in place of "(optional)" at each.
    mark_optional = False

    def __init__(self, *args: Any, answers: Answers, **kwargs: Any) -> None:
        super().__init__(*args, answers=answers, **kwargs)
        if answers.call:
            self.fields["phone"].required = True
            self.fields["phone"].help_text = _("The number we call you on.")
            self.fields["name"].required = False
            self.fields["name"].label = _("What may we call you? (optional)")
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        # Shown back as it was typed, not as it is stored.
        data["phone_typed"] = str(self.data.get("phone", "")).strip()
        untold = not data.get("phone") and not data.get("email")
        if untold and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Enter a phone number or an e-mail address"))
        return data


class NeedsForm(QuestionForm):
    """What would make it easier to come. What looks like a CPR number is masked before it is kept."""

    needs = forms.CharField(
        label=_("Do you need help to take part?"),
        help_text=_(
            "For example an interpreter, help to read, or room for a wheelchair. "
            "Do not write your CPR number here."
        ),
        required=False,
        max_length=LONGEST_NEEDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Write at most 300 characters")},
    )
    layout = Layout(Question("needs"))

    def clean_needs(self) -> str:
        return mask_cpr(self.cleaned_data["needs"].strip())


class CheckForm(forms.Form):
    """Nothing is asked: what was seen comes back, and a field that no person sees stays empty."""

    seen = forms.CharField(required=False, max_length=64)
    website = forms.CharField(required=False)

    def looks_like_a_machine(self) -> bool:
        """Whether the field that nobody sees was filled."""
        return bool(self.data.get("website"))
