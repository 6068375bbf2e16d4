"""What the pages of retention say of counts and reasons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.retention.choices import Hindrance, Kind

# Fewer are not told by number outside of the list itself (decided where sources leave it open, no. 8).
SMALLEST = 5

TALLIED = {
    "inquiry": gettext_lazy("Inquiries"),
    "decision": gettext_lazy("Decisions"),
    "course": gettext_lazy("Courses of treatment"),
    "session": gettext_lazy("Talks"),
    "discharge": gettext_lazy("Discharges"),
    "followup": gettext_lazy("Follow-ups"),
    "complaint": gettext_lazy("Complaints"),
}


def kind_words(kind: str) -> str:
    return str(Kind(kind).label)


def because_words(because: Mapping[str, int]) -> str:
    """Why some of that age stay, by number."""
    return ", ".join(f"{Hindrance(why).label}: {number}" for why, number in because.items())


def tally_words(what: str) -> str:
    return str(TALLIED.get(what, what))


def few(number: int) -> str:
    """A number that stays, as it is told: a few people are nobody's to count."""
    return (
        _("fewer than %(number)d") % {"number": SMALLEST} if 0 < number < SMALLEST else str(number)
    )


def period_words(months: int) -> str:
    years, rest = divmod(months, 12)
    told: dict[str, Any] = {"number": months if rest else years}
    return _("%(number)d months") % told if rest else _("%(number)d years") % told
