"""What a council promises, read from its TOML by hand."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from reporting.live.check.sql import rows

MINORS = ("under_15", "15_17")


@dataclass(frozen=True)
class Version:
    """One version of a standard, as it was loaded."""

    id: int
    valid_from: date
    loaded_at: datetime
    text: str

    @property
    def told(self) -> dict[str, Any]:
        return parsed(self.text)

    def promise(self, kind: str, age_group: str) -> dict[str, Any] | None:
        """The council's own words on a guarantee; None where there are none for this age."""
        named = {one["kind"]: one for one in self.told.get("clocks", [])}
        if kind == "alcohol" and age_group in MINORS:
            own = named.get("youth_alcohol")
            return own or (named.get("alcohol") if self._treats_the_young_for_alcohol() else None)
        return named.get(kind)

    def _treats_the_young_for_alcohol(self) -> bool:
        youth = self.told.get("youth", {})
        if not youth.get("treated"):
            return False
        if "alcohol_from_age" in youth:
            return bool(youth["alcohol_from_age"] <= 17)
        return "alcohol_pending_from_age" not in youth


@cache
def parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def versions() -> list[Version]:
    """All versions that are loaded, the newest first."""
    found = rows(
        "SELECT id, valid_from, loaded_at, text FROM standard_qualitystandard "
        "ORDER BY valid_from DESC, loaded_at DESC"
    )
    return [Version(*one) for one in found]


def in_force(found: list[Version], day: date) -> Version:
    return next((one for one in found if one.valid_from <= day), found[-1])


def length_of(promise: dict[str, Any]) -> tuple[int, str] | None:
    """How long a promise runs; None when it says nothing of that."""
    for span in ("days", "weeks", "months"):
        if span in promise:
            return promise[span], span
    return None
