"""The leader's numbers: breaches to come and past, by kind, person and cause; exact, from the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import CharField, Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from centre.clocks import rules
from centre.clocks.choices import FOR_THE_LEADER, Cause, EventType, Kind
from centre.clocks.models import Clock, ClockEvent, ClockQuerySet
from centre.clocks.queries import desk
from centre.staff.models import Rights, User
from centre.staff.rules import Door
from centre.statement import Statement

NOBODY = "none"
# So many cases stand before the figures: those to act on today, not a list to read.
FEW = 5


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

    @property
    def printed(self) -> list[tuple[Group, str, str]]:
        """Its lines as they may leave the house, on paper or as a file."""
        soon = suppressed([one.soon for one in self.groups])
        late = suppressed([one.late for one in self.groups])
        return list(zip(self.groups, soon, late, strict=True))


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

    @property
    def printed(self) -> str:
        """The value and its parts as they may leave the house; a dash where they tell of a few."""
        part, whole = self.numerator or 0, self.denominator
        counted = part if whole is None else whole
        rest = [part] if whole is None else [part, whole - part]
        if 0 < counted < FEWEST_FOR_A_SHARE or any(0 < one < SMALLEST for one in rest):
            return "–"
        return self.value if whole is None else f"{self.value} ({part} / {whole})"


def numbers(user: User) -> ClockQuerySet:
    """What a person may count: the own unit's, or all; counting shows nobody."""
    clocks = Clock.objects.open().but_calls_to_the_dead()
    if not user.may(Door.SEE_LOOK_UPS):
        clocks = clocks.exclude(kind__in=FOR_THE_LEADER)
    return clocks if user.unit_id is None else clocks.filter(unit=user.unit_id)


def _late(today: date) -> Q:
    return Q(due_on__lt=today)


def _soon(today: date) -> Q:
    return Q(due_on__gte=today, act_by_on__lte=rules.at_risk_until(today))


def _counted(clocks: ClockQuerySet, today: date, table: str, key: Any, words: Any) -> Any:
    """One of the three tables, as rows that can stand under those of the others."""
    near = clocks.filter(act_by_on__lte=rules.at_risk_until(today)).order_by()
    return (
        near.annotate(
            table=Value(table),
            key=Coalesce(Cast(key, CharField()), Value(NOBODY)),
            words=words,
        )
        .values("table", "key", "words")
        .annotate(soon=Count("pk", filter=_soon(today)), late=Count("pk", filter=_late(today)))
        .values_list("table", "key", "words", "soon", "late")
    )


def with_cause(clocks: ClockQuerySet) -> ClockQuerySet:
    """With the cause that was written last; empty while none is."""
    last = ClockEvent.objects.filter(clock=OuterRef("pk"), type=EventType.EXPLAIN)
    found: ClockQuerySet = clocks.annotate(
        cause=Subquery(last.order_by("-number").values("cause")[:1])
    )
    return found


def tables(user: User, today: date) -> list[Table]:
    """The three tables of the board, in one query: by what the deadline is for, by who answers for
    it, and those past by the cause that somebody wrote; without one they still remind.
    """
    groups: dict[str, list[Group]] = {"kind": [], "responsible": [], "cause": []}
    found = _tables(user.rights, today).rows()
    for which, key, name, soon, late in sorted(
        found, key=lambda row: (-row[4], -row[3], row[2], row[1])
    ):
        words = _words(which, key, name.strip())
        groups[which].append(Group(words, soon, late, f"{which}={key}"))
    return [
        Table(_("By kind"), _("Deadline"), groups["kind"]),
        Table(_("By person"), _("Responsible"), groups["responsible"]),
        Table(_("Past, by cause"), _("Cause"), groups["cause"]),
    ]


@lru_cache(maxsize=256)
def _tables(rights: Rights, today: date) -> Statement:
    """What is counted for somebody with these rights on a day; made from nothing else."""
    clocks = numbers(rights.person)
    name = Concat("responsible__first_name", Value(" "), "responsible__last_name")
    past = with_cause(clocks.filter(_late(today)))
    return Statement.of(
        _counted(clocks, today, "kind", F("kind"), Value("")).union(
            _counted(clocks, today, "responsible", F("responsible"), Coalesce(name, Value(""))),
            _counted(past, today, "cause", F("cause"), Value("")),
            all=True,
        )
    )


def _words(which: str, key: str, name: str) -> str:
    if which == "kind":
        return str(Kind(key).label)
    if which == "responsible":
        return name if key != NOBODY else _("Nobody")
    return str(Cause(key).label) if key != NOBODY else _("No cause and plan yet")


def first_pages(user: User, today: date) -> dict[str, desk.Page]:
    """The first page of what will break and of what broke, in one query."""
    soon, late = _nearest(user, today, desk.PAGE + 1)
    return {"soon": desk.cut(soon), "late": desk.cut(late)}


def first_few(user: User, today: date) -> desk.Page:
    """The few to act on first, in one query: what will break can still be kept, so it comes before
    what broke.
    """
    soon, late = _nearest(user, today, FEW)
    return desk.cut([*soon, *late][:FEW])


def _nearest(user: User, today: date, most: int) -> tuple[list[Clock], list[Clock]]:
    """So many of what will break and of what broke, each the soonest first."""
    soon, late = (
        rows(user, today, state=state, wanted={}).in_order().values("pk")[:most]
        for state in ("soon", "late")
    )
    found = desk.with_subjects(soon.union(late, all=True))
    return (
        [one for one in found if one.due_on and one.due_on >= today],
        [one for one in found if one.due_on and one.due_on < today],
    )


def rows(user: User, today: date, *, state: str, wanted: dict[str, str]) -> ClockQuerySet:
    """Exactly the deadlines behind a number; unknown filters narrow to nothing."""
    clocks = (
        Clock.objects.for_user(user)
        .open()
        .but_calls_to_the_dead()
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


def totals(by_kind: Table) -> dict[str, int]:
    """How many are to come and how many past: every deadline is of one kind."""
    return {
        "soon": sum(group.soon for group in by_kind.groups),
        "late": sum(group.late for group in by_kind.groups),
    }


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
# A share of fewer than these says too much of each (ux A.7 no. 4).
FEWEST_FOR_A_SHARE = 10
