"""The whole check, at the end of a day."""

from collections.abc import Mapping
from datetime import date

from reporting.live.check import (
    clocks,
    complaints,
    courses,
    deaths,
    decisions,
    figures,
    followups,
    ledger,
    measures,
    post,
    promises,
    seats,
    trail,
)
from reporting.live.check.account import Account
from reporting.live.check.alerts import Alerts
from reporting.live.check.fault import Fault, Shown
from reporting.live.check.moments import Moments
from reporting.live.check.standard import versions


class Check:
    """Looks at everything after each day, and remembers what the tables forget."""

    def __init__(self) -> None:
        self._alerts = Alerts()
        self._moments = Moments()
        self._written = trail.Written()

    def after(self, day: date, shown: Shown) -> list[Fault]:
        found, told = ledger.read(), versions()
        answered = promises.answers(day, found, told)
        return [
            *clocks.wishes(day, told),
            *clocks.dates(day, found),
            *clocks.states(day, found, shown.states),
            *clocks.tables(day, found, shown.tables),
            *clocks.one_owner(day),
            *self._alerts.faults(day, found, shown.at),
            *measures.faults(day, answered, shown),
            *decisions.faults(day),
            *courses.faults(day, told),
            *followups.faults(day, told),
            *deaths.faults(day, shown.at),
            *complaints.faults(day, told),
            *seats.faults(day),
            *post.faults(day, shown.at),
            *self._moments.faults(day, shown.at),
            *trail.inquiries(day),
            *trail.bookings(day),
            *trail.alone(day),
        ]

    def figures(self, account: Account, shown: Mapping[date, Mapping[str, object]]) -> list[Fault]:
        """What the leader's page tells on each of these days, if nothing more happens until then."""
        known = figures.Known(ledger.read(), versions(), account)
        return [
            fault
            for day, told in shown.items()
            for fault in figures.faults(
                day, known, promises.answers(day, known.clocks, known.versions), told
            )
        ]

    def nothing_changed(self, day: date) -> list[Fault]:
        """What is only ever added to stands as it stood at the last look. Slow: once a month."""
        return self._written.faults(day)
