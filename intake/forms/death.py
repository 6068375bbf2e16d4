"""The form that a citizen has died: one press, and the day where somebody knows it."""

from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.forms.fields import DkDateField


class DeathForm(DkForm):
    died_on = DkDateField(
        label=_("Day of death"), required=False, help_text=_("Leave it empty if nobody knows it.")
    )
