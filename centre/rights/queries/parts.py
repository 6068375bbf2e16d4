"""What the apps hold about a citizen, as documents that can be given: asked for by dotted name.

An app that holds something of a citizen names an `Insight` in the setting INSIGHT_PARTS.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from centre.citizens.models import Citizen
from centre.post.letters.text import Block, LetterText
from centre.rights.choices import Asked, Ground, Regime
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

    `only`: the record that it is a part of, where not all who give the other may read it. Then it is
    asked for only with that record, and `sources` names the rows that its documents are made from.
    """

    found: Callable[[User, Citizen, datetime], Found]
    beyond: Callable[[User, Citizen, datetime], int] = field(default=lambda *_asked: 0)
    only: Regime | None = None
    sources: Sequence[str] = ()


def units_open_to(user: User, citizen: Citizen, at: datetime) -> QuerySet[Any, Any]:
    """The units whose case of the citizen the person may open.

    A doctor works with the cases of other units, and no reason opens what is open already: what those
    units wrote about the case is a doctor's to give, or nobody could give a file with health notes.
    """
    cases: QuerySet[Any] = import_string(settings.CASE_SCOPE)(user, at)
    return cases.filter(citizen=citizen).values("unit")


def _apps() -> list[Insight]:
    return [import_string(name) for name in settings.INSIGHT_PARTS]


def _apps_for(asked: str) -> list[Insight]:
    """Those that what is asked for is collected from."""
    return [app for app in _apps() if app.only is None or asked in (Asked.BOTH, app.only)]


def closed() -> Q:
    """The parts that not all who give a file may read."""
    found = Q(pk__in=[])
    for app in _apps():
        if app.only:
            found |= Q(source__in=app.sources, regime=app.only)
    return found


def collect(user: User, citizen: Citizen, at: datetime, asked: str = Asked.BOTH) -> Found:
    """Everything that all apps have and the person may read, in the order of the settings."""
    parts = [app.found(user, citizen, at) for app in _apps_for(asked)]
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


@dataclass(frozen=True)
class Beyond:
    """How much of a file a person may not read: for it stands in another unit, or in a closed record."""

    units: int = 0
    record: int = 0

    def __bool__(self) -> bool:
        return bool(self.units or self.record)


def beyond(user: User, citizen: Citizen, at: datetime, asked: str = Asked.BOTH) -> Beyond:
    """How much of what is asked for stands where the person may not read."""
    apps = _apps_for(asked)
    return Beyond(
        units=sum(app.beyond(user, citizen, at) for app in apps if app.only is None),
        record=sum(app.beyond(user, citizen, at) for app in apps if app.only),
    )


def closed_regimes(user: User, citizen: Citizen, at: datetime) -> set[Regime]:
    """The records in which something stands that the person may not read."""
    return {app.only for app in _apps() if app.only and app.beyond(user, citizen, at)}
