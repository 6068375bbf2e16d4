"""What every staff page shows: when deadlines were last checked."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now

from centre.clocks import queries


def watch(request: HttpRequest) -> dict[str, Any]:
    """The sweep's pulse; asked for only by pages that show it."""
    return {
        "demo": settings.DEMO,
        "sweep": SimpleLazyObject(lambda: queries.pulse(now())),
    }
