"""How the house runs: the sweep, the post, and what is missing (A8)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from centre.clocks.models import Sweep
from centre.clocks.queries.health import missing
from centre.clocks.queries.surroundings import Surroundings, surroundings
from centre.post.choices import State
from centre.post.models import Message


@dataclass(frozen=True)
class Operation:
    """Counts and moments only: nothing of a person."""

    missing: list[str]
    around: Surroundings
    sweep: Sweep | None
    waiting: int
    oldest_due_at: datetime | None
    uncertain: int
    parked: int
    last_sent_at: datetime | None


def operation(moment: datetime) -> Operation:
    """The state of the house as seen from a moment."""
    around = surroundings(moment)
    counts = Message.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=(State.WAITING, State.SENDING))),
        oldest=Min("due_at", filter=Q(state__in=(State.WAITING, State.SENDING))),
        uncertain=Count("pk", filter=Q(state=State.UNCERTAIN)),
        parked=Count("pk", filter=Q(state=State.PARKED)),
        last=Max("sent_at"),
    )
    return Operation(
        missing=missing(moment),
        around=around,
        sweep=Sweep.objects.order_by("-finished_at").first(),
        waiting=counts["waiting"],
        oldest_due_at=counts["oldest"],
        uncertain=counts["uncertain"],
        parked=counts["parked"],
        last_sent_at=counts["last"],
    )
