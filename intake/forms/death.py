"""The form that a citizen has died: one press, and the day where somebody knows it."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.forms.fields import DkDateField


class DeathForm(DkForm):
    died_on = DkDateField(
        label=_("Day of death"), required=False, help_text=_("Leave it empty if nobody knows it.")
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_died_on(self) -> date | None:
        told: date | None = self.cleaned_data["died_on"]
        if told is not None and told > self.today:
            self.add_error("died_on", _("This day has not come yet."))
        return told
