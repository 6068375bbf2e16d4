"""Writing a note, attaching a file to it, passing it on, and searching."""

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import LONGEST_REASON, DkDateField, mask_cpr
from centre.forms.widgets import Radios
from centre.journal.actions.notes import Wording
from centre.journal.actions.passing import Ground
from centre.journal.choices import Basis, NoteKind, Regime
from centre.journal.rules.access import KINDS
from centre.journal.rules.files import CleanFile, UnfitFile, cleaned
from centre.journal.rules.search import Sought, understood

# With the rest of its form it fits into a draft: nothing that may be saved is too long to be kept.
LONGEST_NOTE = 15_000
LONGEST_HEADING = 120
LONGEST_NAMES = 200
LONGEST_SEARCH = 100
LONGEST_FILE_NAME = 100


class NoteForm(KeyForm):
    """A note in one of the two records; whom was conferred with is asked in the health record alone."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        error_messages={"required": gettext_lazy("Choose what the note is about")},
    )
    about_on = DkDateField(label=gettext_lazy("Day"))
    heading = forms.CharField(
        label=gettext_lazy("Heading"), required=False, max_length=LONGEST_HEADING
    )
    text = forms.CharField(
        label=gettext_lazy("The note"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": gettext_lazy("Write the note")},
    )
    conferred = forms.CharField(
        label=gettext_lazy("Conferred with"),
        help_text=gettext_lazy("Name and title of whoever you asked for advice."),
        required=False,
        max_length=LONGEST_NAMES,
    )

    layout = Layout(
        Div("kind", "about_on", css_class="field-row"), "heading", "text", "conferred", "form_key"
    )

    def __init__(self, *args: Any, regime: Regime, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        kinds = [(one.value, one.label) for one in KINDS[regime]]
        self.let_choose("kind", [("", _("Choose …")), *kinds])
        if regime != Regime.HEALTH:
            del self.fields["conferred"]

    @property
    def helper(self) -> Any:
        helper = super().helper
        there = [one for one in helper.layout.fields if one != "conferred" or one in self.fields]
        helper.layout.fields = there
        return helper

    def clean_about_on(self) -> date:
        told: date = self.cleaned_data["about_on"]
        if told > self.today:
            raise ValidationError(_("The note cannot tell of a day that is still to come."))
        return told

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for name in {"heading", "text", "conferred"} & told.keys():
            told[name] = mask_cpr(told[name])
        if told.get("kind") == NoteKind.CONFERRAL and not told.get("conferred"):
            self.add_error("conferred", _("Write the name of whom you conferred with."))
        return told

    @property
    def wording(self) -> Wording:
        return Wording(
            **{name: one for name, one in self.cleaned_data.items() if name != "form_key"}
        )


class AttachForm(KeyForm):
    """One file. Its name is kept as words, and decides nothing."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF, JPG or PNG, at most 10 MB. Where and with what a picture was taken is removed from it."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(
            {"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}
        ),
        error_messages={"required": gettext_lazy("Choose a file")},
    )

    layout = Layout("form_key", "file")

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            words = _("The file is too big: at most 10 MB can be attached.")
            self.fields["file"].error_messages["required"] = words

    def clean_file(self) -> CleanFile:
        sent = self.cleaned_data["file"]
        content: bytes = sent.read()
        try:
            made = cleaned(content)
        except UnfitFile as fault:
            raise ValidationError(str(fault)) from None
        _check_scanned(content)
        self.name = file_name(sent.name)
        return made


def file_name(told: str) -> str:
    """What a file is called, as words on a page: the last part, nothing invisible, no CPR number."""
    last = PurePosixPath(told.replace("\\", "/")).name
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    return mask_cpr(seen)[:LONGEST_FILE_NAME].strip() or _("Without a name")


def _check_scanned(content: bytes) -> None:
    """Ask the scanner of the settings, where there is one. One that fails lets nothing through."""
    if not settings.ATTACHMENT_SCANNER:
        return
    is_clean: Callable[[bytes], bool] = import_string(settings.ATTACHMENT_SCANNER)
    try:
        clean = is_clean(content)
    except Exception:  # noqa: BLE001 - whatever another house's scanner raises
        words = _("The file could not be looked through for viruses. Try again in a while.")
        raise ValidationError(words) from None
    if not clean:
        raise ValidationError(_("The file is not taken: the virus scanner has found something."))


class PassOnForm(KeyForm):
    """On which ground a health note is passed on."""

    # Each answer is needed with one ground and not with another: the hints say which.
    mark_optional = False

    basis = forms.ChoiceField(
        label=gettext_lazy("On which ground?"),
        choices=Basis.choices,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose the ground")},
    )
    consent_on = DkDateField(
        label=gettext_lazy("Day of the consent"),
        help_text=gettext_lazy(
            "Only where the citizen has agreed. The consent is to be in writing."
        ),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is needed"),
        help_text=gettext_lazy(
            "Needed where the citizen has not agreed. The citizen can ask to read it."
        ),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    with_files = forms.BooleanField(label=gettext_lazy("With the files"), required=False)

    def __init__(self, *args: Any, today: date, has_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not has_files:
            del self.fields["with_files"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told["reason"] = mask_cpr(told.get("reason", ""))
        if told.get("basis") == Basis.CONSENT:
            self._check_consent(told.get("consent_on"))
        elif told.get("basis"):
            # A day that was left standing from another choice says nothing of this one.
            told["consent_on"] = None
            if not told["reason"] and "reason" not in self.errors:
                self.add_error("reason", _("Write why it is passed on without consent."))
        return told

    def _check_consent(self, on: date | None) -> None:
        if on is None and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Write the day on which the citizen agreed."))
        elif on is not None and on > self.today:
            self.add_error("consent_on", _("The citizen cannot have agreed on a day to come."))

    @property
    def ground(self) -> Ground:
        told = self.cleaned_data
        return Ground(
            told["basis"], told["consent_on"], told["reason"], told.get("with_files", False)
        )


class SearchForm(DkForm):
    """What is sought, by POST only; `after` is where the page before ended."""

    text = forms.CharField(
        label=gettext_lazy("Words in the notes"),
        help_text=gettext_lazy(
            "All of them must stand in the note, in any form. å, aa and a are the same here."
        ),
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write what to search for")},
    )
    after = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        self.sought: Sought = understood(self.cleaned_data["text"])
        if not self.sought.stems:
            raise ValidationError(_("Write a word of at least two letters"))
        return str(self.cleaned_data["text"])
