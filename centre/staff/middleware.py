"""Session limits of the staff: 20 minutes idle, 10 hours in all; who has left is out at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now

from centre.calendar import danish_day
from centre.staff.sessions import BEGAN, SEEN

Answer = Callable[[HttpRequest], HttpResponse]
# The moment of the last request is written at most once a minute.
WRITE_EVERY = timedelta(minutes=1)


class SessionLimits:
    """End a session that rested too long, or whose owner no longer works here."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        moment = now()
        began_at, seen_at = _moment(request, BEGAN), _moment(request, SEEN)
        lasts = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        # Each writing gives the session's row ten new hours: only its own first moment ends it.
        ends_at = (began_at or moment) + lasts
        idle = moment - (seen_at or moment) > timedelta(seconds=settings.SESSION_IDLE_SECONDS)
        # For the page's warning.
        request.ends_in = int((ends_at - moment).total_seconds())  # type: ignore[attr-defined]
        if moment > ends_at or idle or not request.user.works_here_on(danish_day(moment)):  # type: ignore[union-attr]
            logout(request)
        elif seen_at is None or moment - seen_at >= WRITE_EVERY:
            request.session[BEGAN] = (began_at or moment).isoformat()
            request.session[SEEN] = moment.isoformat()


def _moment(request: HttpRequest, name: str) -> datetime | None:
    kept = request.session.get(name)
    return datetime.fromisoformat(kept) if kept else None
