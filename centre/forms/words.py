"""Our words wherever a field would speak Django's (ux A.1): instruct when empty, describe when wrong."""

from typing import Any, Final

from django import forms
from django.forms.utils import pretty_name
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# The label is in the sentence: in the error summary each link must say where it leads.
WRITE: Final = _("Write an answer to “%(label)s”")
CHOOSE: Final = _("Choose an answer to “%(label)s”")
CHOOSE_SOME: Final = _("Choose at least one answer to “%(label)s”")
TICK: Final = _("Tick “%(label)s” to go on")

# For every field, by the code of the error.
WORDS: Final[dict[str, Any]] = {
    "invalid_choice": _("Choose one of the answers in the list"),
    "invalid_list": _("Choose answers from the list"),
    "invalid_pk_value": _("Choose answers from the list"),
    "null_characters_not_allowed": _("The text holds characters that cannot be stored"),
    "max_length": ngettext_lazy(
        "The text can have at most %(limit_value)d character",
        "The text can have at most %(limit_value)d characters",
        "limit_value",
    ),
    "min_length": ngettext_lazy(
        "The text must have at least %(limit_value)d character",
        "The text must have at least %(limit_value)d characters",
        "limit_value",
    ),
    "min_value": _("The number must be %(limit_value)s or more"),
    "max_value": _("The number can be at most %(limit_value)s"),
}
# What "invalid" means depends on the field; the first kind that fits speaks.
INVALID: Final[tuple[tuple[type[forms.Field], Any], ...]] = (
    (forms.EmailField, _("The e-mail address must look like name@example.dk")),
    (forms.IntegerField, _("Write a whole number in digits")),
    (forms.DateField, _("Write the date with day, month and year")),
    (forms.TimeField, _("Write the time with hour and minutes, for example 8.30")),
)


def put_words(field: forms.Field, name: str) -> None:
    """Replace Django's own messages on a form's field; messages its author chose stay.

    `name` is the field's name in the form: it stands in when the field has no label.
    """
    words = {**WORDS, "required": _instruction(field, name)}
    for kind, sentence in INVALID:
        if isinstance(field, kind):
            words["invalid"] = sentence
            break
    for code, sentence in words.items():
        if field.error_messages.get(code) in (None, _django_says(field, code)):
            field.error_messages[code] = sentence


def _instruction(field: forms.Field, name: str) -> Any:
    """What to do when the field is empty; read late, for a form may give the label later."""
    return _SAID_LATE(field, name)


def _said(field: forms.Field, name: str) -> str:
    return str(_asked(field)) % {"label": field.label or pretty_name(name)}


# Made once: each call of `lazy` makes a class.
_SAID_LATE: Final = lazy(_said, str)


def _asked(field: forms.Field) -> Any:
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return CHOOSE_SOME
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return CHOOSE
    return TICK if isinstance(field, forms.BooleanField) else WRITE


def _django_says(field: forms.Field, code: str) -> Any:
    for kind in type(field).__mro__:
        messages = kind.__dict__.get("default_error_messages", {})
        if kind.__module__.startswith("django.") and code in messages:
            return messages[code]
    return None
