"""Who was treated before and asks for help again, of themselves, within the year or after it."""

from datetime import datetime, timedelta

from centre.calendar import danish_day, is_working_day
from centre.citizens.queries import has_died
from intake.actions.receive import Wanted, receive_inquiry
from intake.choices import About, Area, Channel, Topic, Wish
from reporting.live.lives import contact
from reporting.live.world import Life, World
from treatment.models import Discharge

SHARE = 0.25
# Soonest and latest after the discharge, in days.
SOONEST, LATEST = 14, 400


def come_back(world: World, at: datetime) -> None:
    """Those for whom today is the day, by a chance of their own."""
    today = danish_day(at)
    if not is_working_day(today):
        return
    held = Discharge.objects.current().filter(course__citizen__isnull=False)
    earliest = today - timedelta(days=LATEST + 7)
    rows = held.filter(discharged_on__gte=earliest).order_by("form_key")
    for number, one in enumerate(rows.select_related("course__inquiry", "course__citizen")):
        chance = world.chance("back", one.form_key)
        if chance.random() >= SHARE:
            continue
        day = one.discharged_on + timedelta(days=chance.randint(SOONEST, LATEST))
        while not is_working_day(day):
            day += timedelta(days=1)
        if day == today and not has_died(one.course.citizen_id):
            life = Life(world=world, number=number, chance=chance)
            _asks(life, one, at + timedelta(minutes=number))


def _asks(life: Life, one: Discharge, at: datetime) -> None:
    """By phone, for the same help as before."""
    course = one.course
    by = life.of(course.unit)
    inquiry, _new = receive_inquiry(
        wanted=Wanted(
            about=About.SELF,
            topic=Topic.ALCOHOL if course.area == Area.ALCOHOL else Topic.DRUGS,
            wish=Wish.TREATMENT,
            age_group=course.inquiry.age_group,
            known=course.citizen,
            wants_medical=course.area == Area.SUBSTITUTION,
            form_key=life.key(),
        ),
        channel=Channel.PHONE,
        unit=course.unit,
        received_at=at,
        by=by,
        at=at,
        responsible=by,
    )
    contact.begin(life, inquiry, at)
