"""How long a look-up with a reason opens a file, when a second person is asked, and how the lines of a
log are sealed. Pure.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from centre.calendar import half_day_of
from centre.records.choices import LookUpReason

# Enough for a telephone call and what it leads to (design 6: one citizen, 60 minutes).
LASTS: Final = timedelta(minutes=60)
# Whoever asks has somebody on the telephone: what is older is asked anew. Our proposal.
ANSWERED_WITHIN: Final = timedelta(minutes=60)
# What an anonymous person did is sealed when its half-day is over and this has passed: a seal that
# closed sooner would tell the time which the line itself does not (the anonymity promise, ux E.4).
SETTLES: Final = timedelta(hours=1)
# Longer than any line waits while the house seals: a half-day, what settles it, and a night's outage.
PATIENCE: Final = timedelta(hours=26)
# What the first seal is closed upon.
BEGINNING: Final = bytes(32)


def running_since(at: datetime) -> datetime:
    """A look-up made after this moment still runs at the moment `at`."""
    return at - LASTS


def ends_at(began_at: datetime) -> datetime:
    """From when on a look-up opens nothing any more."""
    return began_at + LASTS


def asked_since(at: datetime) -> datetime:
    """What was asked after this moment can still be answered at the moment `at`."""
    return at - ANSWERED_WITHIN


def answer_by(asked_at: datetime) -> datetime:
    """From when on nobody can say yes or no any more."""
    return asked_at + ANSWERED_WITHIN


def needs_second(reason: str, *, guarded: bool) -> bool:
    """Whether a reason opens nothing until a second person agrees.

    `guarded`: the citizen's name and address are protected (CPR-loven § 28), or the file is for a few.
    Where life or health is in danger nobody waits: it opens at once and is reviewed sooner. No law
    says so; it follows GDPR art. 6(1)(d), and is our own proposal.
    """
    return guarded and reason != LookUpReason.DANGER


def unsettled(at: datetime) -> tuple[datetime, datetime]:
    """The half-days whose lines must not be sealed yet at this moment: they may be the same."""
    return half_day_of(at), half_day_of(at - SETTLES)


def closed_upon(before: bytes, told: bytes) -> bytes:
    """The digest of a seal that says `told`, closed upon the digest of the seal before it."""
    return sha256(before + sha256(told).digest()).digest()
