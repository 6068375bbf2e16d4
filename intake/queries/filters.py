"""What the inbox can be narrowed by, what that leaves of it, and the filters that have a name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Concat, RowNumber, Trim

from centre.citizens.choices import MINORS
from centre.clocks.rules import at_risk_until
from centre.staff.choices import Role
from centre.staff.models import Rights, User
from centre.staff.queries import colleagues, danish, units
from centre.staff.rules import Door
from centre.statement import Statement
from intake.choices import About, DaysLeft, Group
from intake.models import SavedFilter
from intake.models.inquiry import InquiryQuerySet
from intake.rules.filter import Filter

OWN_CASE = ~Q(about__in=(About.RELATIVE, About.PROFESSIONAL))
GROUPS: Mapping[str, Q] = {
    Group.RELATIVE: Q(about=About.RELATIVE),
    Group.PROFESSIONAL: Q(about=About.PROFESSIONAL),
    Group.UNKNOWN: OWN_CASE & Q(age_group="unknown"),
    Group.YOUNG: OWN_CASE & Q(age_group__in=MINORS),
    Group.ADULT: OWN_CASE & ~Q(age_group__in=(*MINORS, "unknown")),
}
PARTS: Mapping[str, Callable[[str], Q]] = {
    "unit": lambda key: Q(unit__key=key),
    "channel": lambda word: Q(channel=word),
    "group": lambda word: GROUPS[word],
    "topic": lambda word: Q(topic=word),
    "anonymous": lambda word: Q(anonymous=word == "yes"),
    "responsible": lambda number: Q(responsible=int(number)),
}


def narrowed(rows: InquiryQuerySet, chosen: Filter, today: date) -> InquiryQuerySet:
    """The rows that the filter leaves, but for `show`, which the inbox itself knows.

    The rows come with the days of their first deadline that runs, `act_by_on` and `due_on`.
    """
    for name, word in chosen.narrowing.items():
        if name in PARTS:
            rows = rows.filter(PARTS[name](word))
    return rows.filter(_left(chosen.left, today)) if chosen.left else rows


def _left(word: str, today: date) -> Q:
    """As the chip of the row says it."""
    if word == DaysLeft.LATE:
        return Q(due_on__lt=today)
    if word == DaysLeft.SOON:
        return Q(due_on__gte=today, act_by_on__lte=at_risk_until(today))
    return Q(due_on__isnull=True)


@dataclass(frozen=True)
class Choice:
    """Something of the house that a filter can name."""

    word: str
    words: str


@dataclass(frozen=True)
class Offered:
    """What a person can choose among: units where they see several, colleagues, named filters."""

    units: list[Choice]
    people: list[Choice]
    saved: list[Choice]

    @property
    def here(self) -> dict[str, list[str]]:
        """The words that a filter may still name."""
        return {
            "unit": [one.word for one in self.units],
            "responsible": [one.word for one in self.people],
        }


def sees_units(user: User) -> bool:
    """Whether a person's inbox holds more than one unit's inquiries (as `Inquiry.for_user`)."""
    return user.leads_all_units or user.role in (Role.DOCTOR, Role.NURSE)


def offered(user: User, today: date) -> Offered:
    """Units, colleagues and named filters: one query for the three short lists."""
    found: dict[str, list[Choice]] = {"units": [], "people": [], "saved": []}
    for what, _number, word, told, otherwise in sorted(_offers(user.rights, today).rows()):
        found[what].append(Choice(word, told or otherwise))
    return Offered(**found)


@lru_cache(maxsize=256)
def _offers(rights: Rights, today: date) -> Statement:
    """What is asked for somebody with these rights on a day; made from nothing else."""
    user = rights.person
    several = sees_units(user)
    words = Trim(Concat("first_name", Value(" "), "last_name"))
    people = _lines(
        "people",
        colleagues(None if several else user.unit_id, today),
        Cast("id", CharField()),
        words,
        F("username"),
    )
    some = [people, _lines("saved", _visible(user), F("query"), F("name"), Value(""))]
    if several:
        some.append(_lines("units", units(), F("key"), F("name"), Value("")))
    return Statement.of(some[0].union(*some[1:], all=True))


def _lines(what: str, rows: QuerySet[Any], *columns: Any) -> Any:
    """The rows as (what, number in their order, columns), so that different ones stand together."""
    order: list[Any] = list(rows.query.order_by or rows.model._meta.ordering)
    numbered = Window(RowNumber(), order_by=order)
    given = {f"c{number}": Cast(one, CharField()) for number, one in enumerate(columns)}
    return rows.annotate(what=Value(what), number=numbered, **given).values_list(
        "what", "number", *given
    )


def _visible(user: User) -> QuerySet[SavedFilter]:
    """The own ones and those shared with the unit; all shared ones for a leader of all."""
    rows = SavedFilter.objects.order_by(danish("name"), "id")
    if user.leads_all_units:
        return rows.filter(Q(saved_by=user) | Q(shared_with__isnull=False))
    return rows.filter(Q(saved_by=user) | Q(shared_with=user.unit_id, shared_with__isnull=False))


def saved_filters(user: User) -> list[SavedFilter]:
    """The filters a person can open, by name."""
    return list(_visible(user).select_related("saved_by", "shared_with"))


def may_remove(user: User, one: SavedFilter) -> bool:
    """The owner, or the leader of the unit that shares it."""
    leads = user.may(Door.ASSIGN_OTHERS) and user.unit_id in (None, one.shared_with_id)
    return one.saved_by_id == user.pk or (one.shared_with_id is not None and leads)
