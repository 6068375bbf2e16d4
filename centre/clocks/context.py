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
        "sweep": SimpleLazyObject(lambda: _pulse(request)),
    }


def _pulse(request: HttpRequest) -> queries.Pulse:
    # An error page may come before anybody is known.
    user: Any = getattr(request, "user", None)
    # Read with the person (READ_WITH_A_PERSON of the settings); asked for where nobody is logged in.
    if hasattr(user, "swept_at"):
        return queries.pulse_of(user.swept_at, now())
    return queries.pulse(now())
