"""Logging in, the second factor, the password."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.forms.fields import DkDateField
from centre.staff.models import User
from centre.staff.rules import LONGEST


def _password(label: Any, empty: Any, autocomplete: str, **more: Any) -> forms.CharField:
    """Pasting is allowed and nothing is cut off (WCAG 3.3.8)."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        strip=False,
        error_messages={"required": empty},
        widget=forms.PasswordInput({"autocomplete": autocomplete}),
        **more,
    )


class LoginForm(DkForm):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=LONGEST,
        error_messages={"required": _("Enter your user name")},
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = _password(_("Password"), _("Enter your password"), "current-password")


class CodeForm(DkForm):
    """The second factor: the app's six digits, or a recovery code in the same box."""

    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("Six digits. Without your phone, write one of your recovery codes."),
        max_length=60,
        error_messages={"required": _("Enter the code")},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, by_passkey: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = not by_passkey


class FirstCodeForm(DkForm):
    """The first code of an app that is being set up."""

    code = forms.CharField(
        label=_("Code from your app"),
        help_text=_("Six digits, a new one each half minute."),
        max_length=60,
        error_messages={"required": _("Enter the code that the app shows")},
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class ProofForm(DkForm):
    """Showing once more who one is, in the middle of the work."""

    password = _password(_("Password"), _("Enter your password"), "current-password")
    code = CodeForm.base_fields["code"]

    def __init__(
        self, *args: Any, with_code: bool, by_passkey: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = not by_passkey
        if not with_code:
            del self.fields["code"]


class PasswordForm(DkForm):
    """A new password, for which the old one is asked too."""

    old = _password(_("Your password now"), _("Enter your password"), "current-password")
    new = _password(
        _("New password"),
        _("Enter a new password"),
        "new-password",
        help_text=_(
            "At least 15 characters of any kind. A few words after each other are easy to remember."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        # Against what was told, never the kept one: that would be a way to guess it.
        if "new" in told and told["new"] == told.get("old"):
            self.add_error("new", _("That is the password you have. Choose another one."))
        return told


class EndForm(DkForm):
    """The first day on which somebody works here no more."""

    ends_on = DkDateField(
        label=_("First day on which they work here no more"),
        help_text=_("Today shuts them out at once. A later day shuts them out when it comes."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"ends_on": today})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_ends_on(self) -> date:
        on: date = self.cleaned_data["ends_on"]
        if on < self.today:
            raise ValidationError(_("Choose today or a later day: what is past cannot be undone."))
        return on


class HandOnForm(DkForm):
    """Who goes on with the work of somebody who leaves."""

    to = forms.ChoiceField(
        label=_("Who goes on with the work?"),
        error_messages={"required": _("Choose who goes on with it")},
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [("", _("Choose …")), *((key, str(one)) for key, one in self.people.items())]
        self.let_choose("to", choices)

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["to"]]
