"""Widgets of the form pack; how they look is decided by `templates/dkfds/field.html`."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DkDateWidget(forms.MultiWidget):
    """Day, month and year in three fields: no calendar needed, no order to guess."""

    use_fieldset = True
    # Read by the pack: key in the POST data, label, CSS class, autocomplete for a birth date.
    parts = (
        ("day", _("Day"), "form-group-day", "bday-day"),
        ("month", _("Month"), "form-group-month", "bday-month"),
        ("year", _("Year"), "form-group-year", "bday-year"),
    )

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        self.birthday = birthday
        super().__init__({part[0]: self._part(part) for part in self.parts}, attrs)

    def _part(self, part: tuple[str, Any, str, str]) -> forms.TextInput:
        attrs = {"inputmode": "numeric", "class": "form-input"}
        if part[0] == "month":
            # Months may be written in letters.
            del attrs["inputmode"]
        attrs["autocomplete"] = part[3] if self.birthday else "off"
        return forms.TextInput(attrs)

    def decompress(self, value: date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]


class DkTimeWidget(forms.TextInput):
    """A clock in one short field; shown as `8.30`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input-char-8", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, time):
            return f"{value.hour}.{value.minute:02}"
        shown: str | None = super().format_value(value)
        return shown


class Radios(forms.RadioSelect):
    """Radios that may carry one line of explanation each.

    `hints` maps a choice's value to its line.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})


class Checkboxes(forms.CheckboxSelectMultiple):
    """Checkboxes that may carry one line of explanation each, as `Radios`."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})


class SlotRadios(forms.RadioSelect):
    """Free times as radios grouped by day; the choices are grouped: [(day, [(value, clock)])]."""
