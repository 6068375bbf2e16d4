"""What each floor names of a citizen's rows: asked for by dotted name, so no import runs up.

A matter is what goes as one: an inquiry with all that hangs on it, or a single row that hangs on
nothing. Whose it is is its subject: the citizen, or the matter itself where there is no name.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Case, F, Max, Model, Q, QuerySet, Value, When
from django.utils.module_loading import import_string

from centre.calendar import danish_day
from centre.clocks.models import Alert, Clock, ClockEvent
from centre.post.models import Letter
from centre.retention.choices import Hindrance, Kind
from centre.staff.choices import Role

# Whose rows are asked for: everybody's, or those of some subjects.
Whose = Collection[UUID] | None
Rows = Sequence[QuerySet[Any, Any]]


@dataclass(frozen=True)
class Entry:
    """The last thing of one sort that was written in a matter, and what keeps it from going.

    Without a regime it counts in whichever the subject has.
    """

    matter: UUID
    subject: UUID
    named: bool
    last_on: date
    regime: str = ""
    hindrance: str = ""


@dataclass(frozen=True)
class Part:
    """One floor's part. A table of the house that leads to a citizen is named by one of them.

    `of_matters` finds the rows that go with matters, in no order; `of_identity` those that go last, when
    nothing is left of a citizen.

    `copies` finds what was bound of all that there was of a citizen at once: it holds the words of each
    record, so it goes with the first of them that goes. `let_go` finds the rows that stay though they
    point at such a letter, and names the column: it then points at nothing.

    `counted` names the day by whose year a removed row stays a number. `kept` says of a table why its
    rows stay.
    """

    removes: frozenset[type[Model]] = frozenset()
    kept: Mapping[type[Model], str] = field(default_factory=dict)
    counted: Mapping[type[Model], str] = field(default_factory=dict)
    entries: Callable[[Whose, date], Iterable[Entry]] = lambda _whose, _today: ()
    of_matters: Callable[[Collection[UUID]], Rows] = lambda _matters: ()
    copies: Callable[[UUID], Rows] = lambda _citizen: ()
    let_go: Callable[[Collection[UUID]], Iterable[tuple[QuerySet[Any, Any], str]]] = lambda _sent: ()
    of_identity: Callable[[UUID], Rows] = lambda _citizen: ()


def parts() -> list[Part]:
    """Those of the settings."""
    return [cast("Part", import_string(name)) for name in settings.RETENTION_PARTS]


def told(
    rows: QuerySet[Any, Any],
    matter: str,
    citizen: str,
    day: str,
    *,
    whose: Whose,
    regime: str = "",
    health: Q | None = None,
    hinders: Mapping[Hindrance, Q] | None = None,
) -> Iterator[Entry]:
    """The entries of one table by one statement: `matter`, `citizen` and `day` say where they stand.

    Its rows are of `regime`; one that `health` fits makes the matter a health record. `hinders` says
    which rows keep it from going, and why.
    """
    if whose is not None:
        rows = rows.filter(
            Q((f"{citizen}__in", whose)) | Q((f"{citizen}__isnull", True), (f"{matter}__in", whose))
        )
    flags = {"is_health": health, **{f"because_{why}": q for why, q in (hinders or {}).items()}}
    asked = {name: _any(q) for name, q in flags.items() if q is not None}
    grouped = (
        rows.order_by()
        .values(matter_key=F(matter), citizen_key=F(citizen))
        .annotate(last=Max(day), **asked)
    )
    for one in grouped.iterator():
        if one["last"] is None:
            continue
        named = one["citizen_key"] is not None
        because = [why for why in hinders or {} if one[f"because_{why}"]]
        yield Entry(
            matter=one["matter_key"],
            subject=one["citizen_key"] if named else one["matter_key"],
            named=named,
            last_on=_day(one["last"]),
            regime=Kind.HEALTH if one.get("is_health") else regime,
            hindrance=because[0] if because else "",
        )


def _any(q: Q) -> Max:
    """Whether any row fits: one is more than nought. A question that asks nothing fits all."""
    return Max(Case(When(q, then=Value(1)), default=Value(0)) if q else Value(1))


def _day(moment: date | datetime) -> date:
    return danish_day(moment) if isinstance(moment, datetime) else moment


def by_health_staff(*people: str) -> Q:
    """Whether one of those who wrote a row is authorised health staff: then it is a patient record."""
    q = Q()
    for one in people:
        q |= Q((f"{one}__role__in", (Role.DOCTOR, Role.NURSE)))
    return q


def clocks_with(clocks: QuerySet[Clock]) -> Rows:
    """Deadlines with their ledger and their warnings."""
    return (
        clocks,
        ClockEvent.objects.filter(clock__in=clocks.values("pk")),
        Alert.objects.filter(clock__in=clocks.values("pk")),
    )


def letters_with(letters: QuerySet[Letter]) -> Rows:
    """Letters with the copies that others got of them."""
    return (letters, Letter.objects.filter(copy_of__in=letters.values("pk")))
