"""A citizen with a whole life in the house, all of it ended, walked there through the real actions."""

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from centre.citizens.actions import Person
from centre.citizens.choices import ToldIn
from centre.citizens.models import Citizen, Consent, Death, Guardian
from centre.clocks.models import Alert, Clock
from centre.journal.models import PassingOn
from centre.records.models import Insider, LookUp, LookUpRequest, Tie
from centre.retention.actions.carry_out import carry_out
from centre.retention.actions.hold import lift_hold, place_hold
from centre.retention.actions.protocol import approve, draft
from centre.retention.choices import Kind
from centre.retention.models import Hold, Protocol
from centre.rights.models import RightsRequest
from complaints.actions import withdraw
from followup.actions import pull
from followup.models import FollowUp
from intake.actions.search import look_up, review
from intake.choices import Verdict
from intake.models import ContactAttempt, FreeChoice, Inquiry, Profile, SubstanceUse
from reporting.models import OddAnswer, RegisterDelivery
from tests import factories
from tests.centre.journal import cases as journal
from tests.centre.rights import cases as rights
from tests.complaints import cases as complaints
from tests.conftest import moment
from tests.factories import House
from tests.followup import cases as followup
from tests.followup.constraints import talk
from tests.reporting import constraints as reporting
from tests.treatment import cases as treatment
from treatment.actions.course import hand_over
from treatment.models import Course

# The canaries of `whole_life`: what no row may hold afterwards.
NAME, PHONE, CPR = "Kanarie Ødegård", "+4520304077", "6505209996"
PERSON = Person(
    name=NAME, phone=PHONE, cpr=CPR, email="kanarie@example.dk", address="Fuglevej 7\n6100 By"
)
# Long after any period has passed.
LATER = moment("2042-03-03 09.00")


def ended_clocks() -> None:
    """Whatever deadline still runs is over: nobody here waits for a doctor."""
    for one in Clock.objects.filter(stopped_on=None):
        Clock.objects.filter(pk=one.pk).update(
            stopped_on=max(one.starts_on, date(2027, 7, 1)), ended_as="stop", next_rung_on=None
        )


def delivered(house: House) -> None:
    """Everything of these years is told to the registers."""
    for register in ("nab", "smdb"):
        RegisterDelivery.objects.create(
            register=register, first_on=date(2020, 1, 1), last_on=date(2030, 12, 31),
            records=1, left_out=0, faults=0, built_at=treatment.AT, built_by=house.leader,
        )  # fmt: skip


def treated(house: House, area: str = "drugs", **changes: Any) -> Course:
    """A course that ran, and the calls after it, all ended."""
    one = followup.course(house, area, **changes)
    treatment.held(one, house, note="Sov bedre, drak mindre.")
    hand_over(
        course_id=one.pk, to=house.colleague, reason="Orlov", by=house.leader, at=treatment.EVENING
    )
    end = followup.discharged(house, one=one)
    pull(at=treatment.EVENING)
    if area != "alcohol":
        call = FollowUp.objects.get(discharge=end, month=1)
        followup.tried(call, house)
        followup.taken_back(followup.ended(call, house), house)
        followup.ended(call, house, "declined", at=followup.CORRECTED_AT + timedelta(days=1))
    talk(house, course=one)
    return one


def whole_life(house: House) -> Citizen:
    """A row in each table that leads to a citizen."""
    course = treated(house, person=PERSON)
    inquiry = course.inquiry
    citizen = inquiry.citizen
    assert citizen is not None
    Profile.objects.create(visitation=course.decision.visitation)
    SubstanceUse.objects.create(visitation=course.decision.visitation, rank=1, substance="A0")
    FreeChoice.objects.filter(decision=course.decision).update(limited_why=f"Hensyn til {NAME}")
    ContactAttempt.objects.create(
        inquiry=inquiry, channel="phone", outcome="reached", note=f"{NAME} svarede",
        tried_at=treatment.AT, tried_by=house.caseworker,
    )  # fmt: skip
    slot = factories.slot(house, on=treatment.TODAY + timedelta(days=3))
    booked = factories.booking(slot, at=treatment.AT, person=PERSON).booking
    Inquiry.objects.filter(pk=booked.inquiry_id).update(
        status="advised", closed_at=treatment.AT, closed_by=house.caseworker
    )
    complaint = complaints.registered(house, course.decision)
    withdraw(
        complaint_id=complaint.pk, words=f"{NAME} fortrød", by=house.caseworker, at=complaints.LATER
    )
    asked_to_see(house, citizen)
    Guardian.objects.create(citizen=citizen, number=1, name=f"Mor til {NAME}")
    Consent.objects.create(
        citizen=citizen, kind="custody_holder", given_on=treatment.TODAY,
        recorded_by=house.caseworker, recorded_at=treatment.AT,
    )  # fmt: skip
    Death.objects.create(
        citizen=citizen, told_in=ToldIn.values[0], told_of=inquiry.pk, told_at=treatment.AT,
        told_by=house.caseworker,
    )  # fmt: skip
    _looked_up(house, citizen)
    _watched(house, citizen)
    _written_of(house, inquiry)
    Alert.objects.create(
        clock=inquiry.guarantees.first().clock, cycle=9, rung=0,  # type: ignore[union-attr]
        true_since=treatment.TODAY, made_at=treatment.AT,
    )  # fmt: skip
    ended_clocks()
    return Citizen.objects.get(pk=citizen.pk)


def _looked_up(house: House, citizen: Citizen) -> None:
    look_up(
        citizen_id=citizen.pk, reason="contact", text=f"{NAME} ringede",
        by=house.youth_worker, at=treatment.AT,
    )  # fmt: skip
    made = LookUp.objects.get(by=house.youth_worker)
    review(
        look_up_id=made.pk, verdict=Verdict.WARRANTED, words=f"{NAME} ringede selv",
        by=house.leader, at=treatment.AT,
    )  # fmt: skip


def _written_of(house: House, inquiry: Inquiry) -> None:
    """A note with a file, and a hold that was lifted again."""
    written = journal.written(inquiry, house.caseworker, text=f"{NAME} ringede.")
    journal.attached(written, house.caseworker, name=f"{NAME}.pdf")
    assert inquiry.citizen is not None
    held = hold(house, inquiry.citizen)
    lift_hold(hold_id=held.pk, by=house.leader, at=treatment.AT)


def _watched(house: House, citizen: Citizen) -> None:
    """The file was for a few for a while, somebody asked to be let in, and a reading of it was odd."""
    at, by = treatment.AT, house.leader
    over: dict[str, Any] = {"ended_at": at, "ended_by": by, "citizen": citizen}
    Tie.objects.create(kind="close", user=house.colleague, made_at=at, made_by=by, **over)
    Insider.objects.create(user=house.caseworker, named_at=at, named_by=by, **over)
    LookUpRequest.objects.create(
        citizen=citizen, reason="contact", text=f"{NAME} er min nabo", by=house.colleague, at=at,
        answer="refused", words=f"{NAME} venter", answered_by=by, answered_at=at,
    )  # fmt: skip
    reading = reporting.odd(house, citizen=citizen)
    OddAnswer.objects.create(
        reading=reading, verdict="explained", words=f"{NAME} havde ringet", at=at, by=by
    )


def health_note(citizen: Citizen, house: House) -> PassingOn:
    """What a doctor wrote of somebody, passed on to the social side."""
    inquiry = Inquiry.objects.filter(citizen=citizen).earliest("received_at")
    note = journal.written(inquiry, house.doctor, text=f"{NAME} sover bedre.")
    return journal.passed(note, house.doctor)


def asked_to_see(house: House, citizen: Citizen) -> RightsRequest:
    """Somebody who asked for their file and got it."""
    words = f"{NAME} vil se, hvad I har"
    request = rights.asked(house, citizen, words=words, by=house.leader)
    return rights.given(house, rights.ready(house, request), by=house.leader)


def hold(house: House, citizen: Citizen, **changes: Any) -> Hold:
    given: dict[str, Any] = {
        "reason": "court", "words": "", "until": None, "form_key": uuid.uuid4(),
        "by": house.leader, "at": treatment.AT,
    }  # fmt: skip
    return place_hold(citizen_id=citizen.pk, **{**given, **changes})


def drafted(
    house: House, kind: str = Kind.SOCIAL, *, at: datetime = LATER, **changes: Any
) -> Protocol:
    told = {"form_key": uuid.uuid4(), "by": house.leader, **changes}
    return draft(kind=kind, at=at, **told)


def approved(house: House, one: Protocol | None = None, *, at: datetime = LATER) -> Protocol:
    one = one or drafted(house, at=at)
    return approve(protocol_id=one.pk, archive_heeded=True, by=house.administrator, at=at)


def carried_out(house: House, one: Protocol | None = None, *, at: datetime = LATER) -> Protocol:
    made = approved(house, one, at=at)
    carry_out(at=at)
    made.refresh_from_db()
    return made
