"""What is asked of any deadline that was not kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.clocks.choices import Cause
from centre.forms.base import DkForm
from centre.forms.fields import mask_cpr

LONGEST_PLAN = 2000


class CauseFields(DkForm):
    """Why a deadline was not kept."""

    cause = forms.ChoiceField(
        label=_("Why was the deadline not kept?"), choices=[("", _("Choose …")), *Cause.choices]
    )


class ExplainFields(CauseFields):
    """Why, and what happens now: of a guarantee as of every other deadline."""

    plan = forms.CharField(
        label=_("What happens now, and when?"),
        max_length=LONGEST_PLAN,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what happens now and when.")},
    )

    def clean_plan(self) -> str:
        plan: str = self.cleaned_data["plan"]
        return mask_cpr(plan.strip())
