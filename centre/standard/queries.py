"""Which promise holds on which day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import DEFAULT_DB_ALIAS
from django.db.models.functions import JSONObject

from centre.rows import find
from centre.standard.loader import load_shipped
from centre.standard.models import QualityStandard
from centre.standard.words import grouped, hours_in_words, in_pairs


class NoStandard(Exception):
    """No standard is loaded for the council of the settings."""


# What one answer has read already; None outside of one, where every question is asked anew.
_read: ContextVar["dict[str, Timeline] | None"] = ContextVar("_read", default=None)


class Timeline:
    """All versions of one council's standard, read once, for work that spans many days."""

    def __init__(
        self, key: str | None = None, *, versions: list[QualityStandard] | None = None
    ) -> None:
        self.versions = versions or _asked(key or settings.MUNICIPALITY)
        if not self.versions:
            raise NoStandard("Load one: manage.py standard load centre/standard/files/<key>.toml")

    def on(self, day: date) -> QualityStandard:
        """The newest version valid on the day; before the first one, the first."""
        valid = (version for version in self.versions if version.valid_from <= day)
        return next(valid, self.versions[-1])


# Asked by every answer of the public pages, so by hand: to build the question took more than the
# answer. The text is long and parsed once a process: it comes when it is asked for.
_COLUMNS = ("id", "key", "valid_from", "checksum", "loaded_at")
_VERSIONS = """
SELECT id, key, valid_from, checksum, loaded_at FROM standard_qualitystandard WHERE key = %(key)s
ORDER BY valid_from DESC, loaded_at DESC
"""


def _asked(key: str) -> list[QualityStandard]:
    rows = find(_VERSIONS, key=key)
    return [QualityStandard.from_db(DEFAULT_DB_ALIAS, _COLUMNS, row) for row in rows]


def in_force(day: date, *, key: str | None = None) -> QualityStandard:
    """The newest version valid on the day; before the first one, the first. Raises NoStandard.

    A request received before the earliest version is loaded still deserves a promise: the earliest.
    """
    return _timeline(key or settings.MUNICIPALITY).on(day)


def _timeline(key: str) -> Timeline:
    read = _read.get()
    if read is None:
        return Timeline(key)
    if key not in read:
        read[key] = Timeline(key)
    return read[key]


@contextmanager
def one_answer() -> Iterator[None]:
    """Within it the versions are read once: a page, and what it writes, sees one state of them.

    Nothing is kept from one request to the next, so a version just loaded is seen by the next one.
    """
    before = _read.set({})
    try:
        yield
    finally:
        _read.reset(before)


def read_anew() -> None:
    """Forget what this answer has read: a version was loaded in the middle of it."""
    read = _read.get()
    if read is not None:
        read.clear()


def told(key: str) -> ArraySubquery:
    """All that `Timeline` reads, to be asked for in the same statement as something else."""
    rows = QualityStandard.objects.of(key)
    return ArraySubquery(rows.values(version=JSONObject(**{name: name for name in _TOLD})))


def take(found: Iterable[Mapping[str, Any]]) -> None:
    """Answer from what `told` found, for the rest of this answer, in place of asking anew."""
    read = _read.get()
    versions = [_version(one) for one in found]
    if read is not None and versions:
        read[versions[0].key] = Timeline(versions=versions)


_TOLD: Mapping[str, Callable[[Any], Any]] = {
    "id": int,
    "key": str,
    "valid_from": date.fromisoformat,
    "checksum": str,
    "loaded_at": datetime.fromisoformat,
}


def _version(found: Mapping[str, Any]) -> QualityStandard:
    """As the database gives it, with its text still to come."""
    values = [read(found[name]) for name, read in _TOLD.items()]
    return QualityStandard.from_db(DEFAULT_DB_ALIAS, list(_TOLD), values)


@dataclass(frozen=True)
class CouncilCard:
    """What every page shows of the council."""

    name: str
    centre_name: str
    phone: str
    phone_hours_text: str
    web: str


def council_card(today: date) -> CouncilCard:
    """The council of the standard in force; the shipped file's while none is loaded."""
    try:
        standard = in_force(today).content
    except NoStandard:
        standard = load_shipped(settings.MUNICIPALITY)
    contact = standard.contact
    return CouncilCard(
        name=standard.identity.council,
        centre_name=standard.identity.centre_name,
        phone=next(
            (grouped(phone.number) for phone in contact.phones), in_pairs(settings.CONTACT_PHONE)
        ),
        phone_hours_text=hours_in_words(standard.hours.phone),
        web=contact.web or "",
    )
