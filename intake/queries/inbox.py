"""The inbox: open inquiries, fewest days left first, then the oldest; and its part of the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.citizens.queries import deaths
from centre.clocks.queries import Section, Tally, Tile
from centre.staff.models import User
from centre.staff.rules import Door
from intake.choices import BookingStatus, InquiryStatus, Show
from intake.models import Booking, ContactAttempt, Guarantee, Inquiry
from intake.models.inquiry import InquiryQuerySet
from intake.queries.calendar import agenda_of
from intake.queries.clocks import short
from intake.queries.filters import narrowed
from intake.queries.steps import can_be_called, with_steps
from intake.rules.filter import Filter

PAGE = 25
NEVER = date(9999, 12, 31)


@dataclass(frozen=True, order=True)
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
    Show.ALL: lambda rows: rows,
    Show.NEW: lambda rows: rows.filter(status=InquiryStatus.NEW),
    Show.UNASSIGNED: lambda rows: rows.filter(responsible__isnull=True),
    Show.CALL: lambda rows: rows.filter(_to_call()),
}


def _to_call() -> Q:
    """Whom the next step says to call back: new, alive, with a number, no talk booked, nobody has tried."""
    tried = ContactAttempt.objects.filter(inquiry=OuterRef("pk"))
    talks = Booking.objects.filter(
        inquiry=OuterRef("pk"), status__in=(BookingStatus.BOOKED, BookingStatus.ATTENDED)
    )
    known = Citizen.objects.filter(~Exists(deaths("pk")), pk=OuterRef("citizen"))
    known = known.filter(phone_hash__isnull=False)
    # By their number, one by one: as joins they would read all citizens and all bookings. Most who
    # are new have booked a talk: for them nobody's number is looked up.
    talk, number = (Subquery(rows.order_by().values("pk")[:1]) for rows in (talks, known))
    return Q(
        Q(status=InquiryStatus.NEW),
        IsNull(Case(When(IsNull(talk, True), then=number)), False),
        IsNull(Subquery(tried.order_by().values("pk")[:1]), True),
    )


def scope(user: User, who: str) -> InquiryQuerySet:
    """The open inquiries of a person, or of all the person may see."""
    rows: InquiryQuerySet = Inquiry.objects.for_user(user).open()
    return rows if who == "unit" else rows.filter(responsible=user)


Order = Callable[[InquiryQuerySet], InquiryQuerySet]


def _chosen(
    user: User, chosen: Filter, today: date, *, order: Order | None = None
) -> InquiryQuerySet:
    """The open inquiries that a filter shows a person, in order."""
    rows = (order or _in_order)(SHOWS[chosen.show](scope(user, chosen.who)))
    return narrowed(rows, chosen, today)


def _in_order(rows: InquiryQuerySet) -> InquiryQuerySet:
    """With the day to act by of the first deadline that runs; those without one come last."""
    # By primary key through the guarantees: no scan of the deadlines, whatever their number.
    first = Guarantee.objects.filter(
        inquiry=OuterRef("pk"), clock__stopped_on__isnull=True, clock__act_by_on__isnull=False
    ).order_by("clock__act_by_on", "clock__due_on")
    act_by, due = (Subquery(first.values(f"clock__{day}")[:1]) for day in ("act_by_on", "due_on"))
    never = Value(NEVER, output_field=DateField())
    return rows.annotate(act_by_on=Coalesce(act_by, never), due_on=due).order_by(
        "act_by_on", "received_at", "id"
    )


def _of_a_clock(rows: InquiryQuerySet) -> InquiryQuerySet:
    """The one of these rows that the deadline `clock` of `_FIRST` is about."""
    day = DateField()
    return (
        rows.filter(pk=RawSQL("clock.inquiry_id", ()))
        .annotate(
            act_by_on=RawSQL("clock.act_by_on", (), output_field=day),
            due_on=RawSQL("clock.due_on", (), output_field=day),
        )
        .order_by()
    )


def _without_deadline(rows: InquiryQuerySet) -> InquiryQuerySet:
    """The rest of the same rows in the same order: no deadline of theirs runs."""
    running = Guarantee.objects.filter(
        inquiry=OuterRef("pk"), clock__stopped_on__isnull=True, clock__act_by_on__isnull=False
    )
    return (
        rows.filter(~Exists(running))
        .annotate(
            act_by_on=Value(NEVER, output_field=DateField()),
            due_on=Value(None, output_field=DateField()),
        )
        .order_by("act_by_on", "received_at", "id")
    )


# Along the index of open deadlines, the soonest first, so that a page costs as much as its rows: of
# an inquiry with several the first counts. What is asked of each stands in parts that the planner can
# not turn into a reading of whole tables. Those without a deadline are looked for only when the
# others do not fill the page.
_FIRST = """
WITH near AS MATERIALIZED (
    SELECT found.id FROM (
        SELECT id, act_by_on, due_on, (
            SELECT inquiry_id FROM intake_guarantee WHERE clock_id = clocks_clock.id
        ) AS inquiry_id
        FROM clocks_clock WHERE stopped_on IS NULL AND act_by_on >= %s
        ORDER BY act_by_on OFFSET 0
    ) AS clock CROSS JOIN LATERAL ({near} LIMIT 1) AS found(id, received_at)
    WHERE clock.id = (
        SELECT own.id FROM intake_guarantee JOIN clocks_clock AS own ON own.id = clock_id
        WHERE intake_guarantee.inquiry_id = clock.inquiry_id
            AND own.stopped_on IS NULL AND own.act_by_on IS NOT NULL
        ORDER BY own.act_by_on, own.due_on, own.id LIMIT 1
    )
    ORDER BY clock.act_by_on, found.received_at, found.id LIMIT {most}
)
SELECT id FROM near UNION ALL
(SELECT id FROM ({far}) AS rows(id) LIMIT (SELECT {most} - count(*) FROM near))
"""


def _after(rows: InquiryQuerySet, place: Place) -> InquiryQuerySet:
    # The first part says no more than the others: an index can begin there.
    return rows.filter(
        Q(act_by_on__gte=place.act_by_on)
        & (
            Q(act_by_on__gt=place.act_by_on)
            | Q(act_by_on=place.act_by_on, received_at__gt=place.received_at)
            | Q(act_by_on=place.act_by_on, received_at=place.received_at, id__gt=place.id)
        )
    )


def _first(user: User, chosen: Filter, *, today: date, after: Place | None) -> RawSQL:
    """The numbers of a page's rows and of the one after it, by whichever index leads to them."""
    parts: list[str] = []
    values: list[Any] = [after.act_by_on if after else date.min]
    for order, columns in ((_of_a_clock, ("pk", "received_at")), (_without_deadline, ("pk",))):
        rows = _chosen(user, chosen, today, order=order)
        rows = _after(rows, after) if after else rows
        sql, given = rows.values_list(*columns).query.sql_with_params()
        parts.append(sql)
        values += given
    return RawSQL(_FIRST.format(near=parts[0], far=parts[1], most=PAGE + 1), values)  # noqa: S611  # nosec B611


def page(user: User, chosen: Filter, *, today: date, after: Place | None = None) -> Page:
    """A page of the inbox: one query whatever the number of inquiries."""
    try:
        first = _first(user, chosen, today=today, after=after)
    except EmptyResultSet:
        return Page([], None)
    # The page is chosen before anybody's row is joined to it.
    # Put in order here: the database would look each joined column up as one to be sorted by.
    found = sorted(_whole_rows().filter(pk__in=first), key=place_of)
    older = place_of(found[PAGE - 1]) if len(found) > PAGE else None
    return Page(found[:PAGE], older)


@lru_cache(maxsize=1)
def _whole_rows() -> QuerySet[Inquiry]:
    """Inquiries with all that a row shows: put together once, each page narrows a copy."""
    rows = with_steps(_in_order(Inquiry.objects.all())).order_by()
    return rows.select_related("citizen", "responsible")


def place_of(row: Any) -> Place:
    """Where a row of `page` stands."""
    return Place(row.act_by_on, row.received_at, row.pk)


def place_now(inquiry: Inquiry) -> Place:
    """Where an inquiry stands now; its guarantees are fetched already."""
    days = [
        one.clock.act_by_on
        for one in inquiry.guarantees.all()
        if one.clock.stopped_on is None and one.clock.act_by_on is not None
    ]
    return Place(min(days, default=NEVER), inquiry.received_at, inquiry.pk)


def following(user: User, place: Place, chosen: Filter, today: date) -> Place | None:
    """Where the inquiry stands that comes after a place in the inbox.

    The place counts, not the row: what is done with an inquiry may move it or take it off the
    list, and others work the same list meanwhile (C-31).
    """
    found = _after(_chosen(user, chosen, today), place).first()
    return place_of(found) if found is not None else None


TILES: dict[str, Promise] = {Show.NEW: _("New inquiries"), Show.CALL: _("To call back")}


def tally(user: User, today: date, *, who: str = "mine", show: str = "") -> Tally:
    """New inquiries, and those to call back."""
    inbox = reverse("intake:inbox")

    def tiles(counts: Mapping[str, int]) -> list[Tile]:
        return [
            Tile(words=words, count=counts[name], url=f"{inbox}?who={who}&show={name}")
            for name, words in TILES.items()
        ]

    return Tally({name: SHOWS[name](scope(user, who)) for name in TILES}, tiles)


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
        moment = f"{date_format(local, 'D. j. N')} {moment}"
    how = str(booking.get_channel_display())
    if with_day and not can_be_called(booking.inquiry):
        how = str(_("No number: tell them when they come"))
    cells = [moment, short(booking.inquiry), str(booking.slot.counsellor), how]
    return cells, reverse("intake:inquiry", args=[booking.inquiry_id]), short(booking.inquiry)
