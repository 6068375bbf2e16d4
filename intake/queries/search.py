"""Finding an inquiry by what somebody says: a name, a number, an address, a reference."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    Exists,
    Max,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat

from centre.citizens.models import Citizen
from centre.citizens.queries import hash_of, named, named_in_full
from centre.citizens.rules import fold, words_of
from centre.paging import Place, latest_first
from centre.post.models import Message
from centre.records.models import LookUp, SearchAlarm
from centre.staff.models import User
from centre.staff.queries import leaders_of
from intake.models import Booking, Inquiry

# More than fit on a page are no answer: the search is to be narrowed.
MOST = 25
# A first name alone would tell which names there are in the other units.
FULL_NAME = 2
LOOK_UPS = 50
ALARMS = 20
ALARMS_SHOWN = timedelta(days=90)
TOLD = "look-up:"


@dataclass(frozen=True)
class Criterion:
    """What was typed, as everything it may be: six letters may be a name and a reference."""

    name: str = ""
    phone: str = ""
    email: str = ""
    cpr: str = ""
    reference: str = ""

    @property
    def kinds(self) -> list[str]:
        """What it was taken for: this the read log says in clear."""
        return [kind for kind in ("cpr", "phone", "email", "reference", "name") if self.given(kind)]

    @property
    def text(self) -> str:
        """What was sought, in the one spelling that the log hashes."""
        return fold(self.name) or self.phone or self.email or self.cpr or self.reference

    @property
    def exact(self) -> bool:
        """Whether it points at a person, as no name does."""
        return not self.name

    def given(self, kind: str) -> bool:
        return bool(getattr(self, kind))


@dataclass(frozen=True)
class Found:
    """What a search shows. Of those beyond the own scope only this much: is there anybody?"""

    rows: list[Inquiry]
    more: bool
    beyond: list[UUID]
    opens: UUID | None

    @property
    def several(self) -> bool:
        """Whether several beyond fit, so that it must be narrowed before one can be opened."""
        return bool(self.beyond) and self.opens is None


def find(user: User, criterion: Criterion, *, at: datetime) -> Found:
    """The inquiries that fit and that the person may open, newest first; and whether others do.

    Two statements, however many people there are.
    """
    rows = (
        Inquiry.objects.for_user(user, at)
        .filter(pk__in=_fitting(criterion, named))
        .select_related("citizen", "responsible", "unit")
        .order_by("-received_at", "id")[: MOST + 1]
    )
    found = list(rows)
    beyond = _beyond(user, criterion, at)
    sure = len(beyond) == 1 or (criterion.exact and bool(beyond))
    return Found(
        rows=found[:MOST],
        more=len(found) > MOST,
        beyond=beyond,
        opens=beyond[0] if sure else None,
    )


def _fitting(criterion: Criterion, by_name: Callable[[str], Q]) -> QuerySet[Any, Any]:
    """The numbers of the inquiries that fit: a union, so that each kind goes by its own index."""
    found = Inquiry.objects.filter(citizen__in=_people(criterion, by_name)).values("pk")
    if not criterion.reference:
        return found
    booked = Booking.objects.filter(reference=criterion.reference).values("inquiry")
    return found.union(booked) if len(criterion.kinds) > 1 else booked


def _people(criterion: Criterion, by_name: Callable[[str], Q]) -> QuerySet[Any, Any]:
    fits = by_name(criterion.name) if criterion.name else Q(pk__in=[])
    for kind in ("phone", "email", "cpr"):
        if criterion.given(kind):
            value = hash_of(getattr(criterion, kind), purpose=f"citizen.{kind}")
            fits = Q((f"{kind}_hash", value))
    return Citizen.objects.filter(fits).values("pk")


def _beyond(user: User, criterion: Criterion, at: datetime) -> list[UUID]:
    """At most two people of other units who fit for certain, whoever asked last first."""
    if criterion.name and len(words_of(criterion.name)) < FULL_NAME and not criterion.reference:
        return []
    opened = LookUp.objects.running(user, at).values("citizen")
    people = (
        Inquiry.objects.all()
        .beyond(user)
        .filter(pk__in=_fitting(criterion, _in_full))
        .exclude(citizen__in=opened)
        .values("citizen")
        .annotate(last=Max("received_at"))
        .order_by("-last", "citizen")[:2]
    )
    return [one["citizen"] for one in people]


def _in_full(name: str) -> Q:
    return named_in_full(name) if len(words_of(name)) >= FULL_NAME else Q(pk__in=[])


@dataclass(frozen=True)
class LookUps:
    """One page of look-ups, and the place after which the next one begins."""

    rows: list[LookUp]
    older: Place | None


def look_ups(user: User, *, after: Place | None = None) -> LookUps:
    """A page of the look-ups of people whom the leader answers for, or of which they were told.

    The newest first. `inquiry_id` is the newest inquiry of theirs that the leader may open; None
    where a unit without a leader had nobody nearer to tell. One statement, fifty rows at most.
    """
    found = list(latest_first(look_ups_of(user), after)[: LOOK_UPS + 1])
    shown = found[:LOOK_UPS]
    older = Place(shown[-1].at, shown[-1].pk) if len(found) > LOOK_UPS else None
    return LookUps(shown, older)


def look_ups_of(user: User) -> QuerySet[LookUp]:
    """Those of which the leader may read the reason, with what was found of them."""
    theirs = Inquiry.objects.for_user(user).filter(citizen=OuterRef("citizen"))
    newest = theirs.order_by("-received_at", "id").values("pk")[:1]
    told = Message.objects.filter(once_key=_told_key(user.pk))
    rows = LookUp.objects.filter(Exists(theirs) | Exists(told))
    return rows.annotate(inquiry_id=Subquery(newest)).select_related(
        "by", "by__unit", "citizen", "review__clock", "review__reviewed_by", "request__answered_by"
    )


def is_own(made: LookUp, user: User) -> bool:
    """Whether a look-up is what somebody opened, or agreed to as the second person."""
    asked = getattr(made, "request", None)
    return user.pk in (made.by_id, asked.answered_by_id if asked is not None else None)


def leads_alone(user: User, made: LookUp, today: date) -> bool:
    """Whether no other leader could review a look-up: neither where its deadline is nor the citizen."""
    units = set(Inquiry.objects.filter(citizen=made.citizen_id).values_list("unit", flat=True))
    return leaders_of({made.review.clock.unit_id, *units}, today) == [user]


def opened_under(made: LookUp) -> tuple[int, datetime | None]:
    """How many pages were opened with a reason, and when the last one was."""
    # By the reader and the hour, which the log finds by: it is long.
    own = made.readings.filter(by=made.by_id, at__gte=made.at, at__lt=made.ends_at)
    told = own.aggregate(number=Count("pk"), last=Max("at"))
    return told["number"], told["last"]


def search_alarms(user: User, *, at: datetime) -> list[SearchAlarm]:
    """Who of the leader's people has reached the limit on searches lately, the newest first."""
    rows = SearchAlarm.objects.filter(at__gt=at - ALARMS_SHOWN).exclude(by=user)
    if user.unit_id is not None:
        rows = rows.filter(by__unit=user.unit_id)
    return list(rows.select_related("by").order_by("-at", "id")[:ALARMS])


def told_key(look_up_id: UUID, leader_id: int) -> str:
    """The once-key of the message that tells a leader of a look-up."""
    return f"{TOLD}{look_up_id}:{leader_id}"


def _told_key(leader_id: int) -> Concat:
    """The same, in SQL, of the look-up outside."""
    look_up_id = Cast(OuterRef("pk"), CharField())
    return Concat(Value(TOLD), look_up_id, Value(f":{leader_id}"))


def running_look_up(row: Model) -> LookUp | None:
    """The look-up that alone has opened a row; None for one of the own scope."""
    look_up_id: UUID | None = getattr(row, "look_up_id", None)
    return LookUp.objects.filter(pk=look_up_id).first() if look_up_id else None
