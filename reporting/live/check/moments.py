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
        # The tables stay as they are while the days are lived: they are looked up once.
        self._question = _question()
        self._before = self._latest()

    def faults(self, day: date, at: datetime) -> list[Fault]:
        return [
            Fault(day, "a moment to come", place, f"until {at}", moment)
            for place, moment in self._latest().items()
            if moment > at + AHEAD and moment != self._before.get(place)
        ]

    def _latest(self) -> dict[str, datetime]:
        """The last moment in each column that tells of something that has happened."""
        return {one.place: one.moment for one in rows(self._question) if one.moment is not None}


def _question() -> str:
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
    return " UNION ALL ".join(_of_table(one.name, one.moments) for one in columns)


def _of_table(name: str, moments: list[str]) -> str:
    places = ", ".join(f"'{name}.{one}'" for one in moments)
    last = ", ".join(f"max({one})" for one in moments)
    return f"SELECT unnest(ARRAY[{places}]) AS place, unnest(ARRAY[{last}]) AS moment FROM {name}"  # noqa: S608 - names of the catalogue  # nosec B608
