"""The dated settings of retention, from their file."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from centre.retention.rules.period import Period, in_force

SHIPPED = Path(__file__).resolve().parent.parent / "periods.toml"
KNOWN = {"valid_from", "health_years", "social_years", "log_months", "sources"}


def periods_in(text: str) -> tuple[Period, ...]:
    """Read from TOML; raises ValueError with a sentence for what cannot be meant."""
    found: list[dict[str, Any]] = tomllib.loads(text).get("periods", [])
    if not found:
        raise ValueError("no [[periods]] is written")
    for one in found:
        if unknown := one.keys() - KNOWN:
            raise ValueError(f"not known: {', '.join(sorted(unknown))}")
        if missing := KNOWN - {"sources"} - one.keys():
            raise ValueError(f"missing: {', '.join(sorted(missing))}")
    made = tuple(
        Period(**{**one, "sources": tuple(sorted(one.get("sources", {}).items()))}) for one in found
    )
    if len({one.valid_from for one in made}) < len(made):
        raise ValueError("two periods begin on one day")
    return made


@lru_cache(maxsize=4)
def _read(path: str) -> tuple[Period, ...]:
    return periods_in(Path(path).read_text())


def period_on(day: date) -> Period:
    """What holds on a day."""
    return in_force(day, _read(settings.RETENTION_PERIODS or str(SHIPPED)))
