"""Fields that take what people write: telephone, name, CPR number, date, clock.

Each says what is missing as an instruction and what is wrong as a description (ux A.1).
"""

import re
import unicodedata
from datetime import date, time
from typing import Any, Final

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centre.forms.cpr import is_number, mask_cpr, normalise
from centre.forms.widgets import DkDateWidget, DkTimeWidget

__all__ = [
    "AddressField",
    "CprField",
    "DkDateField",
    "DkTimeField",
    "NameField",
    "PhoneField",
    "mask_cpr",
]

# Nobody writes longer ones by hand; longer input is refused before it is parsed.
LONGEST_PHONE: Final = 40
LONGEST_CLOCK: Final = 12
LONGEST_NAME: Final = 200
LONGEST_CPR: Final = 30
# A reason is a few sentences; it is read again by who looks after it, often on a small screen.
LONGEST_REASON: Final = 600
# What the window of an envelope holds beside the name.
ADDRESS_LINES: Final = 4
LONGEST_LINE: Final = 45
MONTHS: Final = (
    ("jan",),
    ("feb",),
    ("mar",),
    ("apr",),
    ("maj", "may"),
    ("jun",),
    ("jul",),
    ("aug",),
    ("sep",),
    ("okt", "oct"),
    ("nov",),
    ("dec",),
)


class PhoneField(forms.CharField):
    """A telephone number; eight digits are Danish, others need a country code.

    The cleaned value is E.164 (`+4512345678`), or empty. What was typed is shown back untouched.
    """

    default_error_messages = {
        "required": _("Enter your phone number"),
        "phone": _("The phone number must have 8 digits or a country code"),
    }
    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs.setdefault("autocomplete", "tel")
        self.widget.attrs.setdefault("class", "input-width-s")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        # phonenumbers would read letters as the keys of an old telephone.
        if len(text) > LONGEST_PHONE or any(letter.isalpha() for letter in text):
            raise ValidationError(self.error_messages["phone"], code="phone")
        try:
            number = phonenumbers.parse(text, "DK")
        except phonenumbers.NumberParseException as error:
            raise ValidationError(self.error_messages["phone"], code="phone") from error
        if not phonenumbers.is_possible_number(number):
            raise ValidationError(self.error_messages["phone"], code="phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class NameField(forms.CharField):
    """A name or what somebody likes to be called: every letter there is, no CPR number.

    The cleaned value is NFC with single spaces and without invisible control characters.
    """

    default_error_messages = {
        "required": _("Enter your name or what we may call you"),
        "letters": _("The name must have at least one letter"),
        "number": _("Write only the name here, without a CPR number"),
        "long": _("The name can have at most 200 letters"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("autocomplete", "name")
        self.widget.attrs.setdefault("spellcheck", "false")
        self.widget.attrs.setdefault("autocapitalize", "words")

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", str(value or ""))
        # Cc holds NUL and line breaks; bidirectional marks could turn the line around (T18, C-39).
        kept = "".join(
            " " if unicodedata.category(letter) == "Cc" else letter
            for letter in text
            if unicodedata.bidirectional(letter) not in _TURNING
        )
        return " ".join(kept.split())

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        if len(text) > LONGEST_NAME:
            raise ValidationError(self.error_messages["long"], code="long")
        if re.search(r"\d{6}", text) or mask_cpr(text) != text:
            raise ValidationError(self.error_messages["number"], code="number")
        if not any(letter.isalpha() for letter in text):
            raise ValidationError(self.error_messages["letters"], code="letters")
        return text


class AddressField(forms.CharField):
    """A postal address as it stands on an envelope, a line a line; abroad's too.

    The cleaned value is NFC, without empty lines and invisible signs. No register is asked: whoever
    writes it down has it from the citizen.
    """

    widget = forms.Textarea
    default_error_messages = {
        "town": _("Write street and town on a line each"),
        "lines": _("An address can have at most 4 lines"),
        "long": _("A line of the address can have at most 45 characters"),
        "number": _("Write only the address here, without a CPR number"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"rows": 3, "autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", str(value or ""))
        lines = [" ".join(map(_seen, line.split())) for line in text.splitlines()]
        return "\n".join(line for line in lines if line.strip())

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        lines = text.splitlines()
        wrong = next(
            (
                code
                for code, is_wrong in (
                    ("number", mask_cpr(text) != text),
                    ("town", len(lines) == 1),
                    ("lines", len(lines) > ADDRESS_LINES),
                    ("long", any(len(line) > LONGEST_LINE for line in lines)),
                )
                if is_wrong
            ),
            "",
        )
        if wrong:
            raise ValidationError(self.error_messages[wrong], code=wrong)
        return text


def _seen(word: str) -> str:
    return "".join(one for one in word if unicodedata.category(one)[0] != "C")


_TURNING: Final = frozenset({"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"})


class CprField(forms.CharField):
    """A CPR number or a replacement for one, with or without hyphen.

    The cleaned value is ten characters, or empty. Modulus 11 is not looked at: numbers without it
    are issued since 2007.
    """

    default_error_messages = {
        "required": _("Enter the CPR number"),
        "shape": _("A CPR number has 6 digits for the date of birth and 4 more characters"),
        "day": _("The first 6 digits of the CPR number must be a date"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": "off", "spellcheck": "false"})
        self.widget.attrs.setdefault("class", "input-char-11")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not text:
            return ""
        number = normalise(text) if len(text) <= LONGEST_CPR else ""
        if is_number(number):
            return number
        code = "day" if re.fullmatch(r"[0-9]{10}", number) else "shape"
        raise ValidationError(self.error_messages[code], code=code)


class DkDateField(forms.Field):
    """A date in three fields; the cleaned value is a `date`, or None.

    Months may be names. A whole date pasted into the first field is understood. An error's
    `params["parts"]` names the fields it is about.
    """

    widget = DkDateWidget
    default_error_messages = {
        "required": _("Enter the date"),
        "day_missing": _("The date must have a day"),
        "month_missing": _("The date must have a month"),
        "year_missing": _("The date must have a year"),
        "day_wrong": _("The day must be a number from 1 to 31"),
        "month_wrong": _("The month must be a number from 1 to 12"),
        "year_wrong": _("The year must have 4 digits"),
        "date_wrong": _("This day is not in the calendar"),
    }

    def clean(self, value: Any) -> date | None:
        found: date | None = super().clean(value)
        return found

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        day, month, year = _whole_date(value)
        if not (day or month or year):
            return None
        for name, text in (("day", day), ("month", month), ("year", year)):
            if not text:
                raise self._wrong(f"{name}_missing", name)
        numbers = (
            self._number("day", day, range(1, 32), 2),
            self._number("month", _month_number(month), range(1, 13), 2),
            self._number("year", year, range(1000, 10_000), 4),
        )
        try:
            return date(numbers[2], numbers[1], numbers[0])
        except ValueError as error:
            raise self._wrong("date_wrong", "day", "month", "year") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _number(self, part: str, text: str, allowed: range, digits: int) -> int:
        if not re.fullmatch(rf"[0-9]{{1,{digits}}}", text) or int(text) not in allowed:
            raise self._wrong(f"{part}_wrong", part)
        return int(text)

    def _wrong(self, code: str, *parts: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={"parts": parts})


def _whole_date(value: Any) -> tuple[str, str, str]:
    day, month, year = (unicodedata.normalize("NFKC", str(part or "")).strip() for part in value)
    if not month and not year and len(day) <= LONGEST_CPR:
        pasted = re.fullmatch(r"(\d{1,2})[ ./\-]+(\d{1,2}|[a-zA-Z.]+)[ ./\-]+(\d{4})", day)
        if pasted:
            return pasted[1], pasted[2], pasted[3]
    return day.rstrip("."), month.rstrip("."), year


def _month_number(text: str) -> str:
    for number, names in enumerate(MONTHS, start=1):
        if text[:3].lower() in names:
            return str(number)
    return text


class DkTimeField(forms.Field):
    """A clock written `8.30`, `08:30`, `830` or `8`; the cleaned value is a `time`, or None."""

    widget = DkTimeWidget
    default_error_messages = {
        "required": _("Enter the time"),
        "clock": _("Write the time with hour and minutes, for example 8.30"),
    }

    def to_python(self, value: Any) -> time | None:
        if value is None or isinstance(value, time):
            return value
        text = unicodedata.normalize("NFKC", str(value)).strip().lower()
        text = text.removeprefix("kl.").removeprefix("kl").strip()
        if not text:
            return None
        found = re.fullmatch(r"([0-9]{1,2})(?:[.:,]?([0-9]{2}))?", text[:LONGEST_CLOCK])
        if not found or len(text) > LONGEST_CLOCK:
            raise ValidationError(self.error_messages["clock"], code="clock")
        try:
            return time(int(found[1]), int(found[2] or 0))
        except ValueError as error:
            raise ValidationError(self.error_messages["clock"], code="clock") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
