"""How much a visitor may try on the public pages; the numbers are settings (ux T4-T6)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from centre.limits import Limit, address_of, give_back, keyed, network_of, take
from intake.rules.journey import Answers, Step, route

QUARTER = 15 * 60
HOUR = 3600
DEFAULTS = {
    "LOOK_UP_TRIES": 5,
    "LOOK_UP_TRIES_SITE": 300,
    "ANONYMOUS_BOOKINGS": 3,
    # A number or address that is booked already is never told to whoever types it: that it has an
    # appointment here is the citizen's secret. What a network may book is bounded instead.
    "NAMED_BOOKINGS": 6,
    "LEAST_SECONDS": 3,
}


def _number(name: str) -> int:
    numbers: dict[str, Any] = {**DEFAULTS, **settings.PUBLIC_LIMITS}
    return int(numbers[name])


def network(request: HttpRequest, *, at: datetime) -> str:
    """A day's name for where the request came from."""
    return network_of(address_of(request), at=at)


def may_look_up(request: HttpRequest, reference: str, *, at: datetime) -> bool:
    """Whether one more code may be tried, for this network, this reference and the whole site.

    What one of them refuses is no try for those after it: else a single network could use up the
    whole site's, and nobody could see, move or cancel a time.
    """
    return all(take(limit, who, at=at) for limit, who in _codes(request, reference, at=at))


def was_right(request: HttpRequest, reference: str, *, at: datetime) -> None:
    """The code was the right one: only wrong ones count, or a library would lock its readers out."""
    for limit, who in _codes(request, reference, at=at):
        give_back(limit, who, at=at)


def _codes(request: HttpRequest, reference: str, *, at: datetime) -> list[tuple[Limit, str]]:
    tries = _number("LOOK_UP_TRIES")
    return [
        (Limit("code-from", tries, QUARTER), network(request, at=at)),
        (Limit("code", tries, QUARTER), keyed(reference)),
        (Limit("code-site", _number("LOOK_UP_TRIES_SITE"), QUARTER), "all"),
    ]


def may_send(request: HttpRequest, answers: Answers, *, at: datetime) -> bool:
    """Whether this network may send one more booking this hour; a repeat is the same one."""
    nameless = Step.DETAILS not in route(answers)
    name = "ANONYMOUS_BOOKINGS" if nameless else "NAMED_BOOKINGS"
    limit = Limit(name.lower(), _number(name), HOUR)
    return take(limit, network(request, at=at), at=at, token=answers.key)


def too_quick(answers: Answers, *, at: datetime) -> bool:
    """Whether no person could have answered that fast."""
    return answers.quicker_than(timedelta(seconds=_number("LEAST_SECONDS")), at)
