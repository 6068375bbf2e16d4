"""The worklist of deadlines: the soonest first, by keyset, in one query whatever the number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from centre.clocks import rules
from centre.clocks.models import Clock, ClockQuerySet
from centre.staff.models import User

PAGE = 25
FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Subject:
    """Whom a deadline is about, as much as a list may show, and where to go on."""

    words: str
    url: str
    received_on: date | None = None
    # What brings it on, on a day, in words.
    next_step: Callable[[date], str] = lambda _today: ""


@dataclass(frozen=True)
class Tile:
    """A number to open, for `parts/tiles.html`."""

    words: Promise | str
    count: int
    url: str
    current: bool = False
    alarm: bool = False


@dataclass(frozen=True)
class Section:
    """A list that an app above puts on the desk; its rows are ready for `parts/table.html`."""

    heading: Promise | str
    columns: Sequence[tuple[Any, str]]
    rows: Sequence[tuple[Sequence[Any], str, str]]
    empty_words: Promise | str
    more_url: str = ""
    more_words: Promise | str = ""


@dataclass(frozen=True)
class Place:
    """Where a page begins: after this day and id."""

    on: date
    id: UUID

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """A place as it stands in an address; a broken one begins at the beginning."""
        try:
            on, _separator, number = text.partition("~")
            return cls(date.fromisoformat(on), UUID(number))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.on}~{self.id}"


@dataclass(frozen=True)
class Page:
    """One page of deadlines and where the next one begins."""

    rows: list[Clock]
    older: Place | None = None
    subjects: Mapping[UUID, Subject] = field(default_factory=dict)


Narrow = Callable[[ClockQuerySet, date], ClockQuerySet]
SHOWS: dict[str, Narrow] = {
    "all": lambda clocks, _today: clocks,
    "due": lambda clocks, today: clocks.filter(act_by_on__lte=today),
    "soon": lambda clocks, today: clocks.at_risk(today),
    "late": lambda clocks, today: clocks.breached(today),
    "letter": lambda clocks, today: clocks.filter(_letter_due(today)),
    "unassigned": lambda clocks, _today: clocks.filter(responsible__isnull=True),
}


def _letter_due(today: date) -> Q:
    from datetime import timedelta

    return Q(notice_on__isnull=True, due_on__lte=today + timedelta(days=rules.LETTER_BEFORE))


def scope(user: User, who: str) -> ClockQuerySet:
    """The open deadlines of a person, or of all the person may see."""
    clocks = Clock.objects.for_user(user) if who == "unit" else Clock.objects.of(user)
    return clocks.open()


def worklist(
    user: User, today: date, *, who: str = "mine", show: str = "all", after: Place | None = None
) -> Page:
    """A page of open deadlines by the day to act by, ties broken by id: nothing repeats or skips."""
    clocks = SHOWS.get(show, SHOWS["all"])(scope(user, who), today)
    return page_of(clocks, after)


def page_of(clocks: ClockQuerySet, after: Place | None = None) -> Page:
    """One page of any set of deadlines in order; paused ones, which have no day, are left out."""
    clocks = clocks.filter(act_by_on__isnull=False)
    if after is not None:
        clocks = clocks.that_follow(after.on, after.id)
    rows = list(clocks.select_related("responsible").in_order()[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    last = rows[-1] if more else None
    older = Place(last.act_by_on or FAR, last.pk) if last is not None else None
    return Page(rows=rows, older=older, subjects=subjects_of(rows))


def subjects_of(clocks: Sequence[Clock]) -> dict[UUID, Subject]:
    """Each app above names its own; asked for by the names in the settings."""
    found: dict[UUID, Subject] = {}
    if clocks:
        for name in settings.CLOCK_SUBJECTS:
            found.update(import_string(name)(clocks))
    return found


def tiles(user: User, today: date, *, who: str = "mine", show: str = "") -> list[Tile]:
    """The counts of the worklist's own filters, in one query; each opens exactly its rows."""
    counted = scope(user, who).filter(act_by_on__isnull=False)
    names = ("due", "soon", "late", "unassigned")
    counts = counted.aggregate(
        due=Count("pk", filter=Q(act_by_on__lte=today)),
        soon=Count("pk", filter=Q(due_on__gte=today, act_by_on__lte=rules.at_risk_until(today))),
        late=Count("pk", filter=Q(due_on__lt=today)),
        unassigned=Count("pk", filter=Q(responsible__isnull=True)),
    )
    words: dict[str, Promise] = {
        "due": _("Act today or overdue"),
        "soon": _("At most 3 open days left"),
        "late": _("Past the deadline"),
        "unassigned": _("Deadlines without a responsible person"),
    }
    desk = reverse("clocks:desk")
    shown = [name for name in names if name != "unassigned" or who == "unit"]
    return [
        Tile(
            words=words[name],
            count=counts[name],
            url=f"{desk}?who={who}&show={name}",
            current=show == name,
            alarm=name != "soon",
        )
        for name in shown
    ]


def all_tiles(user: User, today: date, *, who: str, show: str) -> list[Tile]:
    """The desk's tiles, of all apps."""
    return [
        tile
        for name in settings.DESK_TILES
        for tile in import_string(name)(user, today, who=who, show=show)
    ]


def sections(user: User, today: date, *, who: str) -> list[Section]:
    """The lists that other apps put on the desk under the deadlines."""
    names = settings.DESK_SECTIONS
    return [section for name in names for section in import_string(name)(user, today, who=who)]
