"""Whether somebody watches the deadlines."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from centre.clocks.models import Sweep


@dataclass(frozen=True)
class Pulse:
    """The last sweep, and whether it is recent enough to rely on."""

    last_at: datetime | None
    alive: bool


def pulse(moment: datetime) -> Pulse:
    """When the deadlines were last checked, as seen from a moment."""
    last_at = Sweep.objects.order_by("-finished_at").values_list("finished_at", flat=True).first()
    silence = timedelta(minutes=settings.SWEEP_SILENCE_MINUTES)
    return Pulse(last_at=last_at, alive=last_at is not None and moment - last_at <= silence)
