"""How often something may be tried: fixed windows in the cache, without keeping anybody's address.

A network is known by a keyed hash with a salt that lives one day, in the cache and in the memory of
who asks, so nothing that is stored can be turned back into an address (ux T26). While the cache is
away each process counts for itself: neither open to all nor locked for all (ux F6).
"""

import hashlib
import hmac
import ipaddress
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from centre.calendar import danish_day

QUARTER: Final = 15 * 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
# A cache that failed is not asked again at once: each try may cost a second.
PAUSE: Final = 5
MOST_LOCAL: Final = 10_000
IPV6_NETWORK: Final = 64

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in `seconds`, counted apart for each `name` and each who."""

    name: str
    most: int
    seconds: int


@dataclass
class _Local:
    """The counts of this process alone, used while the cache is away; and the salt that all share."""

    counts: dict[str, int] = field(default_factory=dict)
    salts: dict[str, bytes] = field(default_factory=dict)
    shared: dict[str, bytes] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    away_until: float = 0.0

    def count(self, key: str, once: str) -> int:
        with self.lock:
            if len(self.counts) > MOST_LOCAL:
                self.counts.clear()
            if once and once in self.counts:
                return self.counts.get(key, 0)
            if once:
                self.counts[once] = 1
            self.counts[key] = self.counts.get(key, 0) + 1
            return self.counts[key]

    def uncount(self, key: str) -> int:
        with self.lock:
            self.counts[key] = max(self.counts.get(key, 0) - 1, 0)
            return self.counts[key]

    def salt(self, day: str) -> bytes:
        with self.lock:
            if day not in self.salts:
                self.salts = {day: os.urandom(16)}
            return self.salts[day]


_local = _Local()


def _ask(cached: Callable[[], _Answer], alone: Callable[[], _Answer], *, at: datetime) -> _Answer:
    """Ask the cache; while it is away, this process."""
    if at.timestamp() >= _local.away_until:
        try:
            return cached()
        except (RedisError, OSError):
            _local.away_until = at.timestamp() + PAUSE
    return alone()


def take(limit: Limit, who: str, *, at: datetime, token: str = "") -> bool:
    """Count one try and say whether it is within the limit.

    The same `token` counts once, so that a repeated sending of one form is one try. It is kept apart
    from `who` and unreadable: together they would tell from which network a booking came (ux E.4).
    """
    window = f"limit:{limit.name}:{int(at.timestamp()) // limit.seconds}"
    key, once = f"{window}:{who}", f"{window}:once:{keyed(token)}" if token else ""
    count: int = _ask(
        lambda: cache.count(key, seconds=limit.seconds, once=once),  # type: ignore[attr-defined]
        lambda: _local.count(key, once),
        at=at,
    )
    return count <= limit.most


def began_at(limit: Limit, *, at: datetime) -> datetime:
    """When the window began in which a try of this moment counts."""
    return datetime.fromtimestamp(at.timestamp() // limit.seconds * limit.seconds, at.tzinfo)


def ends_at(limit: Limit, *, at: datetime) -> datetime:
    """From when on the tries are counted anew."""
    return began_at(limit, at=at) + timedelta(seconds=limit.seconds)


def give_back(limit: Limit, who: str, *, at: datetime) -> None:
    """Take back one try of this moment: it turned out to be none of those that are bounded.

    Counted first and given back after, so that a hundred tries at once are bounded too.
    """
    key = f"limit:{limit.name}:{int(at.timestamp()) // limit.seconds}:{who}"
    _ask(lambda: _uncounted(key), lambda: _local.uncount(key), at=at)


def _uncounted(key: str) -> int:
    try:
        return int(cache.decr(key))
    except ValueError:
        # The window ended between the two.
        return 0


def address_of(request: HttpRequest) -> str:
    """Where a request came from, as far as it is to be believed.

    Behind a proxy the setting names the header that the proxy itself writes. It adds its own word
    last; whatever stands before that, or in another header, the visitor may have written.
    """
    told = str(request.META.get(settings.CLIENT_ADDRESS_HEADER, ""))
    return told.rsplit(",", 1)[-1].strip()


def network_of(address: str, *, at: datetime) -> str:
    """A name for the network of an address that is good for one day and leads back to nobody.

    An IPv6 customer holds a whole /64, so that is what counts.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        network = address
    else:
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        bits = IPV6_NETWORK if found.version == 6 else 32
        network = str(ipaddress.ip_network((found, bits), strict=False))
    salt = _salt_of(at)
    secret = settings.SECRET_KEY.encode() + salt
    return hmac.digest(secret, network.encode(), hashlib.sha256).hex()[:32]


def _salt_of(at: datetime) -> bytes:
    day = danish_day(at).isoformat()
    return _ask(lambda: _shared_salt(day), lambda: _local.salt(day), at=at)


def _shared_salt(day: str) -> bytes:
    """Asked for once a day by each process: at the first visitor of a day the last one is forgotten."""
    salt = _local.shared.get(day)
    if salt is None:
        salt = _agreed_salt(f"limit:salt:{day}")
        _local.shared = {day: salt}
    return salt


def _agreed_salt(key: str) -> bytes:
    salt = cache.get(key)
    if salt is None:
        # The first of the day, and the first of those who are it at the same moment.
        cache.add(key, mine := os.urandom(16), timeout=DAY)
        salt = cache.get(key) or mine
    return bytes(salt)


def number(name: str, usual: int) -> int:
    """One of the numbers that bound the public pages: the settings' own, else the usual one."""
    return int(settings.PUBLIC_LIMITS.get(name, usual))


def least_seconds() -> int:
    """So fast nobody fills in a form by hand."""
    return number("LEAST_SECONDS", 3)


def may_send(name: str, usual: int, request: HttpRequest, *, at: datetime, token: str) -> bool:
    """Whether the visitor's network may send one more of these this hour; a repeat is the same one."""
    limit = Limit(name.lower(), number(name, usual), HOUR)
    return take(limit, network_of(address_of(request), at=at), at=at, token=token)


@dataclass(frozen=True)
class Codes:
    """How many wrong receipt codes may be tried in a quarter of an hour (ux T4-T6)."""

    name: str

    def may_try(self, request: HttpRequest, reference: str, *, at: datetime) -> bool:
        """Whether one more code may be tried, for this network, this reference and the whole site.

        What one of them refuses is no try for those after it: else a single network could use up the
        whole site's, and nobody could look up anything.
        """
        return all(take(limit, who, at=at) for limit, who in self._counted(request, reference, at))

    def was_right(self, request: HttpRequest, reference: str, *, at: datetime) -> None:
        """The code was the right one: only wrong ones count, or a library would lock its readers out."""
        for limit, who in self._counted(request, reference, at):
            give_back(limit, who, at=at)

    def _counted(
        self, request: HttpRequest, reference: str, at: datetime
    ) -> list[tuple[Limit, str]]:
        tries, all_tries = number("LOOK_UP_TRIES", 5), number("LOOK_UP_TRIES_SITE", 300)
        network = network_of(address_of(request), at=at)
        return [
            (Limit(f"{self.name}-from", tries, QUARTER), network),
            (Limit(self.name, tries, QUARTER), keyed(reference)),
            (Limit(f"{self.name}-site", all_tries, QUARTER), "all"),
        ]


def keyed(text: str) -> str:
    """A text such as a reference as part of a counter's name, unreadable in the cache."""
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hex()[:32]
