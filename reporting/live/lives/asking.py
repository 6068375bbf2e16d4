"""Somebody asks for help: who it is, what for, and by which way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from centre.calendar import danish_day, next_working_day_on_or_after
from centre.citizens.choices import MINORS, AgeGroup
from centre.standard.rules import treats_age
from centre.standard.schema import Standard
from intake.actions.receive import Wanted, receive_inquiry
from intake.choices import About, Channel, Referrer, Topic, Wish
from reporting.demo.people import person
from reporting.live.lives import booking, contact
from reporting.live.world import Life, World

Word = TypeVar("Word", bound=str)

# How often, by what is likely in a centre of this kind. Invented, like the people.
ABOUT = {About.SELF: 74, About.RELATIVE: 14, About.PROFESSIONAL: 10, About.UNSAID: 2}
TOPICS = {Topic.ALCOHOL: 48, Topic.DRUGS: 34, Topic.BOTH: 10, Topic.UNKNOWN: 6, Topic.OTHER: 2}
WISHES = {Wish.TREATMENT: 66, Wish.COUNSELLING: 24, Wish.UNKNOWN: 10}
CHANNELS = {
    Channel.WEB: 34,
    Channel.PHONE: 34,
    Channel.VOICE_MAIL: 8,
    Channel.WALK_IN: 10,
    Channel.LETTER: 4,
    Channel.MAIL: 10,
}
AGES = {AgeGroup.FROM_18: (18, 29), AgeGroup.FROM_30: (30, 72)}
YOUNG = {AgeGroup.UNDER_15: (13, 14), AgeGroup.FROM_15: (15, 17)}
PROFESSIONALS = (
    Referrer.DOCTOR,
    Referrer.HOSPITAL,
    Referrer.JOB_CENTRE,
    Referrer.CASEWORKER,
    Referrer.PSYCHIATRY,
    Referrer.PRISON_SERVICE,
)
TOLD_BY_A_PERSON = (Channel.PHONE, Channel.WALK_IN)


@dataclass(frozen=True)
class Asker:
    """Who asks, and what is wanted."""

    about: str
    age_group: str
    topic: str
    wish: str
    channel: str
    referrer: str
    anonymous: bool
    age: int


def arrive(world: World, number: int, at: datetime) -> None:
    """One more person turns to the centre at a moment."""
    life = Life(world=world, number=number, chance=world.chance("life", number))
    asker = _who(world.standard, life.chance)
    if asker.channel == Channel.WEB:
        booking.book_a_time(life, _wanted(life, asker, at), at)
        return
    by = life.of(world.unit_for(asker.age_group))
    # What came by letter, mail or voice mail is written down when somebody reads it.
    waits = asker.channel not in TOLD_BY_A_PERSON
    days = life.chance.choice((0, 0, 1, 1, 2, 4)) if waits else 0
    read_on = next_working_day_on_or_after(danish_day(at) + timedelta(days=days))
    registered_at = max(at + timedelta(minutes=5), life.at_work(read_on) if waits else at)

    def register(now: datetime) -> None:
        inquiry, _new = receive_inquiry(
            wanted=_wanted(life, asker, at),
            channel=asker.channel,
            unit=world.unit_for(asker.age_group),
            received_at=at,
            by=by,
            at=now,
            responsible=by if life.likely(0.6) else None,
        )
        contact.begin(life, inquiry, now)

    world.plan(registered_at, register)


def _who(standard: Standard, chance: Random) -> Asker:
    """Somebody, by the chances of this council: whom it treats, and for what."""
    about = _one_of(ABOUT, chance)
    wish, channel = _one_of(WISHES, chance), _one_of(CHANNELS, chance)
    if about == About.PROFESSIONAL and channel != Channel.WEB:
        channel = Channel.REFERRAL
    age_group, age = _age(standard, chance)
    topic = _one_of(TOPICS, chance)
    if wish == Wish.TREATMENT and topic not in (Topic.ALCOHOL, Topic.DRUGS, Topic.BOTH):
        topic = Topic.ALCOHOL
    nameless = channel in (Channel.WEB, *TOLD_BY_A_PERSON) and chance.random() < 0.16
    referrer = Referrer.SELF
    if about == About.PROFESSIONAL:
        referrer = chance.choice(PROFESSIONALS)
    elif about == About.RELATIVE:
        referrer = Referrer.FAMILY
    return Asker(about, age_group, topic, wish, channel, referrer, nameless, age)


def _age(standard: Standard, chance: Random) -> tuple[str, int]:
    """The young come where they are treated; elsewhere one of them now and then."""
    treated = treats_age(standard, "drugs", 17) or treats_age(standard, "alcohol", 17)
    young = chance.random() < (0.1 if treated else 0.02)
    groups = YOUNG if young else AGES
    # Four of five are the older ones of the two.
    age_group = list(groups)[chance.random() < 0.7]
    first, last = groups[age_group]
    return age_group, chance.randint(first, last)


def _one_of(weights: Mapping[Word, int], chance: Random) -> Word:
    return chance.choices(list(weights), list(weights.values()))[0]


def _wanted(life: Life, asker: Asker, at: datetime) -> Wanted:
    wishes = asker.wish == Wish.TREATMENT
    drugs = asker.topic in (Topic.DRUGS, Topic.BOTH)
    grown = asker.age_group not in MINORS
    chance = life.world.chance("form", life.number)
    known = None
    if not asker.anonymous:
        known = person(chance, age=asker.age, today=danish_day(at), number=life.number)
        if asker.channel == Channel.WEB:
            # Nobody is asked for a CPR number on the public pages.
            known = replace(known, cpr="")
    return Wanted(
        about=asker.about,
        topic=asker.topic,
        wish=asker.wish,
        age_group=asker.age_group,
        person=known,
        referrer=asker.referrer,
        wants_medical=wishes and drugs and grown and chance.random() < 0.2,
        wants_inpatient=wishes and grown and chance.random() < 0.05,
        citizen_agrees=wishes and asker.about == About.PROFESSIONAL,
        form_key=life.key(),
    )
