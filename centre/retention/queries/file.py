"""What keeps a citizen's records longer, for the file."""

from datetime import date, datetime

from django.db.models import FilteredRelation, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.file.queries import Act, Card, Part, Whose, citizens
from centre.retention.choices import HoldReason
from centre.retention.queries.holds import MOST
from centre.staff.models import User


def part(user: User, whose: Whose, at: datetime) -> Part:
    """A card for each hold in force, and the way to place one: for whose own work the file is."""
    if whose.citizen_id is None:
        return Part()
    today = danish_day(at)
    in_force = Q(holds__lifted_at__isnull=True) & (
        Q(holds__until__isnull=True) | Q(holds__until__gte=today)
    )
    # Whether they may act, and what is held, by one statement: the file asks for enough already.
    found = citizens(user, at).filter(pk=whose.citizen_id)
    found = found.annotate(held=FilteredRelation("holds", condition=in_force))
    rows = list(found.values_list("look_up_id", "held__reason", "held__until")[:MOST])
    url = reverse("retention:holds", args=[whose.citizen_id])
    own = bool(rows) and rows[0][0] is None
    return Part(
        cards=[_card(reason, until, url) for _opens, reason, until in rows if own and reason],
        acts=[Act(_("Put deletion on hold"), url, last=True)] if own else [],
    )


def _card(reason: str, until: date | None, url: str) -> Card:
    last = date_format(until, "j. F Y") if until else _("Until it is lifted")
    return Card(
        _("Deletion is on hold"),
        url,
        [(_("Why"), str(HoldReason(reason).label)), (_("Until"), last)],
    )
