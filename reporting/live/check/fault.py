"""What the check finds, and what it is told that the house shows."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it must be. `whose` is an id, never a name."""

    day: date
    what: str
    whose: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.whose}: expected {self.expected}, found {self.found}"

    def as_data(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Shown:
    """What the house answers on a day, as its pages would say it, for a leader of all units."""

    at: datetime
    # Of each clock, by its id.
    states: Mapping[str, str]
    # By the filter behind a line of the leader's tables: how many are to come, how many are past.
    tables: Mapping[str, tuple[int, int]]
    # The numbers of the leader's measures, by name.
    measures: Mapping[str, Any]
    # Of each answer, by law or as promised: the guarantees behind it. Not asked for on every day.
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)


def compare(
    day: date, what: str, expected: Mapping[Any, object], found: Mapping[Any, object]
) -> list[Fault]:
    """The differences of two tellings of the same things, by whose they are."""
    return [
        Fault(day, what, str(whose), expected.get(whose, "nothing"), found.get(whose, "nothing"))
        for whose in sorted({*expected, *found}, key=str)
        if expected.get(whose) != found.get(whose)
    ]
