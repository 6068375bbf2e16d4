"""What the apps above put into somebody's file: asked for by dotted name, so no import runs up."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from centre.clocks.words import Chip
from centre.file.choices import Kind
from centre.paging import Place, is_after, latest_first
from centre.staff.models import User

Row = TypeVar("Row", bound=Model)
PAGE = 25


@dataclass(frozen=True)
class Whose:
    """Whose file it is, and which page of its timeline: a citizen's, or that of one inquiry.

    An inquiry's own page shows the same parts, and that of an anonymous one is the only file there is.
    Raises ValueError for neither and for both: nobody's file would be all the anonymous ones'.
    """

    citizen_id: UUID | None = None
    inquiry_id: UUID | None = None
    # The timeline goes on after this place, and shows so many lines, of one kind or of all.
    after: Place | None = None
    only: str = ""
    most: int = PAGE
    # Whether the reader's own work opens it: a look-up with a reason lets nobody write in a file.
    is_own: bool = True
    # What one part has found that others ask for too: asked for once a page.
    found: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if (self.citizen_id is None) == (self.inquiry_id is None):
            raise ValueError("a file is a citizen's or an inquiry's")

    def latest(self, rows: QuerySet[Row], kind: Kind, *, at: str = "at") -> list[Row]:
        """As many rows as this page of the timeline may need, from one table, by one statement.

        `at` names the moment that the entry made from a row has; the entry's id is the row's.
        """
        if self.only and self.only != kind:
            return []
        return list(latest_first(rows, self.after, at=at)[: self.most + 1])

    def latest_of(self, rows: QuerySet[Row], kind: Kind, *moments: str) -> list[Row]:
        """The same of rows of which an entry each is made from several moments, where they have come.

        A row that one of its moments brings here may have others that belong to another page.
        """
        if self.only and self.only != kind:
            return []
        here = Q()
        for at in moments:
            come = rows.filter(**{f"{at}__isnull": False}).select_related(None)
            latest = latest_first(come, self.after, at=at).values("pk")[: self.most + 1]
            here |= Q(pk__in=latest)
        return list(rows.filter(here))


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: when, by whom, what, in which words, and where it can be read whole.

    With `at`, `id` is the line's place: that of the row it was made from.
    """

    at: datetime
    who: str
    what: str
    words: str = ""
    url: str = ""
    icon: str = ""
    id: UUID = field(kw_only=True)
    kind: Kind = field(kw_only=True)

    @property
    def shape(self) -> str:
        """The icon beside it: its own, or that of its kind."""
        return self.icon or self.kind.icon


@dataclass(frozen=True)
class Step:
    """Something that can be done now. The one with the soonest day to act by stands first.

    Only of what the reader may act on: a look-up with a reason opens nothing to do.
    """

    words: Promise | str
    url: str
    act_by_on: date | None = None
    chip: Chip | None = None
    # Of what: one file may hold two courses.
    about: str = ""


@dataclass(frozen=True)
class Card:
    """One thing that goes on: a course, a complaint. Facts are pairs of words."""

    heading: Promise | str
    url: str
    facts: Sequence[tuple[Promise | str, str]] = ()
    chip: Chip | None = None


@dataclass(frozen=True)
class Act:
    """Something that may be begun at any time from the top of the file: a talk, a complaint."""

    words: Promise | str
    url: str
    # Seldom what somebody came for: after all the others.
    last: bool = False


@dataclass(frozen=True)
class Part:
    """What one app puts into the file; entries by `Whose.latest`, so that paging holds."""

    steps: Sequence[Step] = ()
    cards: Sequence[Card] = ()
    entries: Sequence[Entry] = ()
    acts: Sequence[Act] = ()
    # Who answers for what goes on.
    responsible: Sequence[User] = ()


Ask = Callable[[User, Whose, datetime], Part]


@dataclass(frozen=True)
class File:
    """All parts put together: steps soonest first, one page of entries latest first."""

    steps: list[Step] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    responsible: list[User] = field(default_factory=list)
    older: Place | None = None


FAR = date(9999, 12, 31)
_ORDER = list(Kind)


def file_of(user: User, whose: Whose, at: datetime) -> File:
    """Ask each app of the settings for its part; each looks only into what the person may see.

    A part that fails fails the page: half a file would be taken for a whole one.
    """
    asked: list[Ask] = [import_string(name) for name in settings.FILE_PARTS]
    parts = [ask(user, whose, at) for ask in asked]
    entries, older = _page([entry for part in parts for entry in part.entries], whose)
    return File(
        steps=sorted(
            (step for part in parts for step in part.steps),
            key=lambda step: step.act_by_on or FAR,
        ),
        cards=[card for part in parts for card in part.cards],
        entries=entries,
        acts=sorted((act for part in parts for act in part.acts), key=lambda act: act.last),
        responsible=list(dict.fromkeys(one for part in parts for one in part.responsible)),
        older=older,
    )


def _page(found: list[Entry], whose: Whose) -> tuple[list[Entry], Place | None]:
    """The lines of this page, and where the next begins: in the order that `latest_first` gives rows.

    Two lines made from one row at one moment have one place: they are never parted. What happened
    at the same moment is shown with what began it below, and several of a kind by their words: ids
    are drawn by lot, and a page that is opened twice reads the same.
    """
    entries = [
        one
        for one in found
        if (not whose.only or one.kind == whose.only)
        and is_after(Place(one.at, one.id), whose.after)
    ]
    entries.sort(key=lambda one: one.id)
    entries.sort(key=lambda one: one.at, reverse=True)
    shown, rest = entries[: whose.most], entries[whose.most :]
    last = Place(shown[-1].at, shown[-1].id) if shown else None
    tied = [one for one in rest if last == Place(one.at, one.id)]
    shown.extend(tied)
    shown.sort(key=lambda one: str(one.what))
    shown.sort(key=lambda one: (one.at, _ORDER.index(one.kind)), reverse=True)
    return shown, last if len(rest) > len(tied) else None
