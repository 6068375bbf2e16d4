"""Whether somebody watches the deadlines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet, Subquery

from centre.clocks.models import Sweep


@dataclass(frozen=True)
class Pulse:
    """The last sweep, and whether it is recent enough to rely on."""

    last_at: datetime | None
    alive: bool


def pulse(moment: datetime) -> Pulse:
    """When the deadlines were last checked, as seen from a moment."""
    return pulse_of(_latest().values_list("finished_at", flat=True).first(), moment)


def last_sweep() -> Subquery:
    """When the last sweep ended, to be asked for in the same statement as something else."""
    return Subquery(_latest().values("finished_at")[:1])


def _latest() -> QuerySet[Sweep]:
    return Sweep.objects.order_by("-finished_at")


def pulse_of(last_at: datetime | None, moment: datetime) -> Pulse:
    """What it says, as seen from a moment, that the last sweep ended then, or that none ever did."""
    silence = timedelta(minutes=settings.SWEEP_SILENCE_MINUTES)
    return Pulse(last_at=last_at, alive=last_at is not None and moment - last_at <= silence)
