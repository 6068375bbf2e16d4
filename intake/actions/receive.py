"""Receiving an inquiry: it is written down, and the right clocks start by themselves."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from centre.calendar import danish_day, half_day_of
from centre.citizens.actions import Person, keep_person
from centre.citizens.choices import MINORS
from centre.citizens.models import Citizen
from centre.clocks.actions.ledger import start
from centre.records.actions import note
from centre.rows import insert
from centre.staff.models import Unit, User
from centre.standard import queries as standards
from intake.actions.guarantee import note_known_consents
from intake.choices import Channel, Referrer
from intake.models import Guarantee, Inquiry
from intake.queries.request import request_of
from intake.rules.guarantee import Request, clocks_for, wants_treatment
from intake.rules.times import next_phone_hour


@dataclass(frozen=True)
class Wanted:
    """What a citizen told us. `person` is None for one who stays anonymous, or is `known` already."""

    about: str
    topic: str
    wish: str
    age_group: str
    person: Person | None = None
    # Somebody whose treatment has ended, and who asks for help again: the same person stays one row.
    known: Citizen | None = None
    referrer: str = Referrer.SELF
    wants_medical: bool = False
    wants_inpatient: bool = False
    citizen_agrees: bool = False
    note: str = ""
    form_key: UUID = field(default_factory=uuid.uuid4)

    @property
    def anonymous(self) -> bool:
        return self.person is None and self.known is None


def receive_inquiry(
    *,
    wanted: Wanted,
    channel: str,
    unit: Unit,
    received_at: datetime,
    by: User | None,
    at: datetime,
    responsible: User | None = None,
) -> tuple[Inquiry, bool]:
    """Write an inquiry down and start its clocks, from the day it was received, not registered.

    The same form key twice is one inquiry: the first is returned, with False. Raises IntegrityError
    when a constraint refuses it.
    """
    try:
        with transaction.atomic():
            return (
                write_inquiry(
                    wanted=wanted,
                    channel=channel,
                    unit=unit,
                    received_at=received_at,
                    by=by,
                    at=at,
                    responsible=responsible,
                ),
                True,
            )
    except IntegrityError:
        first = Inquiry.objects.filter(form_key=wanted.form_key).first()
        if first is None:
            raise
        return first, False


def write_inquiry(
    *,
    wanted: Wanted,
    channel: str,
    unit: Unit,
    received_at: datetime,
    by: User | None,
    at: datetime,
    responsible: User | None = None,
    id: UUID | None = None,
) -> Inquiry:
    """The same inside the caller's transaction, for a booking that brings its inquiry with it."""
    # Only the half-day of an anonymous person's visit is kept (ux E.4).
    moment = half_day_of(received_at) if wanted.anonymous else received_at
    inquiry = _told(wanted)
    inquiry.id = id or inquiry.id
    inquiry.citizen = wanted.known or keep_person(
        person=wanted.person, age_group=wanted.age_group, at=at
    )
    inquiry.unit, inquiry.responsible = unit, responsible
    inquiry.received_at, inquiry.received_on = moment, danish_day(moment)
    inquiry.registered_at = half_day_of(at) if wanted.anonymous and by is None else at
    inquiry.registered_by = by
    inquiry.channel = channel
    inquiry.call_back_at = _to_call_back(inquiry, at)
    insert(inquiry)
    kinds = start_clocks(inquiry, request_of(inquiry), by=by, at=at)
    note(
        action="inquiry.receive",
        row=inquiry,
        by=by,
        at=at,
        citizen_id=inquiry.citizen_id,
        anonymous=wanted.anonymous and channel == Channel.WEB,
        channel=channel,
        clocks=kinds,
    )
    return inquiry


def _to_call_back(inquiry: Inquiry, at: datetime) -> datetime | None:
    """When a message on the voice mail is answered: as the phone opens next, by the standard's hours.

    None for what came any other way, for somebody who left no name, and where no hours are given.
    """
    if inquiry.channel != Channel.VOICE_MAIL or inquiry.anonymous:
        return None
    hours = standards.in_force(danish_day(at)).content.hours.phone
    return next_phone_hour(at, hours) if hours is not None else None


def _told(wanted: Wanted) -> Inquiry:
    """What the person told us, not yet kept."""
    return Inquiry(
        referrer=wanted.referrer,
        about=wanted.about,
        age_group=wanted.age_group,
        topic=wanted.topic,
        wish=wanted.wish,
        wants_medical=wanted.wants_medical,
        wants_inpatient=wanted.wants_inpatient,
        citizen_agrees=wanted.citizen_agrees,
        anonymous=wanted.anonymous,
        note=wanted.note,
        form_key=wanted.form_key,
    )


def start_clocks(
    inquiry: Inquiry,
    request: Request,
    *,
    by: User | None,
    at: datetime,
    but: Collection[str] = (),
) -> list[str]:
    """Start what a request starts, by the standard of its day; called in the caller's transaction.

    `but` are the kinds that were asked for before: their clocks count from that day.
    """
    if not wants_treatment(request):
        return []
    standard = standards.in_force(request.received_on)
    clocks = start(
        plans=[one for one in clocks_for(request, standard.content) if one.kind not in but],
        standard=standard,
        unit=inquiry.unit,
        citizen=inquiry.citizen,
        responsible=inquiry.responsible,
        by=by,
        at=half_day_of(at) if inquiry.anonymous and by is None else at,
    )
    insert(*(Guarantee(inquiry=inquiry, kind=clock.kind, clock=clock) for clock in clocks))
    if by is not None and inquiry.age_group in MINORS:
        note_known_consents(inquiry, by=by, at=at)
    return [clock.kind for clock in clocks]


def says_the_same(first: Inquiry, wanted: Wanted) -> bool:
    """Whether a form that came twice says what it said the first time; if not, somebody is told."""
    names = ("referrer", "about", "age_group", "topic", "wish", "wants_medical", "wants_inpatient")
    who = first.citizen
    person = wanted.person
    same_person = (who is None) == (person is None) and (
        who is None or person is None or (who.name, who.phone) == (person.name, person.phone)
    )
    return (
        same_person
        and first.note == wanted.note
        and all(getattr(first, name) == getattr(wanted, name) for name in names)
    )
