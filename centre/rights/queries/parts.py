"""What the apps hold about a citizen, as documents that can be given: asked for by dotted name.

An app that holds something of a citizen names an `Insight` in the setting INSIGHT_PARTS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from centre.citizens.models import Citizen
from centre.post.letters.text import Block, LetterText
from centre.rights.choices import Ground, Regime
from centre.staff.models import User


@dataclass(frozen=True)
class Told:
    """One document. `source` and `id` name the row it is made from.

    `regime`: None for what belongs to whichever record there is. `free`: somebody wrote in it freely.
    `letter_id`: the sheet that was sent, if it was; an app that names one tells of it in the ground's
    place. `ground`: why it is proposed to be left out.
    """

    source: str
    id: UUID | str
    title: str
    regime: Regime | None
    content: tuple[Block, ...] | LetterText
    of_day: date | None = None
    free: bool = False
    letter_id: UUID | None = None
    ground: Ground | None = None


@dataclass(frozen=True)
class Other:
    """Somebody else who is named in a field: a name, and whatever else must not be told of them."""

    name: str
    words: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """What one app has: its documents, and who else is named in its fields."""

    pieces: Sequence[Told] = ()
    others: Sequence[Other] = ()


@dataclass(frozen=True)
class Insight:
    """How an app gives its part of a file.

    `found` holds all that the person may read at the moment; `beyond` counts what the app has of the
    citizen and the person may not read: a file with a gap is never given unnoticed.
    """

    found: Callable[[User, Citizen, datetime], Found]
    beyond: Callable[[User, Citizen, datetime], int] = field(default=lambda *_asked: 0)


def _apps() -> list[Insight]:
    return [import_string(name) for name in settings.INSIGHT_PARTS]


def collect(user: User, citizen: Citizen, at: datetime) -> Found:
    """Everything that all apps have and the person may read, in the order of the settings."""
    parts = [app.found(user, citizen, at) for app in _apps()]
    pieces = _once([one for part in parts for one in part.pieces])
    known = {one.regime for one in pieces}
    # Who is in treatment under the Health Act alone has no social case to be refused.
    usual = Regime.HEALTH if known == {None, Regime.HEALTH} else Regime.SOCIAL
    return Found(
        [one if one.regime else replace(one, regime=usual) for one in pieces],
        [one for part in parts for one in part.others],
    )


def _once(pieces: list[Told]) -> list[Told]:
    """Each letter by the app that knows what it is about; the ground's own word only for the rest."""
    known = {one.letter_id for one in pieces if one.letter_id and one.regime}
    return [one for one in pieces if one.regime or one.letter_id not in known]


def beyond(user: User, citizen: Citizen, at: datetime) -> int:
    """How much of the file stands where the person may not read."""
    return sum(app.beyond(user, citizen, at) for app in _apps())
