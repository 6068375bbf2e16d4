"""What the house itself shows at a moment, for the check to compare with its own counting."""

from dataclasses import asdict
from datetime import datetime

from centre.calendar import danish_day
from centre.clocks.models import Clock
from centre.clocks.queries import risk
from centre.staff.models import User
from intake.queries import compliance
from reporting.live.check.fault import Shown


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
