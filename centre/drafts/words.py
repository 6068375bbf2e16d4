"""When a draft was saved, and what is said when another page wrote to it, in words."""

from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day


def moment(at: datetime, today: date) -> str:
    """The clock, with its day unless that is today: `kl. 10.42`, `3. december kl. 10.42`."""
    clock = _("at %(clock)s") % {"clock": time_format(localtime(at), "TIME_FORMAT")}
    return clock if danish_day(at) == today else f"{date_format(localtime(at), 'j. F')} {clock}"


def objection(at: datetime, today: date) -> str:
    """Why a form is not saved yet: its author wrote in the same form elsewhere."""
    return _(
        "You have another text in this form, from %(when)s. "
        "Nothing is saved yet. Choose which text to keep."
    ) % {"when": moment(at, today)}
