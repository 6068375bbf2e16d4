"""The inbox: open inquiries, fewest days left first, then the oldest; and its part of the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, DateField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from centre.clocks.queries import Section, Tile
from centre.staff.models import User
from centre.staff.rules import Door
from intake.choices import InquiryStatus
from intake.models import Booking, ContactAttempt, Guarantee, Inquiry
from intake.models.inquiry import InquiryQuerySet
from intake.queries.calendar import agenda_of
from intake.queries.clocks import short

PAGE = 25
NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Place:
    """Where a row stands in the inbox: day to act by, moment received, id."""

    act_by_on: date
    received_at: datetime
    id: UUID

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """A place as it stands in an address; a broken one begins at the beginning."""
        try:
            on, received, number = text.split("~")
            place = cls(date.fromisoformat(on), datetime.fromisoformat(received), UUID(number))
            # As UTC it must still be a moment that the database knows.
            moment = place.received_at
            return place if moment.tzinfo and moment.astimezone(UTC).year > 1 else None
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{self.act_by_on}~{self.received_at.isoformat().replace('+00:00', 'Z')}~{self.id}"


@dataclass(frozen=True)
class Page:
    rows: list[Inquiry]
    older: Place | None


Narrow = Callable[[InquiryQuerySet], InquiryQuerySet]
SHOWS: dict[str, Narrow] = {
    "all": lambda rows: rows,
    "new": lambda rows: rows.filter(status=InquiryStatus.NEW),
    "unassigned": lambda rows: rows.filter(responsible__isnull=True),
    "call": lambda rows: rows.filter(_to_call()),
}


def _to_call() -> Q:
    """New, by another way than a booked time, and nobody has tried yet."""
    tried = ContactAttempt.objects.filter(inquiry=OuterRef("pk"))
    return Q(~Exists(tried), ~Q(channel="web"), status=InquiryStatus.NEW)


def scope(user: User, who: str) -> InquiryQuerySet:
    """The open inquiries of a person, or of all the person may see."""
    rows: InquiryQuerySet = Inquiry.objects.for_user(user).open()
    return rows if who == "unit" else rows.filter(responsible=user)


def _in_order(rows: InquiryQuerySet) -> InquiryQuerySet:
    """With the day to act by of the first deadline that runs; those without one come last."""
    # By primary key through the guarantees: no scan of the deadlines, whatever their number.
    first = Guarantee.objects.filter(
        inquiry=OuterRef("pk"), clock__stopped_on__isnull=True, clock__act_by_on__isnull=False
    ).order_by("clock__act_by_on")
    act_by, due = (Subquery(first.values(f"clock__{day}")[:1]) for day in ("act_by_on", "due_on"))
    never = Value(NEVER, output_field=DateField())
    return rows.annotate(act_by_on=Coalesce(act_by, never), due_on=due).order_by(
        "act_by_on", "received_at", "id"
    )


def _after(rows: InquiryQuerySet, place: Place) -> InquiryQuerySet:
    return rows.filter(
        Q(act_by_on__gt=place.act_by_on)
        | Q(act_by_on=place.act_by_on, received_at__gt=place.received_at)
        | Q(act_by_on=place.act_by_on, received_at=place.received_at, id__gt=place.id)
    )


def page(user: User, *, who: str = "mine", show: str = "all", after: Place | None = None) -> Page:
    """A page of the inbox: one query whatever the number of inquiries."""
    rows = _in_order(SHOWS.get(show, SHOWS["all"])(scope(user, who)))
    if after is not None:
        rows = _after(rows, after)
    # The page is chosen before anybody's row is joined to it.
    chosen = _in_order(Inquiry.objects.filter(pk__in=rows.values("pk")[: PAGE + 1]))
    found = list(chosen.select_related("citizen", "responsible", "unit"))
    older = place_of(found[PAGE - 1]) if len(found) > PAGE else None
    return Page(found[:PAGE], older)


def place_of(row: Any) -> Place:
    """Where a row of `page` stands."""
    return Place(row.act_by_on, row.received_at, row.pk)


def place_before_act(inquiry: Inquiry) -> Place:
    """Where an inquiry stood when its page was opened; its guarantees are fetched already."""
    days = [
        one.clock.act_by_on
        for one in inquiry.guarantees.all()
        if one.clock.stopped_on is None and one.clock.act_by_on is not None
    ]
    return Place(min(days, default=NEVER), inquiry.received_at, inquiry.pk)


def after(user: User, inquiry: Inquiry, who: str) -> UUID | None:
    """The inquiry that follows in the inbox; stable while others work the same list (C-31)."""
    rows = _after(_in_order(scope(user, who)), place_before_act(inquiry))
    found: UUID | None = rows.values_list("pk", flat=True).first()
    return found


def tiles(user: User, today: date, *, who: str = "mine", show: str = "") -> list[Tile]:
    """New inquiries, those to call back, and those nobody answers for: one query."""
    counts = scope(user, who).aggregate(
        new=Count("pk", filter=Q(status=InquiryStatus.NEW), distinct=True),
        call=Count("pk", filter=_to_call(), distinct=True),
    )
    words: dict[str, Promise] = {"new": _("New inquiries"), "call": _("To call back")}
    inbox = reverse("intake:inbox")
    return [
        Tile(words=words[name], count=counts[name], url=f"{inbox}?who={who}&show={name}")
        for name in ("new", "call")
    ]


def unassigned(user: User) -> int:
    """How many open inquiries nobody answers for, among all the person may see."""
    return scope(user, "unit").filter(responsible__isnull=True).count()


def sections(user: User, today: date, *, who: str) -> list[Section]:
    """The day's talks, and the bookings whose time was closed: calls to make."""
    if not user.may(Door.BOOK):
        return []
    found = agenda_of(user, today, who=who)
    lost = [one for one in found if one.slot.closed_at is not None]
    talks = [one for one in found if one.slot.closed_at is None]
    parts = []
    if lost:
        parts.append(
            Section(
                heading=_("Call: their time was closed"),
                columns=((_("Time"), ""), (_("Citizen"), ""), (_("With"), ""), (_("How"), "")),
                rows=[_row(one, with_day=True) for one in lost],
                empty_words="",
            )
        )
    parts.append(
        Section(
            heading=_("Talks today"),
            columns=((_("Time"), ""), (_("Citizen"), ""), (_("With"), ""), (_("How"), "")),
            rows=[_row(one, with_day=False) for one in talks],
            empty_words=_("No talks are booked today."),
            more_url=reverse("intake:calendar"),
            more_words=_("Open the calendar"),
        )
    )
    return parts


def _row(booking: Booking, *, with_day: bool) -> tuple[list[Any], str, str]:
    local = localtime(booking.slot.starts_at)
    moment = time_format(local, "TIME_FORMAT")
    if with_day:
        moment = f"{date_format(local, 'D j. b')} {moment}"
    cells = [
        moment,
        short(booking.inquiry),
        str(booking.slot.counsellor),
        booking.get_channel_display(),
    ]
    return cells, reverse("intake:inquiry", args=[booking.inquiry_id]), short(booking.inquiry)
