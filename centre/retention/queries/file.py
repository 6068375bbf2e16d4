"""What keeps a citizen's records longer, for the file."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.file.queries import Act, Card, Part, Whose
from centre.retention.choices import HoldReason
from centre.retention.models import Hold
from centre.retention.queries.holds import MOST
from centre.staff.models import User


def part(_user: User, whose: Whose, at: datetime) -> Part:
    """A card for each hold in force, and the way to place one: for whose own work the file is."""
    if whose.citizen_id is None or not whose.is_own:
        return Part()
    url = reverse("retention:holds", args=[whose.citizen_id])
    rows = Hold.objects.in_force(danish_day(at)).filter(citizen=whose.citizen_id)
    held = rows.order_by("placed_at", "id").values_list("reason", "until")[:MOST]
    return Part(
        cards=[_card(reason, until, url) for reason, until in held],
        acts=[Act(_("Put deletion on hold"), url, last=True)],
    )


def _card(reason: str, until: date | None, url: str) -> Card:
    last = date_format(until, "j. F Y") if until else _("Until it is lifted")
    return Card(
        _("Deletion is on hold"),
        url,
        [(_("Why"), str(HoldReason(reason).label)), (_("Until"), last)],
    )
