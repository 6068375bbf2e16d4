"""Which promise holds on which day."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from centre.standard.loader import load_shipped
from centre.standard.models import QualityStandard
from centre.standard.words import grouped, hours_in_words


class NoStandard(Exception):
    """No standard is loaded for the council of the settings."""


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
    return Timeline(key).on(day)


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
