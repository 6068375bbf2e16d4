"""What a leader found of odd readings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.widgets import Radios
from intake.forms.search import ReviewForm
from reporting.choices import OddVerdict


class OddForm(ReviewForm):
    """What it was, once. Whatever the work does not explain is told in words."""

    told_in_words = frozenset(OddVerdict.values) - {OddVerdict.EXPLAINED.value}

    verdict = forms.ChoiceField(
        label=_("What did you find?"), choices=OddVerdict.choices, widget=Radios
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = _(
            "Needed when the work does not explain it. Nobody can change it afterwards."
        )
