"""The worklist of deadlines: the soonest first, by keyset, in one query whatever the number."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet, UUIDField
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from centre.clocks import rules
from centre.clocks.models import Clock, ClockQuerySet
from centre.clocks.queries.tally import Listing, Tally, Tile
from centre.staff.models import User
from centre.statement import OneOf, Question, Statement, Told

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
class Subjects:
    """How an app above names whom its deadlines are about.

    `read_with` adds what it needs to the statement that reads a page of them; `of` says it of one,
    None where the deadline is another app's.
    """

    read_with: Callable[[ClockQuerySet], ClockQuerySet]
    of: Callable[[Clock], Subject | None]


@dataclass(frozen=True)
class Section:
    """A list that an app above puts on the desk; its rows are ready for `parts/table.html`."""

    heading: Promise | str
    columns: Sequence[tuple[Any, str]]
    rows: Sequence[tuple[Sequence[Any], str, str]]
    empty_words: Promise | str
    more_url: str = ""
    more_words: Promise | str = ""
    # What a tile leads to it by.
    anchor: str = ""


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
    """One page of deadlines, whom each is about, and where the next one begins."""

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
    return clocks.open().but_calls_to_the_dead()


def worklist(
    user: User, today: date, *, who: str = "mine", show: str = "all", after: Place | None = None
) -> Page:
    """A page of open deadlines by the day to act by, ties broken by id: nothing repeats or skips."""
    return page_of(_listed(user, today, who, show), after)


def _listed(user: User, today: date, who: str, show: str) -> ClockQuerySet:
    """The deadlines of one list; paused ones, which have no day, are left out."""
    clocks = SHOWS.get(show, SHOWS["all"])(scope(user, who), today)
    return clocks.filter(act_by_on__isnull=False)


def waits_in_unit(user: User, today: date) -> bool:
    """Whether a list of the unit would have a row, for whoever has none of their own.

    The first of them is asked for, which stands at the head of an index: for any of them the database
    may read through all deadlines that have ended.
    """
    first = _listed(user, today, "unit", "all").order_by("act_by_on", "id").values_list("pk")[:1]
    return bool(first)


def page_of(clocks: ClockQuerySet, after: Place | None = None) -> Page:
    """One page of any set of deadlines in order; paused ones, which have no day, are left out."""
    clocks = clocks.filter(act_by_on__isnull=False)
    if after is not None:
        clocks = clocks.that_follow(after.on, after.id)
    return cut(with_subjects(clocks.in_order()[: PAGE + 1]))


def cut(rows: list[Clock]) -> Page:
    """A page of rows in order, of which one more than a page was asked for."""
    shown = rows[:PAGE]
    last = shown[-1] if len(rows) > PAGE else None
    older = Place(last.act_by_on or FAR, last.pk) if last is not None else None
    return Page(shown, older, {one.pk: subject for one in shown if (subject := subject_of(one))})


def with_subjects(chosen: QuerySet[Clock, Any]) -> list[Clock]:
    """Some deadlines in order, with who answers for them and all that names whom they are about.

    One query whatever their number and kinds. They are chosen before anybody's row is joined to them,
    and put in order here: to ask the database for it costs more than to read them, as every column of
    every row joined is then looked up to be sorted by.
    """
    asked = Statement.of(chosen.values("pk"))
    found = _whole_rows().rows(chosen=asked) if asked.sql else []
    return sorted(found, key=lambda one: one.place)


@lru_cache(maxsize=1)
def _whole_rows() -> Question[Clock]:
    """Deadlines with all that a row shows."""
    rows: ClockQuerySet = Clock.objects.select_related("responsible")
    for app in _apps():
        rows = app.read_with(rows)
    return Question(rows.filter(OneOf(F("pk"), Told("chosen", UUIDField()))))


def subject_of(clock: Clock) -> Subject | None:
    """Whom a deadline read by `with_subjects` is about: each app knows its own."""
    return next((found for app in _apps() if (found := app.of(clock)) is not None), None)


def _apps() -> list[Subjects]:
    return [import_string(name) for name in settings.CLOCK_SUBJECTS]


TILES: Mapping[str, Promise] = {
    "due": _("Act today or overdue"),
    "soon": _("At most 3 open days left"),
    "late": _("Past the deadline"),
    "unassigned": _("Deadlines without a responsible person"),
}


def tally(user: User, today: date, *, who: str = "mine", show: str = "") -> Tally:
    """The worklist's own filters; nobody's deadlines are on no person's own list."""
    shown = [name for name in TILES if name != "unassigned" or who == "unit"]
    desk = reverse("clocks:desk")

    def tiles(counts: Mapping[str, int]) -> list[Tile]:
        return [
            Tile(
                words=TILES[name],
                count=counts[name],
                url=f"{desk}?who={who}&show={name}",
                current=show == name,
                alarm=name != "soon",
            )
            for name in shown
        ]

    return Tally({name: _listed(user, today, who, name) for name in shown}, tiles)


def sections(user: User, today: date, *, who: str, waiting: Collection[str] = ()) -> list[Section]:
    """The lists that other apps put on the desk under the deadlines.

    A `Listing` in which nothing waits by the counts is not read.
    """
    found: list[Section] = []
    for name in settings.DESK_SECTIONS:
        listed = import_string(name)
        if isinstance(listed, Listing):
            found += listed.sections(user, today, who=who) if name in waiting else []
        else:
            found += listed(user, today, who=who)
    return found
