"""What a standard promises, as the sections of the page "What you can expect". Plain words only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.standard import law, rules
from centre.standard.comparison import completeness
from centre.standard.expect.complaints import Complaint, complaints
from centre.standard.expect.more import children, gift_cards, goals, stay
from centre.standard.expect.rights import Guarantee, anonymous, anonymous_drugs, doctor, guarantees
from centre.standard.expect.wording import Words, is_danish, offer_told, told, told_all
from centre.standard.schema import LawText, PhoneNumber, Standard
from centre.standard.words import days_and_hours, grouped

HOURS: Final[dict[str, Promise]] = {
    "opening": gettext_lazy("The house is open"),
    "phone": gettext_lazy("We answer the phone"),
    "anonymous_phone": gettext_lazy("Advice by phone without a name"),
    "youth_direct": gettext_lazy("The youth unit's own numbers"),
    "open_counselling": gettext_lazy("Open counselling"),
}
BY_PHONE: Final = gettext_lazy("Talks by phone that you can book")


@dataclass(frozen=True)
class Hours:
    """One set of weekly hours."""

    title: str
    rows: Sequence[tuple[str, str]]
    proposed: bool


@dataclass(frozen=True)
class Page:
    """All sections of the page, in the reader's language. An empty one is not shown."""

    council: str
    centre: str
    address: str
    email: str
    web: str
    phones: Sequence[Words]
    voicemail: bool
    hours: Sequence[Hours]
    hours_elsewhere: bool
    groups: Sequence[Words]
    young: Words | None
    expectations: Sequence[Words]
    offers: Sequence[Words]
    guarantees: Sequence[Guarantee]
    anonymous: Sequence[str]
    anonymous_drugs: Words
    doctor: Sequence[str]
    complaints: Sequence[Complaint]
    stay: Sequence[str]
    children: Sequence[str]
    goals: Sequence[str]
    law_texts: Sequence[Words]
    valid_from: str
    revised_by: str
    title: str
    covered: Sequence[str]
    silent: Sequence[str]
    more: Sequence[Words] = field(default_factory=tuple)


def young(standard: Standard) -> Words | None:
    """What the council says to somebody under 18: who helps, and who has to say yes."""
    told_to = standard.youth.told if standard.youth else None
    return told(told_to) if told_to is not None else None


def page_of(standard: Standard, *, today: date) -> Page:
    """The whole page on a day: offers that have ended are left out."""
    identity, contact = standard.identity, standard.contact
    offers = rules.offers_for(standard, on=today)
    town = " ".join(part for part in (contact.postcode, contact.city) if part)
    address = (contact.place_name, contact.street, town)
    points = completeness(standard)
    return Page(
        council=identity.council,
        centre=identity.centre_name,
        address=", ".join(part for part in address if part),
        email=contact.email or "",
        web=contact.web or "",
        phones=[(_phone_name(standard, one), grouped(one.number)) for one in contact.phones],
        voicemail=contact.voicemail,
        hours=_hours(standard),
        hours_elsewhere=bool(contact.hours_published_on),
        groups=told_all(standard.target_groups),
        young=young(standard),
        expectations=[*told_all(standard.expectations), *filter(None, [gift_cards(standard)])],
        offers=[offer_told(one) for one in offers if one.kind != "doctors_talk"],
        guarantees=guarantees(standard, today),
        anonymous=anonymous(standard),
        anonymous_drugs=anonymous_drugs(standard),
        doctor=doctor(offers),
        complaints=complaints(standard),
        stay=stay(standard),
        children=children(standard),
        goals=goals(standard),
        law_texts=_laws(standard),
        valid_from=date_format(identity.valid_from, "DATE_FORMAT"),
        revised_by=date_format(rules.next_revision(standard), "DATE_FORMAT"),
        title=identity.title,
        covered=[str(one.point.label) for one in points if one.covered],
        silent=[str(one.point.label) for one in points if not one.covered],
        more=told_all(
            one for one in (standard.purpose, standard.values, standard.involvement) if one
        ),
    )


def _phone_name(standard: Standard, phone: PhoneNumber) -> str:
    """Whose number it is, and when it is the one to call."""
    if phone.name is None:
        return standard.identity.centre_name
    unit = rules.unit_by_key(standard, phone.unit) if phone.unit else None
    if unit is not None:
        return f"{phone.name}, {unit.name}"
    if phone.in_hours is None and standard.hours.phone is not None:
        return _("%(name)s, when our phone is closed") % {"name": phone.name}
    return phone.name


def _hours(standard: Standard) -> list[Hours]:
    found = []
    for name, title in HOURS.items():
        hours = getattr(standard.hours, name)
        if hours is not None:
            # Rebild has no Åben Rådgivning in the house, only talks by phone.
            by_phone = name == "open_counselling" and hours.channels == ("phone",)
            shown = str(BY_PHONE if by_phone else title)
            found.append(Hours(shown, days_and_hours(hours), hours.proposed))
    return found


def _laws(standard: Standard) -> list[Words]:
    danish = is_danish()
    return [(_law_told(one), one.text_da if danish else one.text_en) for one in standard.law_texts]


def _law_told(one: LawText) -> str:
    told = _law_name(one.law, one.section, one.subsections)
    return (
        told if one.in_force else _("%(law)s (now: %(now)s)") % {"law": told, "now": one.now or "–"}
    )


def _law_name(name: str, section: str, subsections: Sequence[int]) -> str:
    names = {str(key): str(value) for key, value in law.LAW_NAMES.items()}
    shown = names.get(name, name)
    if name in ("BEK", "VEJ", "LBK"):
        return f"{shown} {section}"
    numbers = f" stk. {', '.join(map(str, subsections))}" if subsections else ""
    sign = "§§" if "," in section else "§"
    return f"{shown} {sign} {section}{numbers}"
