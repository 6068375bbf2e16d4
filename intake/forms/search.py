"""The one box of the search, and the reason for opening what lies beyond the own unit."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centre.citizens.rules import fold
from centre.forms.base import DkForm
from centre.forms.cpr import is_number, normalise
from centre.forms.fields import LONGEST_CPR, LONGEST_REASON, PhoneField, mask_cpr
from centre.forms.widgets import Radios
from centre.receipt import REFERENCE_LENGTH, SYMBOLS, typed
from centre.records.choices import Answer, LookUpReason
from intake.choices import Verdict
from intake.queries.search import Criterion

LONGEST = 200
LEAST_LETTERS = 2


class SearchForm(DkForm):
    """One box for all ways to name a person; `criterion` is how it was understood.

    The form always travels by POST: what is sought belongs in no address and no log (ux A.6).
    """

    text = forms.CharField(
        label=_("Name, phone, e-mail, CPR number or reference"),
        help_text=_("The first three letters of a name are enough. å, aa and a are the same here."),
        max_length=LONGEST,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        ),
        error_messages={"required": _("Write what to search for")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # Whoever opens the page wants to write; after a search the hits take the focus.
            self.fields["text"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "text" in data:
            try:
                self.criterion = _understood(data["text"])
            except ValidationError as error:
                self.add_error("text", error)
        return data


def _understood(text: str) -> Criterion:
    """What a text names. Raises ValidationError, which never repeats it."""
    if "@" in text:
        return Criterion(email=_email(text))
    if len(text) <= LONGEST_CPR and is_number(normalise(text)):
        return Criterion(cpr=normalise(text))
    letters = typed(text)
    fits = len(letters) == REFERENCE_LENGTH and set(letters) <= set(SYMBOLS)
    reference = letters if fits else ""
    if any(letter.isalpha() for letter in text):
        return Criterion(name=_name(text), reference=reference)
    return Criterion(reference=reference) if reference else Criterion(phone=_phone(text))


def _email(text: str) -> str:
    words = {"invalid": _("The e-mail address must look like name@example.dk")}
    return str(forms.EmailField(error_messages=words).clean(text))


def _phone(text: str) -> str:
    try:
        return PhoneField().clean(text)
    except ValidationError as error:
        words = _("A phone number has 8 digits or a country code, a CPR number 10 characters")
        raise ValidationError(words, code="number") from error


def _name(text: str) -> str:
    if fold(text) and len(typed(text)) >= LEAST_LETTERS:
        return text
    raise ValidationError(_("Write at least two letters of the name"), code="short")


class ReviewForm(DkForm):
    """What the leader found of a look-up. Why there was no reason is to be said."""

    # What is to be told in words too.
    told_in_words = frozenset({Verdict.UNWARRANTED.value})

    verdict = forms.ChoiceField(
        label=_("What did you find?"), choices=Verdict.choices, widget=Radios
    )
    words = forms.CharField(
        label=_("What you found, and what is done about it"),
        help_text=_("Needed when there was no good reason. The citizen can ask to read it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told["words"] = mask_cpr(told.get("words", ""))
        if told.get("verdict") in self.told_in_words and not told["words"]:
            self.add_error("words", _("Write what you found, and what is done about it."))
        return told


class SecondForm(DkForm):
    """The second person's yes or no. A no is explained to who asked."""

    # A no needs its words and a yes has none: the hint says so.
    mark_optional = False

    answer = forms.ChoiceField(
        label=_("May it be opened for an hour, to read only?"),
        choices=[
            (Answer.GRANTED, _("Yes, it is needed for their work")),
            (Answer.REFUSED, _("No")),
        ],
        widget=Radios,
    )
    words = forms.CharField(
        label=_("Why not"),
        help_text=_("Needed with a no. Your colleague and the leader can read it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told["words"] = mask_cpr(told.get("words", ""))
        if told.get("answer") == Answer.REFUSED and not told["words"]:
            self.add_error("words", _("Write why not."))
        return told


class LookUpForm(DkForm):
    """Why somebody without a relation must open a file. Both answers are needed."""

    reason = forms.ChoiceField(
        label=_("Why do you need to open it?"), choices=LookUpReason.choices, widget=Radios
    )
    text = forms.CharField(
        label=_("Write the reason in your own words"),
        help_text=_("The leader and, if they ask, the citizen can read it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )
    target = forms.CharField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return mask_cpr(self.cleaned_data["text"])
