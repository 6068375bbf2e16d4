"""Opening something with the reference and the code of its receipt, as they were copied by hand."""

from collections.abc import Callable
from typing import Any, Final, Protocol, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centre.forms import cookie
from centre.forms.base import DkForm
from centre.receipt import CODE_LENGTH, REFERENCE_LENGTH, fits, typed

LONGEST_TYPED: Final = 40
NOBODYS: Final = bytes(32)


class HasCode(Protocol):
    """A row that a code opens: it keeps the code's hash."""

    code_hash: Any


Row = TypeVar("Row", bound=HasCode)


def copied(width: str, **words: Any) -> forms.CharField:
    """A field for what is copied by hand from a paper: no help from the browser, no lasting trace."""
    return forms.CharField(
        max_length=LONGEST_TYPED,
        widget=forms.TextInput({"class": width, "autocomplete": "off", "spellcheck": "false"}),
        **words,
    )


class LookUpForm(DkForm):
    """Reference and code of a receipt."""

    reference = copied(
        "input-char-8",
        label=_("Reference"),
        help_text=_("6 letters and digits from your receipt"),
        error_messages={
            "required": _("Enter the reference from your receipt"),
            "max_length": _("The reference has 6 letters and digits"),
        },
    )
    code = copied(
        "input-char-11",
        label=_("Code"),
        help_text=_("8 letters and digits from your receipt"),
        error_messages={
            "required": _("Enter the code from your receipt"),
            "max_length": _("The code has 8 letters and digits"),
        },
    )

    def clean_reference(self) -> str:
        return self._exact("reference", REFERENCE_LENGTH)

    def clean_code(self) -> str:
        return self._exact("code", CODE_LENGTH)

    def _exact(self, name: str, length: int) -> str:
        text = typed(self.cleaned_data[name])
        if len(text) != length:
            raise ValidationError(self.fields[name].error_messages["max_length"])
        return text

    def opened(self, find: Callable[[str], Row | None]) -> Row | None:
        """What the two open; the same work and the same words whether it is unknown or the code wrong."""
        reference, code = self.cleaned_data["reference"], self.cleaned_data["code"]
        found = find(reference)
        kept = bytes(found.code_hash) if found is not None else NOBODYS
        if fits(kept, code, reference, cookie.secrets()):
            return found
        self.add_error(None, _("The reference and the code do not fit together"))
        return None
