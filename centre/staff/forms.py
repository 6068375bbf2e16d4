"""Logging in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm

# Longer input is refused before it is hashed: hashing 10 MB would be work for an attacker to give.
LONGEST = 200


class LoginForm(DkForm):
    """User name and password. Pasting is allowed and nothing is cut off (WCAG 3.3.8)."""

    username = forms.CharField(
        label=_("User name"),
        max_length=LONGEST,
        error_messages={"required": _("Enter your user name")},
        widget=forms.TextInput(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        error_messages={"required": _("Enter your password")},
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
