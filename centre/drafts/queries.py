"""What somebody has been writing: one's own drafts, the forms they belong to, and where to go on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet, UUIDField, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from centre.calendar import danish_day
from centre.clocks.queries import Tally, Tile
from centre.drafts import words
from centre.drafts.models import Draft
from centre.drafts.rules import Hand, forgotten_on, is_newer
from centre.staff.models import User
from centre.staff.rules import Door

MOST = 200


@dataclass(frozen=True)
class Subject:
    """What a draft is about, as much as a list may show, and the page to go on writing on.

    `citizen_id` is for the read log alone: whose the words are that are read.
    """

    words: str
    url: str
    citizen_id: UUID | None = None


@dataclass(frozen=True)
class Kind:
    """A form that keeps drafts: its name on the screen, and which of its subjects a person may open.

    `find` is given numbers as they came from a browser, and answers for those within the scope.
    """

    words: Promise | str
    find: Callable[[User, Iterable[str]], Mapping[str, Subject]]


@dataclass(frozen=True)
class Line:
    """One draft on its author's list. Without `subject` its author may no longer open the page."""

    draft: Draft
    words: Promise | str
    subject: Subject | None
    forgotten_on: date


def numbers(subjects: Iterable[str]) -> list[UUID]:
    """Those of the subjects that are numbers of rows at all."""
    found = []
    for text in subjects:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Every form that keeps drafts, by name; each app above names its own in the settings."""
    found: dict[str, Kind] = {}
    for name in settings.DRAFT_FORMS:
        found.update(import_string(name))
    return found


def may_open(user: User, form: str, subject: str) -> bool:
    """Whether there is such a form, and the person may open the page it stands on."""
    kind = kinds().get(form)
    return kind is not None and subject in kind.find(user, [subject])


def own(user: User) -> QuerySet[Draft]:
    """A person's own drafts; there is no way to anybody else's."""
    return Draft.objects.filter(saved_by=user)


def one(user: User, form: str, subject: str) -> Draft | None:
    """The person's draft of a form about something."""
    return own(user).filter(form=form, subject=subject).first()


def to_read(user: User, form: str, subject: str) -> QuerySet[Draft]:
    """A person's own drafts, with the citizen whom that form's subject is about, for the door to log.

    The line must still lead to the citizen when the draft is long gone.
    """
    kind = kinds().get(form)
    about = kind.find(user, [subject]).get(subject) if kind is not None else None
    return own(user).annotate(
        citizen_id=Value(about.citizen_id if about else None, output_field=UUIDField())
    )


def waiting(user: User, subject: str, forms: Iterable[str]) -> list[Draft]:
    """Which of a page's forms have a draft, without what stands in it."""
    mine = own(user).filter(subject=subject, form__in=list(forms))
    return list(mine.defer("content").order_by("form"))


def objection(user: User, form: str, subject: str, hand: Hand, at: datetime) -> str:
    """Why the form is not to be saved for good yet; empty when nothing stands against it.

    A page without scripts keeps no draft and knows of none: there is nothing to hold against it.
    """
    if not hand.tab or not form:
        return ""
    draft = own(user).filter(form=form, subject=subject).defer("content").first()
    if draft is None or not is_newer(version=draft.version, tab=draft.tab, hand=hand):
        return ""
    return words.objection(draft.saved_at, danish_day(at))


def lines(user: User) -> list[Line]:
    """A person's drafts, the last written first, each with where to go on if that is still open."""
    return _lines(user, own(user))


def left_behind(user: User, today: date) -> QuerySet[Draft]:
    """Drafts whose author works here no more, for whoever gives out the work: never their words.

    The leader of a unit answers for its people, a leader of all units for everybody.
    """
    if not user.may(Door.ASSIGN_OTHERS):
        return Draft.objects.none()
    found = Draft.objects.filter(Q(saved_by__is_active=False) | Q(saved_by__ends_on__lte=today))
    if user.unit_id is not None:
        found = found.filter(saved_by__unit=user.unit_id)
    return found.defer("content")


def left_of(user: User, author: User, today: date) -> int:
    """How many drafts of one who left wait for somebody to go on with them."""
    return left_behind(user, today).filter(saved_by=author).count()


def lines_left(user: User, today: date) -> list[Line]:
    """Those drafts as the list shows them: whose, of what, and when they go."""
    return _lines(user, left_behind(user, today).select_related("saved_by"))


def _lines(user: User, rows: QuerySet[Draft]) -> list[Line]:
    drafts = list(rows.defer("content").order_by("-saved_at", "id")[:MOST])
    known = kinds()
    found: dict[str, Mapping[str, Subject]] = {
        form: known[form].find(user, {one.subject for one in drafts if one.form == form})
        for form in {one.form for one in drafts} & known.keys()
    }
    return [
        Line(
            draft=draft,
            words=known[draft.form].words if draft.form in known else draft.form,
            subject=found.get(draft.form, {}).get(draft.subject),
            forgotten_on=forgotten_on(danish_day(draft.saved_at), draft.warned_on),
        )
        for draft in drafts
    ]


def tally(user: User, today: date, *, who: str = "mine", show: str = "") -> Tally:
    """The desk's tile: one's own drafts whatever the desk shows; heeded when some will go soon.

    A leader's counts those of people who left too: somebody must take them on.
    """
    mine = own(user)
    sets: dict[str, QuerySet[Draft]] = {
        "mine": mine,
        "going": mine.filter(warned_on__isnull=False),
        "left": left_behind(user, today),
    }
    return Tally(sets, lambda counts: [_tile(**counts)])


def _tile(mine: int, going: int, left: int) -> Tile:
    said = _("Drafts, some deleted soon") if going else _("My drafts")
    return Tile(
        words=_("Drafts, some of people who left") if left else said,
        count=mine + left,
        url=reverse("drafts:mine"),
        alarm=bool(going or left),
    )
