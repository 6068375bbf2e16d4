"""The leader's numbers: breaches to come and past, by kind, person and cause; exact, from the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from centre.clocks import rules
from centre.clocks.choices import Cause, EventType, Kind
from centre.clocks.models import Clock, ClockEvent, ClockQuerySet
from centre.staff.models import User

NOBODY = "none"


@dataclass(frozen=True)
class Group:
    """One line of a table: how many are to come, how many are past, and the filter behind them."""

    words: str
    soon: int
    late: int
    query: str


@dataclass(frozen=True)
class Table:
    """Deadlines counted by one thing."""

    heading: Promise | str
    first: Promise | str
    groups: list[Group]


@dataclass(frozen=True)
class Measure:
    """One number with what it counts: numerator, denominator, definition, the rows behind it."""

    words: Promise | str
    value: str
    definition: Promise | str
    numerator: int | None = None
    denominator: int | None = None
    url: str = ""
    rest_url: str = ""
    left_out: Sequence[tuple[Promise | str, int]] = field(default_factory=list)


def numbers(user: User) -> ClockQuerySet:
    """What a person may count: the own unit's, or all; counting shows nobody."""
    clocks: ClockQuerySet = Clock.objects.open()
    return clocks if user.unit_id is None else clocks.filter(unit=user.unit_id)


def _late(today: date) -> Q:
    return Q(due_on__lt=today)


def _soon(today: date) -> Q:
    return Q(due_on__gte=today, act_by_on__lte=rules.at_risk_until(today))


def _counted(clocks: ClockQuerySet, today: date, *names: str) -> list[dict[str, Any]]:
    near = clocks.filter(act_by_on__lte=rules.at_risk_until(today))
    rows = near.values(*names).annotate(
        soon=Count("pk", filter=_soon(today)), late=Count("pk", filter=_late(today))
    )
    return list(rows.order_by("-late", "-soon", *names))


def by_kind(user: User, today: date) -> Table:
    """By what the deadline is for."""
    groups = [
        Group(str(Kind(row["kind"]).label), row["soon"], row["late"], f"kind={row['kind']}")
        for row in _counted(numbers(user), today, "kind")
    ]
    return Table(_("By kind"), _("Deadline"), groups)


def by_person(user: User, today: date) -> Table:
    """By who answers for it; those nobody answers for are a line of their own."""
    names = ("responsible", "responsible__first_name", "responsible__last_name")
    groups = []
    for row in _counted(numbers(user), today, *names):
        key = row["responsible"]
        who = f"{row[names[1]]} {row[names[2]]}".strip() if key is not None else _("Nobody")
        query = f"responsible={NOBODY if key is None else key}"
        groups.append(Group(who, row["soon"], row["late"], query))
    return Table(_("By person"), _("Responsible"), groups)


def with_cause(clocks: ClockQuerySet) -> ClockQuerySet:
    """With the cause that was written last; empty while none is."""
    last = ClockEvent.objects.filter(clock=OuterRef("pk"), type=EventType.EXPLAIN)
    found: ClockQuerySet = clocks.annotate(
        cause=Subquery(last.order_by("-number").values("cause")[:1])
    )
    return found


def by_cause(user: User, today: date) -> Table:
    """Those past, by the cause that somebody wrote; without one they still remind."""
    groups = []
    for row in _counted(with_cause(numbers(user).filter(_late(today))), today, "cause"):
        key = row["cause"]
        words = str(Cause(key).label) if key else _("No cause and plan yet")
        groups.append(Group(words, row["soon"], row["late"], f"cause={key or NOBODY}"))
    return Table(_("Past, by cause"), _("Cause"), groups)


def tables(user: User, today: date) -> list[Table]:
    """The three tables of the board, one query each."""
    return [by_kind(user, today), by_person(user, today), by_cause(user, today)]


def rows(user: User, today: date, *, state: str, wanted: dict[str, str]) -> ClockQuerySet:
    """Exactly the deadlines behind a number; unknown filters narrow to nothing."""
    clocks = (
        Clock.objects.for_user(user)
        .open()
        .filter(_late(today) if state == "late" else _soon(today))
    )
    if kind := wanted.get("kind"):
        clocks = clocks.filter(kind=kind) if kind in Kind.values else clocks.none()
    if responsible := wanted.get("responsible"):
        clocks = _of(clocks, responsible)
    if cause := wanted.get("cause"):
        known = cause if cause in Cause.values else ""
        same = Q(cause__isnull=True) if cause == NOBODY else Q(cause=known)
        clocks = with_cause(clocks).filter(same)
    return clocks


def _of(clocks: ClockQuerySet, responsible: str) -> ClockQuerySet:
    if responsible == NOBODY:
        return clocks.filter(responsible__isnull=True)
    is_number = responsible.isascii() and responsible.isdigit() and len(responsible) < 10
    return clocks.filter(responsible=int(responsible)) if is_number else clocks.none()


def totals(user: User, today: date) -> dict[str, int]:
    """How many are to come and how many past."""
    near = numbers(user).filter(act_by_on__lte=rules.at_risk_until(today))
    return near.aggregate(
        soon=Count("pk", filter=_soon(today)), late=Count("pk", filter=_late(today))
    )


def measures(user: User, moment: datetime) -> list[Measure]:
    """The measures of the apps above, asked for by name."""
    names = settings.RISK_MEASURES
    return [one for name in names for one in import_string(name)(user, moment)]


def suppressed(counts: Sequence[int]) -> list[str]:
    """Counts as they may leave the house: under 5 is "<5", and one alone takes another with it.

    Zero stays zero. A single hidden cell could be had back from the total, so the smallest one
    left goes too (ux A.7 no. 4).
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < SMALLEST}
    if len(hidden) == 1:
        rest = [place for place, count in enumerate(counts) if count >= SMALLEST]
        if rest:
            hidden.add(min(rest, key=lambda place: counts[place]))
    return [
        ("<5" if count < SMALLEST else "–") if place in hidden else str(count)
        for place, count in enumerate(counts)
    ]


SMALLEST = 5
