"""The dry run: what may go today, how much of it by kind and year, and why the rest of that age stays."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from centre.calendar import add_months
from centre.citizens.models import Citizen
from centre.file.queries import own_citizens
from centre.records.models import DroppedMonth
from centre.retention.choices import REGIMES, Kind
from centre.retention.models import Survey
from centre.retention.queries.periods import period_on
from centre.retention.queries.records import due, records
from centre.retention.rules.period import disposable_on, month_disposable_on
from centre.staff.models import User

# So many of a list at a time, and so many lines in one protocol.
MOST = 200
_MONTHS = """
SELECT date_trunc('month', min(at) AT TIME ZONE 'Europe/Copenhagen')::date FROM records_readentry
"""


@dataclass(frozen=True)
class Count:
    """How many records of a year of last entries are old enough, and how many of those may go."""

    kind: str
    year: int
    may_go: int
    kept: int
    # Why those are kept, by number.
    because: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "year": self.year,
            "may_go": self.may_go,
            "kept": self.kept,
            "because": dict(self.because),
        }


def counted(today: date) -> list[Count]:
    """All that is old enough today, by kind and year."""
    period = period_on(today)
    old = [
        one
        for one in records(None, today)
        if disposable_on(one.regime, one.last_entry_on, period) <= today
    ]
    found: dict[tuple[str, int], Counter[str]] = {}
    for one in old:
        of_year = found.setdefault((one.regime, one.last_entry_on.year), Counter())
        of_year[one.hindrance] += 1
    months = Counter((Kind.LOG.value, month.year) for month in due_months(today))
    told = [
        Count(
            str(kind),
            year,
            may_go=counts[""],
            kept=counts.total() - counts[""],
            because=tuple(sorted((why, n) for why, n in counts.items() if why)),
        )
        for (kind, year), counts in found.items()
    ]
    told += [Count(kind, year, may_go=n, kept=0) for (kind, year), n in months.items()]
    order = list(Kind.values)
    return sorted(told, key=lambda one: (order.index(one.kind), one.year))


def due_months(today: date) -> list[date]:
    """The first days of the months of readings that may go today, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        first: date | None = cursor.fetchone()[0]
    period, found = period_on(today), []
    gone = set(DroppedMonth.objects.values_list("first_on", flat=True))
    while first is not None and month_disposable_on(first, period) <= today:
        if first not in gone:
            found.append(first)
        first = add_months(first, 1)
    return found


def last_survey() -> Survey | None:
    """The last count that beat or a leader asked for."""
    return Survey.objects.order_by("-made_at").first()


def listed(
    user: User, kind: str, year: int, *, today: date, at: datetime
) -> tuple[QuerySet[Citizen], int]:
    """Whose records of a kind and year may go: those whose file the reader opens; how many others.

    Of a case without a name there is nobody to show: it is one of the others.
    """
    if kind not in REGIMES:
        return Citizen.objects.none(), 0
    found = [one for one in due(kind, period_on(today), today) if one.last_entry_on.year == year]
    seen = names_of(user, [one.subject for one in found if one.named], at)
    return seen, len(found) - seen.count()


def names_of(user: User, subjects: Sequence[UUID], at: datetime) -> QuerySet[Citizen]:
    """Of some people those whom the reader's own work lets them open."""
    return own_citizens(user, at).filter(pk__in=subjects).order_by("pk")
