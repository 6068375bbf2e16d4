"""What a leader found of odd readings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.forms.fields import mask_cpr
from centre.forms.widgets import Radios
from reporting.choices import OddVerdict

LONGEST = 600


class OddForm(DkForm):
    """What it was, once. Whatever the work does not explain is told in words."""

    verdict = forms.ChoiceField(
        label=_("What did you find?"), choices=OddVerdict.choices, widget=Radios
    )
    words = forms.CharField(
        label=_("What you found, and what is done about it"),
        help_text=_("Needed when the work does not explain it. Nobody can change it afterwards."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        told["words"] = mask_cpr(told.get("words", ""))
        if told.get("verdict") not in (None, OddVerdict.EXPLAINED) and not told["words"]:
            self.add_error("words", _("Write what you found, and what is done about it."))
        return told
