"""How long a look-up with a reason opens a file. Pure."""

from datetime import datetime, timedelta
from typing import Final

# Enough for a telephone call and what it leads to (design 6: one citizen, 60 minutes).
LASTS: Final = timedelta(minutes=60)


def running_since(at: datetime) -> datetime:
    """A look-up made after this moment still runs at the moment `at`."""
    return at - LASTS


def ends_at(began_at: datetime) -> datetime:
    """From when on a look-up opens nothing any more."""
    return began_at + LASTS
