"""What keeps a citizen's records longer, for the file."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.file.queries import Act, Card, Part, Whose
from centre.retention.models import Hold
from centre.retention.queries.holds import MOST
from centre.staff.models import User


def part(_user: User, whose: Whose, at: datetime) -> Part:
    """A card for each hold in force, and the way to place one."""
    if whose.citizen_id is None:
        return Part()
    url = reverse("retention:holds", args=[whose.citizen_id])
    rows = Hold.objects.in_force(danish_day(at)).filter(citizen=whose.citizen_id)
    return Part(
        cards=[_card(one, url) for one in rows[:MOST]],
        acts=[Act(_("Put deletion on hold"), url, last=True)],
    )


def _card(one: Hold, url: str) -> Card:
    until = date_format(one.until, "j. F Y") if one.until else _("Until it is lifted")
    return Card(
        _("Deletion is on hold"),
        url,
        [(_("Why"), str(one.get_reason_display())), (_("Until"), until)],
    )
