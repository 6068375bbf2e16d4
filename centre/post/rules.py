"""When to try again, what must not be sent twice, and when a letter counts as received. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

import msgspec
from django.utils.translation import gettext as _

from centre.calendar import DENMARK, add_working_days, danish_moment
from centre.post.choices import LetterChannel, LetterKind, Text
from centre.refusal import Refused

MAX_ATTEMPTS = 5
LEASE = timedelta(minutes=5)
FIRST_HOUR, LAST_HOUR = 7, 20
# Grounds, and what was said in talks: read by who may assess, like the case itself (ux E.2).
WITH_GROUNDS = (
    LetterKind.DECISION,
    LetterKind.PLAN,
    LetterKind.COMPLAINT_OUTCOME,
    LetterKind.COMPLAINT_FORWARDED,
    LetterKind.FILE_ACCESS,
    LetterKind.WHOLE_FILE,
    LetterKind.HEALTH_FILE,
    LetterKind.CORRECTION,
)
# Of all units that know a citizen: opened nowhere but on the request that it was given on.
OF_ALL_UNITS = (LetterKind.WHOLE_FILE, LetterKind.HEALTH_FILE)
# Holds notes of the health record: the social side's leaders read them no more here than there.
OF_HEALTH = (LetterKind.HEALTH_FILE,)
# What the staff is told may come twice; a citizen's receipt may not without a person's decision.
MAY_REPEAT = frozenset(
    {
        Text.ALERTS,
        Text.OVERDUE,
        Text.LOOK_UP,
        Text.SECOND,
        Text.ANSWERED,
        Text.READINGS,
        Text.DRAFTS,
        Text.SEARCHES,
        Text.LOG_END,
        Text.LOGIN,
    }
)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after the given number of failed tries: 1, 2, 4, 8 … minutes."""
    return timedelta(minutes=2 ** max(0, attempts - 1))


def is_given_up(attempts: int) -> bool:
    return attempts >= MAX_ATTEMPTS


def within_hours(at: datetime) -> datetime:
    """The moment itself between 7 and 20 Danish time, else the next morning at 7."""
    local = at.astimezone(DENMARK)
    if FIRST_HOUR <= local.hour < LAST_HOUR:
        return at
    day = local.date() if local.hour < FIRST_HOUR else local.date() + timedelta(days=1)
    return danish_moment(day, time(FIRST_HOUR))


class NotSent(Refused):
    """A letter that is not written as things are. The message is for the user."""


class Unprintable(NotSent):
    """A sign that the letters' font does not have."""

    def __init__(self, words: str, sign: str) -> None:
        super().__init__(words)
        self.sign = sign


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """When a letter counts as received: so many weekdays after its date, 0 for the same day.

    A developer's reading, as in `centre/standard/law.py`; `valid_to` is the last day it holds. It is
    only presumed: what the citizen tells, or a log shows, comes before it.
    """

    channels: tuple[LetterChannel, ...]
    weekdays: int
    law: str
    basis: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this reading is in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


# The guidance on how deadlines of complaint are counted, of 26 June 2018 (domain K6). Earlier letters
# are counted by it too: none was written here.
GUIDANCE: Final = "VEJ 9533/2018"
GUIDANCE_FROM: Final = date(2018, 6, 26)

ARRIVALS: Final = (
    Arrival(
        channels=(LetterChannel.DIGITAL_POST, LetterChannel.SECURE_MAIL),
        weekdays=0,
        law=GUIDANCE,
        basis="available to the citizen on the day it is sent",
        valid_from=GUIDANCE_FROM,
    ),
    Arrival(
        channels=(LetterChannel.HANDED_OVER,),
        weekdays=0,
        law=GUIDANCE,
        basis="in the citizen's hand",
        valid_from=GUIDANCE_FROM,
    ),
    # Two things are not known for certain: whether a Saturday is one of the six weekdays, and whether
    # the number still holds after PostNord stopped carrying letters at the end of 2025 (domain K6,
    # K7). Where another one is found, this line ends and the next one begins.
    Arrival(
        channels=(LetterChannel.LETTER,),
        weekdays=6,
        law=GUIDANCE,
        basis="six weekdays after the date of an ordinary letter",
        valid_from=GUIDANCE_FROM,
    ),
)


def presumed_received_on(
    channel: str, written_on: date, arrivals: Iterable[Arrival] = ARRIVALS
) -> date:
    """The day on which a letter of this date counts as received.

    Monday to Friday without holidays; the days that are treated as holidays are left out too, for a
    later arrival gives the citizen longer to complain. Raises LookupError before the first reading.
    """
    for one in arrivals:
        if channel in one.channels and one.holds_on(written_on):
            return add_working_days(written_on, one.weekdays)
    raise LookupError(f"nothing says when a letter by {channel} arrives on {written_on}")


def check_channel(channel: str, *, is_named: bool) -> None:
    """Whether a letter may go this way; `is_named` is false for who is anonymous or has no file.

    Post would have to name somebody who came without a name. Raises NotSent.
    """
    if channel != LetterChannel.HANDED_OVER and not is_named:
        raise NotSent(_("Somebody who is anonymous gets no post. Hand the letter over instead."))


def check_living(channel: str, *, has_died: bool) -> None:
    """Whether the citizen's own letter may go this way: none lies in the post of a home that mourns.

    Raises NotSent.
    """
    if has_died and channel != LetterChannel.HANDED_OVER:
        raise NotSent(
            _(
                "The citizen has died: no letter is posted to their home. Choose “Handed over”, and give "
                "it to whoever settles the estate."
            )
        )


def check_date(written_on: date, today: date) -> None:
    """Whether a letter bears the date of its sending: its arrival is counted from it. Raises NotSent."""
    if written_on != today:
        raise NotSent(_("The letter bears the date of another day. Look at it again."))


def check_seen(previewed: str | None, hashed: str) -> None:
    """Whether what is sent is what was seen, byte for byte (ux C-42). Raises NotSent."""
    if previewed is not None and previewed != hashed:
        raise NotSent(_("The letter has changed since you saw it. Look at it again."))
