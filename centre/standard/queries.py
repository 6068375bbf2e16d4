"""Which promise holds on which day."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from centre.standard.loader import load_shipped
from centre.standard.models import QualityStandard
from centre.standard.words import grouped, hours_in_words


class NoStandard(Exception):
    """No standard is loaded for the council of the settings."""


# What one answer has read already; None outside of one, where every question is asked anew.
_read: ContextVar["dict[str, Timeline] | None"] = ContextVar("_read", default=None)


class Timeline:
    """All versions of one council's standard, read once, for work that spans many days."""

    def __init__(self, key: str | None = None) -> None:
        self.versions = list(QualityStandard.objects.of(key or settings.MUNICIPALITY))
        if not self.versions:
            raise NoStandard("Load one: manage.py standard load centre/standard/files/<key>.toml")

    def on(self, day: date) -> QualityStandard:
        """The newest version valid on the day; before the first one, the first."""
        valid = (version for version in self.versions if version.valid_from <= day)
        return next(valid, self.versions[-1])


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
        phone=next((grouped(phone.number) for phone in contact.phones), settings.CONTACT_PHONE),
        phone_hours_text=hours_in_words(standard.hours.phone),
        web=contact.web or "",
    )
