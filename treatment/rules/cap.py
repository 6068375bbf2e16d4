"""How many talks a decision grants, and until when (Rebild: ten, then a new visitation)."""

from dataclasses import dataclass
from datetime import date, timedelta

# From four fifths on it is told: the eighth of Rebild's ten.
TOLD_FROM = 4, 5
# A last day is told of this long before.
TOLD_DAYS_BEFORE = 14


@dataclass(frozen=True)
class Cap:
    """What the decision in force gives, and what of it is used. A talk nobody came to uses nothing."""

    granted: int | None = None
    until: date | None = None
    attended: int = 0
    planned: int = 0

    @property
    def left(self) -> int | None:
        """The talks that may still be held; None where the decision sets no number."""
        return None if self.granted is None else max(0, self.granted - self.attended)

    @property
    def used_up(self) -> bool:
        """Whether no more talks may be held without a new decision."""
        return self.left == 0

    @property
    def is_near(self) -> bool:
        """Whether it is time to think of a new visitation: from four fifths of the talks on."""
        if self.granted is None:
            return False
        part, whole = TOLD_FROM
        return self.attended * whole >= self.granted * part

    def room_for_one_more(self) -> bool:
        """Whether another talk can be planned: those that are planned already are counted too."""
        return self.granted is None or self.attended + self.planned < self.granted

    def covers(self, on: date) -> bool:
        """Whether the grant reaches the day."""
        return self.until is None or on <= self.until

    def ends_soon(self, today: date) -> bool:
        """Whether the last day of the grant is near, or past."""
        return self.until is not None and self.until <= today + timedelta(days=TOLD_DAYS_BEFORE)
