"""Invariant 12: nothing has happened in the future. Days and moments to come are named here."""

from datetime import date, datetime, timedelta

from reporting.live.check.fault import Fault
from reporting.live.check.sql import rows

AHEAD = timedelta(minutes=2)
# What may lie ahead: a time to come, a promise, an end.
TO_COME = {"starts_at", "due_at", "expires_at", "lease_until", "call_back_at", "ends_at", "until"}
# Django's own default, of those who are engaged before the first day.
SET_UP = "date_joined"
OURS = ("standard", "staff", "citizens", "records", "clocks", "post", "drafts", "intake")
ABOVE = ("treatment", "followup", "complaints", "reporting")


class Moments:
    """Knows what stood there before the first day: set-up has a clock of its own."""

    def __init__(self) -> None:
        self._before = _latest()

    def faults(self, day: date, at: datetime) -> list[Fault]:
        return [
            Fault(day, "a moment to come", place, f"until {at}", moment)
            for place, moment in _latest().items()
            if moment > at + AHEAD and moment != self._before.get(place)
        ]


def _latest() -> dict[str, datetime]:
    """The last moment in each column that tells of something that has happened."""
    columns = rows(
        "SELECT table_name AS name, array_agg(column_name::text ORDER BY column_name) AS moments "
        "FROM information_schema.columns "
        "WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' "
        "AND split_part(table_name, '_', 1) = ANY (%(ours)s) "
        "AND column_name <> ALL (%(to_come)s) GROUP BY 1 ORDER BY 1",
        ours=[*OURS, *ABOVE],
        to_come=[*sorted(TO_COME), SET_UP],
    )
    # Each table is read once, whatever it tells of.
    latest = rows(" UNION ALL ".join(_of_table(one.name, one.moments) for one in columns))
    return {one.place: one.moment for one in latest if one.moment is not None}


def _of_table(name: str, moments: list[str]) -> str:
    places = ", ".join(f"'{name}.{one}'" for one in moments)
    last = ", ".join(f"max({one})" for one in moments)
    return f"SELECT unnest(ARRAY[{places}]) AS place, unnest(ARRAY[{last}]) AS moment FROM {name}"  # noqa: S608 - names of the catalogue
