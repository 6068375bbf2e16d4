"""How much a visitor may try on the public pages of complaints; the numbers are settings (ux T4-T6)."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from centre.limits import Limit, address_of, give_back, keyed, network_of, take

QUARTER = 15 * 60
HOUR = 3600
DEFAULTS = {
    "LOOK_UP_TRIES": 5,
    "LOOK_UP_TRIES_SITE": 300,
    "COMPLAINTS": 3,
    "LEAST_SECONDS": 3,
}


def _number(name: str) -> int:
    numbers: dict[str, Any] = {**DEFAULTS, **settings.PUBLIC_LIMITS}
    return int(numbers[name])


def may_send(request: HttpRequest, key: str, *, at: datetime) -> bool:
    """Whether this network may send one more complaint this hour; a repeat is the same one."""
    limit = Limit("complaints", _number("COMPLAINTS"), HOUR)
    return take(limit, _network(request, at=at), at=at, token=key)


def too_quick(begun: float, *, at: datetime) -> bool:
    """Whether no person could have written that fast."""
    return at.timestamp() - begun < _number("LEAST_SECONDS")


def may_look_up(request: HttpRequest, reference: str, *, at: datetime) -> bool:
    """Whether one more code may be tried, for this network, this reference and all of them."""
    return all(take(limit, who, at=at) for limit, who in _codes(request, reference, at=at))


def was_right(request: HttpRequest, reference: str, *, at: datetime) -> None:
    """The code was the right one: only wrong ones count."""
    for limit, who in _codes(request, reference, at=at):
        give_back(limit, who, at=at)


def _codes(request: HttpRequest, reference: str, *, at: datetime) -> list[tuple[Limit, str]]:
    tries = _number("LOOK_UP_TRIES")
    return [
        (Limit("complaint-from", tries, QUARTER), _network(request, at=at)),
        (Limit("complaint", tries, QUARTER), keyed(reference)),
        (Limit("complaint-site", _number("LOOK_UP_TRIES_SITE"), QUARTER), "all"),
    ]


def _network(request: HttpRequest, *, at: datetime) -> str:
    return network_of(address_of(request), at=at)
