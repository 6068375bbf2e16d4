"""What is asked before a list is drawn up or approved, and of a hold."""

from datetime import date
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.forms.base import DkForm, KeyForm
from centre.forms.fields import DkDateField
from centre.forms.widgets import Radios
from centre.retention.choices import HoldReason, Kind


class DraftForm(KeyForm):
    """Which kind the list is of: what may go today is found, not chosen."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Draw up a list of"), choices=Kind.choices, widget=Radios()
    )

    layout = Layout("kind")


class ApproveForm(DkForm):
    archive_heeded = forms.BooleanField(
        label=gettext_lazy("What the archive authority wants kept has been handed over"),
        required=False,
        help_text=gettext_lazy("After the deletion it cannot be found again."),
    )

    def clean_archive_heeded(self) -> bool:
        if not self.cleaned_data["archive_heeded"]:
            raise forms.ValidationError(_("Say that what the archive wants was handed over."))
        return True


class HoldForm(KeyForm):
    reason = forms.ChoiceField(label=gettext_lazy("Why"), choices=HoldReason.choices)
    words = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
    )
    until = DkDateField(label=gettext_lazy("The last day, if you know it"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == HoldReason.OTHER and not data.get("words", "").strip():
            self.add_error("words", _("Write why."))
        until = data.get("until")
        if until is not None and until < self.today:
            self.add_error("until", _("Choose a day that is not past."))
        return data
