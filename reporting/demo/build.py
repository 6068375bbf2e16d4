"""Building the invented centre, day by day, through the real actions."""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from centre.calendar import danish_moment
from centre.citizens.choices import AgeGroup
from centre.clocks.actions.sweep import sweep
from centre.staff.models import User
from centre.standard import queries as standards
from followup.actions import pull
from intake.actions import book as booking
from intake.actions.receive import Wanted
from intake.actions.slots import publish_slots
from intake.choices import About, SlotChannel, Topic, Wish
from intake.models import Inquiry, Slot
from reporting.demo.complaints import COMPLAINTS, Complaining
from reporting.demo.drafts import write_drafts
from reporting.demo.notes import tell_notes
from reporting.demo.own_data import tell_own_data
from reporting.demo.people import person
from reporting.demo.staff import engage
from reporting.demo.stories import ORDINARY, STORIES, Teller
from reporting.demo.treated import TREATED, in_treatment

DAYS_OF_SWEEPS = 21


def build(*, today: date, citizens: int, seed: int, secret: bytes, at: datetime) -> dict[str, int]:
    """Make the centre as it stands on a day; returns how many of what there are.

    At least as many people as there are stories, so that every state is present.
    """
    chance = Random(seed)  # noqa: S311 - invented people, not secrets  # nosec B311
    standard = standards.in_force(today).content
    tell = Teller(team=engage(standard), standard=standard, today=today, chance=chance)
    _past_talks(tell, secret)
    for story in (*STORIES, *TREATED):
        story(tell)
    while tell.told < citizens:
        chance.choice((*ORDINARY, *(in_treatment,) * 6))(tell)
    told = Complaining(tell, seed=seed, secret=secret)
    for complaint in COMPLAINTS:
        complaint(told)
    tell.told = told.tell.told
    tell_notes(tell)
    tell_own_data(tell, seed=seed)
    publish_slots(at=danish_moment(today, time(6)))
    booked = _coming_talks(tell, secret)
    write_drafts(tell)
    pull(at=danish_moment(today, time(5)))
    for days_ago in range(DAYS_OF_SWEEPS, -1, -1):
        # No sweep is dated after the moment the command was given.
        as_of = danish_moment(today - timedelta(days=days_ago), time(7))
        sweep(at=as_of, started_at=min(as_of, at))
    return {
        "staff": User.objects.count(),
        "inquiries": Inquiry.objects.count(),
        "times": Slot.objects.count(),
        "bookings": booked,
    }


def _past_talks(tell: Teller, secret: bytes) -> None:
    """Last week's open counselling: one came, one did not."""
    published_at = danish_moment(tell.today - timedelta(days=9), time(6))
    publish_slots(at=published_at, weeks=1)
    past = list(
        Slot.objects.filter(
            starts_at__lt=danish_moment(tell.today, time(0)), for_callers=False
        ).order_by("starts_at", "id")[:2]
    )
    for slot, came in zip(past, (True, False), strict=False):
        receipt = _book(tell, slot, secret, at=published_at, anonymous=not came)
        booking.record_attendance(
            booking_id=receipt.booking.pk,
            came=came,
            by=slot.counsellor,
            at=slot.starts_at + timedelta(hours=1),
        )


def _coming_talks(tell: Teller, secret: bytes) -> int:
    """The coming days: some booked, one moved, one cancelled, one anonymous."""
    at = danish_moment(tell.today, time(6, 30))
    free = list(
        Slot.objects.filter(starts_at__gt=at, for_callers=False)
        .select_related("counsellor")
        .order_by("starts_at", "id")[:12]
    )
    chosen = free[::2]
    receipts = [
        _book(tell, slot, secret, at=at, anonymous=number % 3 == 0)
        for number, slot in enumerate(chosen)
    ]
    if len(receipts) > 3:
        booking.cancel(booking_id=receipts[1].booking.pk, by=None, at=at)
        booking.move(
            booking_id=receipts[2].booking.pk,
            slot_id=free[1].pk,
            channel=SlotChannel.PHONE,
            by=None,
            at=at,
            form_key=tell.key(),
        )
    return len(receipts)


def _book(
    tell: Teller, slot: Slot, secret: bytes, *, at: datetime, anonymous: bool
) -> booking.Receipt:
    tell.told += 1
    key: UUID = tell.key()
    grown = slot.unit_id == tell.team.main.pk
    return booking.book(
        wanted=Wanted(
            about=tell.chance.choice((About.SELF, About.SELF, About.RELATIVE)),
            topic=tell.chance.choice((Topic.ALCOHOL, Topic.DRUGS, Topic.UNKNOWN)),
            wish=Wish.COUNSELLING,
            age_group=AgeGroup.FROM_30 if grown else AgeGroup.FROM_18,
            person=None
            if anonymous
            else person(tell.chance, age=40 if grown else 22, today=tell.today, number=tell.told),
            form_key=key,
        ),
        slot_id=slot.pk,
        channel=SlotChannel.IN_PERSON if slot.in_person else SlotChannel.PHONE,
        secret=secret,
        at=at,
    )
