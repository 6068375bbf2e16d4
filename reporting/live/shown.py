"""What the house itself shows at a moment, for the check to compare with its own counting."""

from dataclasses import asdict
from datetime import date, datetime

from centre.calendar import danish_day
from centre.clocks.models import Clock
from centre.clocks.queries import risk
from centre.staff.models import User
from centre.standard import queries as standards
from intake.queries import compliance
from reporting.live.check.fault import Shown
from reporting.queries import board
from reporting.rules.period import period_before


def shown(leader: User, at: datetime, *, rows: bool) -> Shown:
    """The answers of the pages to a leader of all units; with the rows behind the measures if asked."""
    today = danish_day(at)
    counted = asdict(compliance.counted(leader, at))
    return Shown(
        at=at,
        states={str(one.pk): one.state_on(today) for one in Clock.objects.order_by("id")},
        tables={
            group.query: (group.soon, group.late)
            for table in risk.tables(leader, today)
            for group in table.groups
        },
        measures={
            name: round(told, 6) if isinstance(told, float) else told
            for name, told in counted.items()
        },
        answers=_answers(leader, at) if rows else {},
    )


def figures(leader: User, day: date) -> dict[str, object]:
    """The figures of the leader's page on a day: each answer by kind of treatment and by month."""
    standard = standards.in_force(day).content
    counted = board.counted(leader, day, period=period_before(day), standard=standard)
    told: dict[str, object] = {}
    for key, one in counted.items():
        for area, tally in one.areas.items():
            told |= {f"{key} {area}: {answer}": many for answer, many in tally.answers.items()}
        for month, tally in one.months.items():
            by_month = tally.answers.items()
            told |= {f"{key} {month:%Y-%m}: {answer}": many for answer, many in by_month}
        if one.whole.median is not None:
            told[f"{key}: days"] = round(one.whole.median, 6)
    return told


def _answers(leader: User, at: datetime) -> dict[str, frozenset[str]]:
    told = {}
    for which in ("law", "promised"):
        for kept in (True, False):
            name = f"{which} {'kept' if kept else 'missed'}"
            told[name] = frozenset(_ids(leader, at, which, kept=kept))
    return told


def _ids(leader: User, at: datetime, which: str, *, kept: bool) -> list[str]:
    """Page by page, as the leader would turn them."""
    found, after = [], None
    while True:
        page = compliance.answered(leader, danish_day(at), which=which, kept=kept, after=after)
        found += [str(one.row.pk) for one in page.rows]
        after = page.older
        if after is None:
            return found
