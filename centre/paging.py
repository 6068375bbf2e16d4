"""Paging through what happened, the latest first: a page goes on after a moment and an id."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Place:
    """Where a row stands among those of its list: the next page begins after it."""

    at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that an address names; None for anything else."""
        at, _sign, number = text.partition("~")
        try:
            # Seconds since 1970, for a plus or a space would not survive an address.
            return cls(datetime.fromtimestamp(int(at) / 1_000_000, UTC), UUID(number))
        except (ValueError, OverflowError, OSError):
            return None

    def __str__(self) -> str:
        seconds, rest = int(self.at.timestamp()), self.at.microsecond
        return f"{seconds * 1_000_000 + rest}~{self.id}"


def is_after(place: Place, after: Place | None) -> bool:
    """Whether a place comes later in the list than another, as `latest_first` has them."""
    return after is None or (after.at, place.id) > (place.at, after.id)


def latest_first(
    rows: QuerySet[Row], after: Place | None = None, *, at: str = "at"
) -> QuerySet[Row]:
    """The rows after a place by the moment named, ties broken by id: nothing repeats or skips."""
    if after is not None:
        same: dict[str, Any] = {at: after.at, "id__gt": after.id}
        rows = rows.filter(Q(**same) | Q(**{f"{at}__lt": after.at}), **{f"{at}__lte": after.at})
    return rows.order_by(f"-{at}", "id")
