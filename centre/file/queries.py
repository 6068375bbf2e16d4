"""What the apps above put into somebody's file: asked for by dotted name, so no import runs up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from centre.clocks.words import Chip
from centre.staff.models import User


@dataclass(frozen=True)
class Whose:
    """Whose file it is: a citizen's, or that of one inquiry made without a name."""

    citizen_id: UUID | None = None
    inquiry_id: UUID | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: when, by whom, what, in which words, and where it can be read whole."""

    at: datetime
    who: str
    what: str
    words: str = ""
    kind: str = ""
    url: str = ""


@dataclass(frozen=True)
class Step:
    """Something that can be done now. The one with the soonest day to act by stands first."""

    words: Promise | str
    url: str
    act_by_on: date | None = None
    chip: Chip | None = None


@dataclass(frozen=True)
class Card:
    """One thing that goes on: a course, a complaint. Facts are pairs of words."""

    heading: Promise | str
    url: str
    facts: Sequence[tuple[Promise | str, str]] = ()
    chip: Chip | None = None


@dataclass(frozen=True)
class Part:
    """What one app puts into the file."""

    steps: Sequence[Step] = ()
    cards: Sequence[Card] = ()
    entries: Sequence[Entry] = ()


Ask = Callable[[User, Whose, datetime], Part]


@dataclass(frozen=True)
class File:
    """All parts put together: steps soonest first, entries latest first."""

    steps: list[Step] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


FAR = date(9999, 12, 31)


def file_of(user: User, whose: Whose, at: datetime) -> File:
    """Ask each app of the settings for its part; each looks only into what the person may see."""
    asked: list[Ask] = [import_string(name) for name in settings.FILE_PARTS]
    parts = [ask(user, whose, at) for ask in asked]
    return File(
        steps=sorted(
            (step for part in parts for step in part.steps),
            key=lambda step: step.act_by_on or FAR,
        ),
        cards=[card for part in parts for card in part.cards],
        entries=sorted(
            (entry for part in parts for entry in part.entries),
            key=lambda entry: entry.at,
            reverse=True,
        ),
    )
