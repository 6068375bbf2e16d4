"""The findings of the log, for whoever leads the reader; and, without anybody's name, how many there are."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from centre.citizens.models import Citizen
from centre.paging import Place, latest_first
from centre.records.models import ReadEntry, kept_from
from centre.staff.models import User
from centre.staff.queries import leaders_of
from centre.staff.rules import Door
from reporting.choices import LogShow, Look, Odd, OddVerdict
from reporting.models import LogLook, OddReading
from reporting.rules.odd import CONTROL

PAGE = 50
LINES = 100
MONTHS_SHOWN = timedelta(days=365)


@dataclass(frozen=True)
class Page:
    rows: list[OddReading]
    older: Place | None = None


@dataclass(frozen=True)
class Number:
    """How many of a kind were found in a year, and what they were."""

    kind: Odd
    found: int
    open: int
    explained: int
    talked: int
    passed_on: int


def last_look(kind: Look) -> date | None:
    return LogLook.objects.filter(kind=kind).order_by("-on").values_list("on", flat=True).first()


def in_scope(user: User, today: date) -> QuerySet[OddReading]:
    """Those of the unit's people that the leader judges; one's own only where nobody else leads.

    Not of a citizen who is the leader's own matter.
    """
    rows = OddReading.objects.select_related("by__unit", "unit", "citizen", "answer__by")
    if not user.may(Door.SEE_LOOK_UPS):
        return rows.none()
    if user.unit_id is not None:
        rows = rows.filter(unit=user.unit_id)
    rows = rows.exclude(citizen__in=kept_from(user))
    own_unit = {user.unit_id} if user.unit_id is not None else set()
    if leaders_of(own_unit, today) == [user]:
        return rows
    return rows.exclude(by=user)


def page(user: User, today: date, *, show: LogShow, after: Place | None = None) -> Page:
    """One page, the newest first; of what is open on the first page the oddest stands first."""
    rows = in_scope(user, today)
    narrowed = {
        LogShow.ODD: rows.filter(answer=None).exclude(kind=Odd.SAMPLE),
        LogShow.SAMPLE: rows.filter(answer=None, kind=Odd.SAMPLE),
        LogShow.ANSWERED: rows.filter(answer__isnull=False),
    }[show]
    found = list(latest_first(narrowed, after, at="from_at")[: PAGE + 1])
    shown = found[:PAGE]
    older = Place(shown[-1].from_at, shown[-1].pk) if len(found) > PAGE else None
    if show == LogShow.ODD:
        order = list(Odd)
        shown.sort(key=lambda one: order.index(Odd(one.kind)))
    return Page(shown, older)


def lines_of(one: OddReading) -> list[ReadEntry]:
    """The readings behind a finding, the first first; of a single citizen only theirs."""
    rows = ReadEntry.objects.filter(by=one.by_id, at__gte=_since(one), at__lte=one.until_at)
    rows = rows.exclude(row_id="").exclude(purpose__in=CONTROL).select_related("citizen")
    if one.citizen_id is not None:
        rows = rows.filter(citizen=one.citizen_id)
    return list(rows.order_by("at", "id")[:LINES])


def _since(one: OddReading) -> datetime:
    """The files of very many were opened within the hour before the last of them."""
    return one.until_at - timedelta(hours=1) if one.kind == Odd.MANY else one.from_at


def may_be_named(user: User, lines: list[ReadEntry]) -> set[object]:
    """The citizens of these lines that are not the reader's own matter: of the others no initials."""
    ids = {one.citizen_id for one in lines if one.citizen_id is not None}
    return set(
        Citizen.objects.filter(pk__in=ids)
        .exclude(pk__in=kept_from(user))
        .values_list("pk", flat=True)
    )


def numbers(since: datetime) -> list[Number]:
    """For who runs the system or its quality: counts of all units, and nobody's name."""
    order = Case(
        *(When(kind=kind, then=Value(place)) for place, kind in enumerate(Odd)),
        output_field=IntegerField(),
    )
    counted: Any = (
        OddReading.objects.filter(from_at__gte=since)
        .annotate(place=order)
        .values("kind", "place")
        .annotate(
            found=Count("pk"),
            open=Count("pk", filter=Q(answer=None)),
            **{one.value: Count("pk", filter=Q(answer__verdict=one)) for one in OddVerdict},
        )
        .order_by("place")
    )
    return [
        Number(Odd(one["kind"]), *(one[name] for name in ("found", "open", *OddVerdict.values)))
        for one in counted
    ]
