"""Requests as pages ask for them: the list, one of them, and what the desk counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.citizens.models import Citizen, Death, Guardian
from centre.citizens.queries import death_of
from centre.citizens.rules import fold
from centre.clocks.models import Clock
from centre.clocks.queries import Place, Tally, Tile
from centre.clocks.words import Chip, chip, sentence
from centre.records.models import AuditEntry
from centre.rights.choices import Asker, Event, NextStep, Outcome, Right, Show, Status
from centre.rights.models import Piece, RequestEvent, RightsRequest
from centre.rights.models.request import RequestQuerySet
from centre.rights.queries.parts import Beyond, beyond, closed
from centre.rights.rules.authority import is_known, is_refused, must_be_asked
from centre.rights.rules.status import next_step
from centre.staff import queries as staff
from centre.staff.models import Unit, User
from centre.staff.rules import Door

PAGE = 25
# The line of the audit trail that looking at a part leaves.
LOOKED = "rights.look"
SHOWS: Mapping[str, Callable[[RequestQuerySet, User], RequestQuerySet]] = {
    Show.OPEN: lambda rows, _user: rows.open(),
    Show.READY: lambda rows, user: without_a_hand(rows.filter(status=Status.READY), user),
    Show.NOBODYS: lambda rows, _user: rows.open().filter(responsible__isnull=True),
    Show.ANSWERED: lambda rows, _user: rows.filter(status=Status.ANSWERED),
}


@dataclass(frozen=True)
class Page:
    """One page of requests, and where the next one begins."""

    rows: list[RightsRequest]
    older: Place | None


def whole(rows: RequestQuerySet) -> RequestQuerySet:
    """Requests with what every page tells of them, by one statement."""
    return rows.select_related("citizen", "unit", "responsible", "clock", "standard").defer(
        "standard__text"
    )


def page(user: User, *, who: str, show: str, after: Place | None = None) -> Page:
    """The one that has waited longest first; of the answered the latest first. One query, by keyset."""
    rows = RightsRequest.objects.for_user(user)
    if who == "mine":
        rows = rows.filter(responsible=user)
    rows = whole(SHOWS[show](rows, user))
    latest = show == Show.ANSWERED
    if after is not None:
        sign = "lt" if latest else "gt"
        same = Q(received_on=after.on, id__gt=after.id)
        rows = rows.filter(same | Q(**{f"received_on__{sign}": after.on}))
    found = list(rows.order_by("-received_on" if latest else "received_on", "id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Place(last.received_on, last.pk) if last else None)


def tally(user: User, today: date, *, who: str = "mine", show: str = "") -> Tally:
    """The desk's tile: files that were looked through and wait for this pair of eyes."""
    url = f"{reverse('rights:requests')}?who=unit&show={Show.READY}"
    if not user.may(Door.ASSESS):
        return Tally({}, lambda _counts: [])
    rows = SHOWS[Show.READY](RightsRequest.objects.for_user(user), user)

    def tiles(counts: Mapping[str, int]) -> list[Tile]:
        waiting = counts["files_to_give"]
        return [Tile(_("Files to look at before they are given"), waiting, url)] if waiting else []

    return Tally({"files_to_give": rows}, tiles)


def in_scope(user: User, at: datetime | None = None) -> RequestQuerySet:
    """Those the person may open, with the look-up that runs for them."""
    rows = whole(RightsRequest.objects.for_user(user, at))
    return rows.select_related("letter", "file", "prepared_by", "answered_by").defer(
        "standard__text", "letter__pdf", "letter__text", "file__pdf", "file__text"
    )


def step_of(request: RightsRequest) -> NextStep | None:
    """What brings it on."""
    return next_step(request.right, request.status, wants_file=request.wants_file)


@dataclass(frozen=True)
class Case:
    """One request with all that its page shows."""

    user: User
    request: RightsRequest
    today: date
    events: Sequence[RequestEvent]
    pieces: Sequence[Piece]
    # How much of the citizen's file stands where the reader may not read.
    beyond: Beyond
    death: Death | None

    @property
    def step(self) -> NextStep | None:
        return step_of(self.request)

    @property
    def chip(self) -> Chip:
        return chip(self.request.clock, self.today)

    @property
    def sentence(self) -> str:
        return sentence(self.request.clock)

    @property
    def may_assess(self) -> bool:
        """What stands in a file is no secretary's reading (ux E.2)."""
        return self.user.may(Door.ASSESS)

    @property
    def sees_all(self) -> bool:
        """Whether the reader may read the whole file: the parts of other units are not even named to others."""
        return self.may_assess and not self.beyond

    @property
    def waits(self) -> int:
        """Parts that somebody must still look at."""
        return sum(one.waits for one in self.pieces)

    @property
    def file_is_gone(self) -> bool:
        """Whether what was given went with the first of the records that it was made of."""
        given = self.request.outcome in (Outcome.WHOLE, Outcome.PARTLY)
        return given and self.request.file_id is None

    @property
    def late(self) -> bool:
        """Whether the deadline has passed unanswered."""
        due_on = self.request.clock.due_on
        return due_on is not None and self.today > due_on

    @property
    def asks_young(self) -> bool:
        """Whether the young person is asked: somebody with custody asks for them, and they may be 15."""
        return self.request.asker == Asker.GUARDIAN and must_be_asked(self._age)

    @property
    def young_waits(self) -> bool:
        """Whether it is not yet written down what they say."""
        return self.asks_young and not is_known(self._age, self.request.young_said)

    @property
    def young_stops(self) -> bool:
        """Whether the reader may not answer yet, or at all: they are not asked, or they say no."""
        objects = self.asks_young and is_refused(self._age, self.request.young_said)
        return self.young_waits or (objects and not decides(self.user))

    @property
    def _age(self) -> int | None:
        return self.request.citizen.age_on(self.today)

    @property
    def is_access(self) -> bool:
        return self.request.right == Right.ACCESS

    @cached_property
    def second(self) -> bool:
        """Whether the reader is another one than those who put the file together."""
        return is_second(self.user, self.request, self.today)


def case(user: User, request: RightsRequest, at: datetime, today: date) -> Case:
    """A request that was opened, with its history and its parts without their words."""
    events = list(request.events.select_related("by"))
    pieces: list[Piece] = []
    unseen = Beyond()
    if request.right == Right.ACCESS:
        pieces = list(request.pieces.select_related("looked_by").defer("content"))
        unseen = beyond(user, request.citizen, at, request.asked)
    return Case(user, request, today, events, pieces, unseen, death_of(request.citizen_id))


def piece(request: RightsRequest, number: int) -> Piece | None:
    """One part, with its words."""
    return request.pieces.select_related("looked_by").filter(number=number).first()


def hands(request: RightsRequest) -> set[int]:
    """Those who collected the file, looked at a part or hid something in it, or said that it is ready."""
    collected = request.events.filter(type=Event.COLLECT).values_list("by", flat=True)
    # A part keeps who looked at it last; the audit trail keeps all of them.
    lines = AuditEntry.objects.filter(row=request._meta.label, row_id=str(request.pk))
    looked = lines.filter(action=LOOKED, by__isnull=False).values_list("by", flat=True)
    last = request.pieces.filter(looked_by__isnull=False).values_list("looked_by", flat=True)
    found = {*collected, *looked, *last, request.prepared_by_id}
    return {one for one in found if one is not None}


def without_a_hand(rows: RequestQuerySet, user: User) -> RequestQuerySet:
    """Those in which the person is none of the `hands`."""
    collected = RequestEvent.objects.filter(request=OuterRef("pk"), type=Event.COLLECT, by=user)
    last = Piece.objects.filter(request=OuterRef("pk"), looked_by=user)
    looked = AuditEntry.objects.filter(
        row=RightsRequest._meta.label,
        row_id=Cast(OuterRef("pk"), TextField()),
        action=LOOKED,
        by=user,
    )
    had = Q(Exists(collected)) | Q(Exists(last)) | Q(Exists(looked)) | Q(prepared_by=user)
    return rows.exclude(had)


def is_second(user: User, request: RightsRequest, today: date) -> bool:
    """Whether the person may give the file as another pair of eyes.

    By somebody who had no hand in it. Where nobody of those is left here it is not stuck: then by another
    one than who said that it is ready, and by whoever is alone.
    """
    had = hands(request)
    if user.pk not in had:
        return True
    if any(one.pk not in had for one in _able(request, today)):
        return False
    return request.prepared_by_id != user.pk or is_alone(user, request, today)


def is_alone(user: User, request: RightsRequest, today: date) -> bool:
    """Whether nobody else works here who could give a file that this person has looked through."""
    return not any(one.pk != user.pk for one in _able(request, today))


def _able(request: RightsRequest, today: date) -> list[User]:
    """Those who work here and may give the file."""
    of_health = request.pieces.filter(closed()).exists()
    # Who reads the health record is one team for all units.
    working = staff.colleagues(None if of_health else request.unit_id, today)
    needed = Door.HEALTH_RECORD if of_health else Door.ASSESS
    return [one for one in working if one.may(needed)]


def people(user: User, request: RightsRequest, today: date) -> list[User]:
    """Those who may answer for it."""
    working = staff.colleagues(request.unit_id, today)
    return [one for one in working if user.may_give_work_to(one) and one.may(Door.ASSESS)]


def unit_for(user: User, citizen: Citizen) -> Unit | None:
    """Whose people answer: the reader's own unit; for who leads all, where the citizen was seen last."""
    if user.unit is not None:
        return user.unit
    last = Clock.objects.filter(citizen=citizen).order_by("-starts_on", "id").select_related("unit")
    found = last.first()
    return found.unit if found is not None else staff.units().first()


def decides(user: User) -> bool:
    """Whether the person answers though the young person says no: who leads, or keeps the health record."""
    return user.may(Door.APPROVE) or user.may(Door.HEALTH_RECORD)


def guardian_named(citizen: Citizen, name: str) -> Guardian | None:
    """Who is written down as having custody under this name, however it is spelt."""
    return next((one for one in citizen.guardians.all() if fold(one.name) == fold(name)), None)


def views_of(citizen_id: UUID) -> RequestQuerySet:
    """What the citizen has said is wrong and stands beside what we wrote."""
    rows = RightsRequest.objects.filter(citizen=citizen_id, right=Right.CORRECTION)
    return rows.filter(outcome__in=("maintained", "supplemented"))
