"""One inquiry with all that happened to it, and who else may be the same person."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext_lazy

from centre.calendar import danish_day
from centre.citizens.choices import MINORS
from centre.citizens.models import Citizen, Death
from centre.citizens.queries import death_of
from centre.clocks import words
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.clocks.rules import letter_is_due
from centre.staff.models import Unit, User
from centre.staff.queries import RESPONSIBLE, colleagues, unit_by_key
from centre.staff.rules import Door
from centre.standard.queries import in_force
from intake.choices import (
    About,
    BookingStatus,
    Compliance,
    Fact,
    InquiryStatus,
    NextStep,
    Outcome,
    Topic,
    Wish,
)
from intake.models import Booking, Guarantee, GuaranteeFact, Inquiry
from intake.models.inquiry import OPEN_STATUSES
from intake.queries.request import needed_consents, request_of
from intake.queries.steps import decided_of, standing_of
from intake.rules.guarantee import (
    as_promised,
    by_law,
    kinds_for,
    on_request_only,
    promise_of,
    promised_due_on,
    wants_treatment,
)
from intake.rules.next_step import next_step

ASKS: dict[str, StrPromise] = {
    About.SELF: gettext_lazy("The citizen"),
    About.RELATIVE: gettext_lazy("A relative"),
    About.PROFESSIONAL: gettext_lazy("A professional"),
}


@dataclass(frozen=True)
class Promise:
    """One guarantee with both answers: by law and as promised."""

    row: Guarantee
    chip: words.Chip
    sentence: str
    by_law: Compliance
    as_promised: Compliance
    promised_due_on: date | None
    facts: list[tuple[str, date]]
    letter_due: bool
    missing_consents: list[str]
    consents_later: bool = False  # needed, but nobody is asked while there is no name

    @property
    def open(self) -> bool:
        return self.row.clock.stopped_on is None

    @property
    def released(self) -> bool:
        return self.row.clock.ended_as == EventType.RELEASE

    @property
    def on_request_only(self) -> bool:
        """Whether the council promises this to who asks for it, and nobody is recorded to have asked."""
        unasked = all(one.fact != Fact.DOCTORS_TALK_ASKED for one in self.row.facts.all())
        return unasked and on_request_only(self.row.clock.standard.content, self.row.kind)

    @property
    def breached(self) -> bool:
        return self.chip.state == "breached"


@dataclass(frozen=True)
class Case:
    """All that the page of an inquiry shows."""

    inquiry: Inquiry
    today: date
    user: User
    promises: list[Promise]
    bookings: list[Booking]
    step: NextStep | None
    death: Death | None = None
    # What the decisions in force say of each kind of treatment.
    decided: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return self.inquiry.status in OPEN_STATUSES

    @property
    def call_back_at(self) -> datetime | None:
        """By when a message is answered, while nobody has tried to."""
        waits = self.open and not self.inquiry.attempts.all()
        return self.inquiry.call_back_at if waits else None

    @property
    def asked(self) -> bool:
        """Whether treatment was asked for, by whoever may ask for it."""
        return wants_treatment(request_of(self.inquiry))

    @property
    def may_ask(self) -> bool:
        """Whether it would count if the citizen asked for treatment now."""
        asking = replace(request_of(self.inquiry), wish=Wish.TREATMENT, citizen_agrees=True)
        return wants_treatment(asking)

    @property
    def may_ask_more(self) -> bool:
        """Whether more could be asked for than before, by who waits or is in treatment."""
        if not self.asked or not (self.open or self.inquiry.status == InquiryStatus.STARTED):
            return False
        before = request_of(self.inquiry)
        everything = replace(before, topic=Topic.BOTH, wants_medical=True, wants_inpatient=True)
        return set(kinds_for(everything)) > set(kinds_for(before))

    @property
    def takable(self) -> bool:
        """Whether nobody answers for it and the reader could."""
        return self.inquiry.responsible_id is None and may_take(self.user, self.inquiry)

    @property
    def young(self) -> bool:
        """Whether the one it is about is under 18, or may be."""
        return self.inquiry.age_group in MINORS

    @property
    def asks(self) -> str:
        """Who turned to the centre, as the staff says it."""
        return str(ASKS.get(self.inquiry.about, self.inquiry.get_about_display()))

    @property
    def to_settle(self) -> list[Booking]:
        """The talks of which somebody can say by now whether the citizen came."""
        if not self.user.may(Door.BOOK):
            return []
        booked = [one for one in self.bookings if one.status == BookingStatus.BOOKED]
        return [one for one in booked if danish_day(one.slot.starts_at) <= self.today]

    @property
    def to_change(self) -> list[Booking]:
        """Those that can still be moved or given back for who rings."""
        if not self.user.may(Door.BOOK):
            return []
        booked = [one for one in self.bookings if one.status == BookingStatus.BOOKED]
        return [
            one
            for one in booked
            if one.slot.closed_at or danish_day(one.slot.starts_at) >= self.today
        ]

    @property
    def running(self) -> list[Promise]:
        return [promise for promise in self.promises if promise.open]

    def refuses(self, kind: str) -> bool:
        """Whether a decision in force refuses help of a kind."""
        return self.decided.get(kind) == Outcome.REFUSED

    @property
    def granted(self) -> bool:
        """Whether what is still waited for was granted: it begins with its course."""
        given = {kind for kind, outcome in self.decided.items() if outcome != Outcome.REFUSED}
        return any(one.row.kind in given for one in self.running)


def in_scope(user: User, at: datetime | None = None) -> QuerySet[Inquiry]:
    """The inquiries a person may open, with all that their page needs.

    To look at one, a page says `at`: a look-up with a reason may be running.
    """
    clocks = Guarantee.objects.select_related("clock__standard", "clock__responsible").defer(
        "clock__standard__text"
    )
    facts = GuaranteeFact.objects.filter(withdrawn_at__isnull=True)
    return (
        Inquiry.objects.for_user(user, at)
        .select_related("citizen", "unit", "responsible", "registered_by")
        .prefetch_related(
            Prefetch("guarantees", clocks.order_by("kind")),
            Prefetch("guarantees__facts", facts.order_by("on", "fact")),
            "attempts",
            Prefetch("bookings", Booking.objects.select_related("slot__counsellor")),
            "citizen__consents",
        )
    )


def plain(user: User) -> QuerySet[Inquiry]:
    """The inquiries a person may open, for a page that shows little of them."""
    return Inquiry.objects.for_user(user).select_related("citizen")


def may_open(user: User, pk: UUID) -> bool:
    """Whether the inquiry is in the person's scope; asks without showing anything."""
    return Inquiry.objects.for_user(user).filter(pk=pk).exists()


def may_take(user: User, inquiry: Inquiry) -> bool:
    """Whether a person is one of those who may answer for an inquiry."""
    return user.role in RESPONSIBLE and user.unit_id in (None, inquiry.unit_id)


def people(user: User, inquiry: Inquiry, today: date) -> list[User]:
    """Those whom a person may let answer for an inquiry."""
    found = colleagues(inquiry.unit_id, today)
    return [one for one in found if user.may_give_work_to(one)]


def case(user: User, inquiry: Inquiry, today: date) -> Case:
    """The page's content, from an inquiry fetched by `in_scope`."""
    promises = [_promise(one, inquiry, today) for one in inquiry.guarantees.all()]
    bookings = sorted(inquiry.bookings.all(), key=lambda one: one.slot.starts_at)
    death = death_of(inquiry.citizen_id)
    decided = decided_of(inquiry.pk) if promises else {}
    standing = standing_of(inquiry, today, decided=decided, died=death is not None)
    return Case(
        inquiry=inquiry,
        today=today,
        user=user,
        promises=promises,
        bookings=bookings,
        step=next_step(standing, today),
        death=death,
        decided=decided,
    )


def _promise(row: Guarantee, inquiry: Inquiry, today: date) -> Promise:
    row.inquiry = inquiry
    clock = row.clock
    facts = {one.fact: one.on for one in row.facts.all()}
    promise = promise_of(clock.standard.content, row.kind, inquiry.age_group, facts)
    state = clock.state_on(today)
    due_on = promised_due_on(promise, clock.starts_on, facts) if promise else None
    return Promise(
        row=row,
        chip=words.chip(clock, today),
        sentence=words.sentence(clock),
        by_law=by_law(clock.source, state),
        as_promised=as_promised(
            promise=promise,
            requested_on=clock.starts_on,
            facts=facts,
            state=state,
            today=today,
        ),
        promised_due_on=due_on,
        facts=[(str(Fact(fact).label), on) for fact, on in facts.items()],
        # An anonymous person has no address to write to.
        letter_due=inquiry.citizen is not None and letter_is_due(clock.answer, today),
        missing_consents=_missing(row, inquiry) if clock.stopped_on is None else [],
        consents_later=inquiry.anonymous and bool(needed_consents(row, under_a_name=True)),
    )


def _missing(row: Guarantee, inquiry: Inquiry) -> list[str]:
    needed = needed_consents(row)
    if inquiry.citizen is None:
        return sorted(needed)
    given = {one.kind for one in inquiry.citizen.consents.all() if one.withdrawn_on is None}
    return sorted(kind for kind in needed if kind not in given)


def similar(user: User, inquiry: Inquiry) -> list[Inquiry]:
    """Other inquiries that may be from the same person: same phone, e-mail or citizen; in scope."""
    citizen = inquiry.citizen
    if citizen is None:
        return []
    same = Q(pk=citizen.pk)
    for name in ("phone_hash", "email_hash"):
        value = getattr(citizen, name)
        if value:
            same |= Q(**{name: bytes(value)})
    people = Citizen.objects.filter(same).values("pk")
    return list(
        Inquiry.objects.for_user(user)
        .filter(citizen__in=people)
        .exclude(pk=inquiry.pk)
        .select_related("citizen", "responsible")
        .order_by("-received_at", "id")[:3]
    )


def unit_for(user: User, age_group: str, today: date) -> Unit | None:
    """The unit that takes inquiries of an age group by the standard; else the person's own.

    None when neither is set up: a leader without a unit then has to choose.
    """
    takers = [unit for unit in in_force(today).content.units if age_group in unit.takes]
    keys = {unit.key for unit in takers}
    if user.unit is not None and (user.unit.key in keys or not keys):
        return user.unit
    found = [unit for unit in (unit_by_key(unit.key) for unit in takers) if unit is not None]
    return found[0] if len(found) == 1 else user.unit


def started(inquiry: Inquiry) -> list[Clock]:
    """The clocks that an inquiry started, soonest first."""
    rows = inquiry.guarantees.select_related("clock").order_by("clock__act_by_on", "kind")
    return [row.clock for row in rows]
