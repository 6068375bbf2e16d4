"""Every measure counted in one statement, and the rows behind any of its numbers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from centre.clocks.models import Clock
from centre.clocks.queries import Place
from centre.staff.models import User
from centre.standard.schema import Standard
from intake.models import Inquiry
from intake.queries.clocks import short
from intake.queries.compliance import values
from reporting.queries.cases import KEYS, cases_of
from reporting.rules.figures import Share, percentile
from reporting.rules.measures import NO, WHOLE, YES, Measure
from reporting.rules.period import Period

PAGE = 25
MEDIAN, NINETIETH = 0.5, 0.9
COUNTS = """
SELECT measure, date_trunc('month', on_day)::date, area, answer, days, count(*)
FROM cases GROUP BY 1, 2, 3, 4, 5
"""
_ROWS = """
SELECT row_id, inquiry_id, clock_id, area, on_day, answer, days,
    (SELECT count(*) FROM cases WHERE answer = ANY (%(answers)s::text[])
        AND (%(area)s = '' OR area = %(area)s))
FROM cases
WHERE answer = ANY (%(answers)s::text[]) AND (%(area)s = '' OR area = %(area)s)
    AND (%(after_on)s::date IS NULL OR on_day < %(after_on)s::date
         OR (on_day = %(after_on)s::date AND row_id > %(after_id)s::uuid))
ORDER BY on_day DESC, row_id LIMIT %(limit)s
"""


@dataclass
class Tally:
    """How many cases gave each answer; of those that count, how many waited so many days."""

    answers: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    def add(self, answer: str, days: int | None, many: int) -> None:
        self.answers[answer] += many
        if answer == YES and days is not None:
            self.days[days] += many

    @property
    def share(self) -> Share:
        return Share(self.answers[YES], self.answers[YES] + self.answers[NO])

    @property
    def median(self) -> float | None:
        return percentile(self.days, MEDIAN)

    @property
    def ninetieth(self) -> float | None:
        return percentile(self.days, NINETIETH)


@dataclass
class Found:
    """A measure's cases: all of the kind asked for, by month, and every kind by itself."""

    whole: Tally = field(default_factory=Tally)
    months: dict[date, Tally] = field(default_factory=dict)
    areas: dict[str, Tally] = field(default_factory=dict)

    def of_areas(self, areas: Sequence[str]) -> Tally:
        """Some kinds together."""
        both = Tally()
        for area in set(areas) & self.areas.keys():
            both.answers += self.areas[area].answers
            both.days += self.areas[area].days
        return both


def counted(
    user: User, today: date, *, period: Period, standard: Standard, area: str = ""
) -> dict[str, Found]:
    """Everything that the page and what leaves it tell, in one statement whatever there is."""
    with connection.cursor() as cursor:
        cursor.execute(cases_of(*KEYS) + COUNTS, values_of(user, today, period, standard))
        rows: list[tuple[str, date, str, str, int | None, int]] = cursor.fetchall()
    found = {key: Found(months={month: Tally() for month in period.months}) for key in KEYS}
    for key, month, kind, answer, days, many in rows:
        one = found[key]
        one.areas.setdefault(kind, Tally()).add(answer, days, many)
        if area in ("", kind):
            one.whole.add(answer, days, many)
            one.months[month].add(answer, days, many)
    return found


@dataclass(frozen=True)
class Case:
    """One row behind a number: whom it is about, and what is known of it."""

    about: Inquiry | Clock | None
    area: str
    on: date
    answer: str
    days: int | None

    @property
    def words(self) -> str:
        """Who, as a list may show it."""
        if isinstance(self.about, Inquiry):
            return short(self.about)
        citizen = self.about.citizen if self.about else None
        return citizen.initials if citizen else ""


@dataclass(frozen=True)
class Cases:
    """A page of rows, how many there are in all, and where the next page begins."""

    rows: list[Case]
    count: int = 0
    older: Place | None = None


def cases(
    user: User,
    today: date,
    measure: Measure,
    *,
    answers: Sequence[str] = WHOLE,
    period: Period,
    standard: Standard,
    area: str = "",
    after: Place | None = None,
) -> Cases:
    """Exactly the rows that a number counts, the latest first."""
    wanted = {
        **values_of(user, today, period, standard),
        "answers": list(answers),
        "area": area,
        "after_on": after.on if after else None,
        "after_id": after.id if after else None,
        "limit": PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(cases_of(measure.key) + _ROWS, wanted)
        found = cursor.fetchall()
    page = found[:PAGE]
    return Cases(
        rows=_named(user, page),
        count=found[0][-1] if found else 0,
        older=Place(page[-1][4], page[-1][0]) if len(found) > PAGE else None,
    )


def _named(user: User, page: Sequence[tuple[Any, ...]]) -> list[Case]:
    """The rows with whom they are about, of those whom the reader may open."""
    asked = Inquiry.objects.for_user(user).select_related("citizen")
    inquiries = asked.in_bulk([one[1] for one in page if one[1]])
    due = Clock.objects.for_user(user).select_related("citizen")
    clocks = due.in_bulk([one[2] for one in page if one[2] and not one[1]])
    return [
        Case(inquiries.get(inquiry) or clocks.get(clock), *rest)
        for _row, inquiry, clock, *rest, _count in page
    ]


def values_of(user: User, today: date, period: Period, standard: Standard) -> dict[str, Any]:
    """What the statements are asked with."""
    return {
        **values(user, today, since=period.first),
        "until": period.last,
        "move": [offer.key for offer in standard.offers if offer.kind == "move"],
    }
