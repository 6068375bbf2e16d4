"""What happens to the invented people: one small story for each state, told through real actions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from centre.calendar import danish_moment, last_working_day_on_or_before
from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup, ConsentKind
from centre.clocks.choices import Cause
from centre.staff.models import Unit, User
from centre.standard.schema import Standard
from intake.actions import guarantee as guarantees
from intake.actions import inquiry as desk
from intake.actions.receive import Wanted, receive_inquiry
from intake.choices import (
    About,
    Attempt,
    Channel,
    Fact,
    InquiryStatus,
    Referrer,
    ReleaseReason,
    SlotChannel,
    Topic,
    Wish,
)
from intake.models import Inquiry
from reporting.demo.people import person
from reporting.demo.staff import Team

AGES = {AgeGroup.FROM_15: 16, AgeGroup.FROM_18: 24, AgeGroup.FROM_30: 47}


@dataclass
class Teller:
    """Tells stories on the calendar of `today`, with one chance for everything."""

    team: Team
    standard: Standard
    today: date
    chance: Random
    told: int = 0

    def day(self, days_ago: int) -> date:
        """The day so many days ago; the working day before it when the centre was closed."""
        return last_working_day_on_or_before(self.today - timedelta(days=days_ago))

    def moment(self, days_ago: int, hour: int = 10) -> datetime:
        """A moment of a working hour of that day."""
        return danish_moment(self.day(days_ago), time(hour, self.chance.randrange(60)))

    def key(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def ask(
        self,
        *,
        days_ago: int,
        topic: str = Topic.ALCOHOL,
        age_group: str = AgeGroup.FROM_30,
        wish: str = Wish.TREATMENT,
        channel: str = Channel.PHONE,
        anonymous: bool = False,
        late_by: int = 0,
        assigned: bool = True,
        **rest: Any,
    ) -> Inquiry:
        """Somebody asks for help; the inquiry is registered on the day, or some days late."""
        self.told += 1
        young = age_group in (AgeGroup.FROM_15, AgeGroup.FROM_18)
        unit = self.team.youth if young else self.team.main
        by = self.team.counsellors_of(unit)[0]
        return receive_inquiry(
            wanted=replace(
                Wanted(
                    about=About.SELF,
                    topic=topic,
                    wish=wish,
                    age_group=age_group,
                    person=None if anonymous else self._person(age_group),
                    form_key=self.key(),
                ),
                **rest,
            ),
            channel=channel,
            unit=unit,
            received_at=self.moment(days_ago),
            by=by,
            at=self.moment(days_ago - late_by, hour=11),
            responsible=self.answers_for(unit) if assigned else None,
        )[0]

    def _person(self, age_group: str) -> Person:
        age = AGES.get(AgeGroup(age_group), 35) + self.chance.randrange(8) * (age_group != "15_17")
        return person(self.chance, age=age, today=self.today, number=self.told)

    def answers_for(self, unit: Unit) -> User:
        return self.chance.choice(self.team.counsellors_of(unit))

    def happened(self, inquiry: Inquiry, fact: Fact, days_ago: int, kind: str = "") -> None:
        """A fact about every guarantee of the inquiry, or about one kind of them."""
        for one in inquiry.guarantees.filter(**({"kind": kind} if kind else {})):
            if (
                fact in (Fact.DOCTORS_TALK_HELD, Fact.DOCTORS_TALK_OFFERED)
                or one.kind != "doctors_talk"
            ):
                guarantees.record_fact(
                    guarantee_id=one.pk,
                    fact=fact,
                    on=self.day(days_ago),
                    by=inquiry.responsible or self.team.caseworker,
                    at=self.moment(days_ago, hour=14),
                )

    def tried(self, inquiry: Inquiry, outcome: Attempt, days_ago: int) -> None:
        desk.record_attempt(
            inquiry_id=inquiry.pk,
            channel=SlotChannel.PHONE,
            outcome=outcome,
            by=inquiry.responsible or self.team.caseworker,
            at=self.moment(days_ago, hour=13),
        )


def new_and_unassigned(tell: Teller) -> None:
    tell.ask(days_ago=tell.chance.choice((0, 1, 2)), assigned=False)


def at_risk(tell: Teller) -> None:
    inquiry = tell.ask(
        days_ago=tell.chance.randint(10, 13),
        topic=tell.chance.choice((Topic.DRUGS, Topic.ALCOHOL)),
        age_group=tell.chance.choice((AgeGroup.FROM_18, AgeGroup.FROM_30, AgeGroup.FROM_30)),
    )
    tell.tried(inquiry, Attempt.NOT_REACHED, 9)
    tell.tried(inquiry, Attempt.MESSAGE_LEFT, 6)


def offered_not_begun(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=tell.chance.randint(8, 11), topic=Topic.BOTH)
    tell.tried(inquiry, Attempt.REACHED, 7)
    tell.happened(inquiry, Fact.VISITATION_HELD, 5)
    tell.happened(inquiry, Fact.TREATMENT_OFFERED, 4)
    tell.happened(inquiry, Fact.PLAN_MADE, 4)
    tell.happened(inquiry, Fact.FIRST_MEETING_AGREED, 4)


def waiting_for_medicine(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=8, topic=Topic.DRUGS, wants_medical=True)
    tell.tried(inquiry, Attempt.REACHED, 7)


def overdue(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=tell.chance.randint(16, 19), assigned=tell.chance.random() < 0.5)
    tell.tried(inquiry, Attempt.NOT_REACHED, 10)


def overdue_and_explained(tell: Teller) -> None:
    inquiry = tell.ask(
        days_ago=24, topic=Topic.ALCOHOL, channel=Channel.REFERRAL, referrer=Referrer.DOCTOR
    )
    one = inquiry.guarantees.get(kind="alcohol")
    guarantees.record_letter(
        guarantee_ids=[one.pk],
        on=tell.day(12),
        by=inquiry.responsible or tell.team.caseworker,
        at=tell.moment(12),
    )
    guarantees.explain_breach(
        guarantee_id=one.pk,
        cause=tell.chance.choice([Cause.CAPACITY, Cause.NO_SHOW, Cause.CITIZEN_WISH]),
        plan="Første samtale er aftalt i næste uge.",
        by=inquiry.responsible or tell.team.caseworker,
        at=tell.moment(3),
    )


def begun_in_time(tell: Teller) -> None:
    days_ago = tell.chance.randint(16, 50)
    inquiry = tell.ask(days_ago=days_ago, topic=tell.chance.choice((Topic.ALCOHOL, Topic.DRUGS)))
    tell.tried(inquiry, Attempt.REACHED, days_ago - 1)
    tell.happened(inquiry, Fact.VISITATION_HELD, days_ago - 4)
    tell.happened(inquiry, Fact.DECIDED, days_ago - 5)
    tell.happened(inquiry, Fact.DOCTORS_TALK_HELD, days_ago - 6, kind="doctors_talk")
    tell.happened(inquiry, Fact.TREATMENT_INITIATED, days_ago - tell.chance.randint(7, 12))


def begun_late(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=44)
    tell.tried(inquiry, Attempt.REACHED, 41)
    tell.happened(inquiry, Fact.TREATMENT_OFFERED, 30)
    tell.happened(inquiry, Fact.TREATMENT_INITIATED, 22)


def free_choice(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=15, topic=Topic.DRUGS)
    tell.happened(inquiry, Fact.VISITATION_HELD, 10)
    guarantees.waive(
        guarantee_id=inquiry.guarantees.get(kind="social_drug").pk,
        on=tell.day(8),
        new_start_on=tell.today + timedelta(days=6),
        by=inquiry.responsible or tell.team.caseworker,
        at=tell.moment(8),
    )


def withdrawn(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=10)
    by = inquiry.responsible or tell.team.caseworker
    for one in inquiry.guarantees.all():
        guarantees.release(
            guarantee_id=one.pk,
            on=tell.day(7),
            reason=ReleaseReason.WITHDRAWN,
            by=by,
            at=tell.moment(7),
        )
    desk.close(inquiry_id=inquiry.pk, status=InquiryStatus.WITHDRAWN, by=by, at=tell.moment(7, 12))


def died_before(tell: Teller) -> None:
    """Before any treatment: the deadline is released, and the inquiry ended."""
    inquiry = tell.ask(days_ago=12)
    by = inquiry.responsible or tell.team.caseworker
    one = inquiry.guarantees.get(kind="alcohol")
    reason, at = ReleaseReason.DEAD, tell.moment(6)
    guarantees.release(guarantee_id=one.pk, on=tell.day(6), reason=reason, by=by, at=at)
    desk.close(inquiry_id=inquiry.pk, status=InquiryStatus.DIED, by=by, at=tell.moment(6, 12))


def advised(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=14, about=About.RELATIVE, wish=Wish.COUNSELLING)
    tell.tried(inquiry, Attempt.REACHED, 12)
    by = inquiry.responsible or tell.team.caseworker
    desk.close(inquiry_id=inquiry.pk, status=InquiryStatus.ADVISED, by=by, at=tell.moment(12, 15))


def handed_on(tell: Teller) -> None:
    inquiry = tell.ask(
        days_ago=11,
        about=About.PROFESSIONAL,
        wish=Wish.COUNSELLING,
        channel=Channel.REFERRAL,
        referrer=Referrer.JOB_CENTRE,
        topic=Topic.UNKNOWN,
    )
    by = inquiry.responsible or tell.team.caseworker
    desk.close(inquiry_id=inquiry.pk, status=InquiryStatus.REFERRED, by=by, at=tell.moment(9))


def young_with_consents(tell: Teller) -> None:
    inquiry = tell.ask(days_ago=6, topic=Topic.DRUGS, age_group=AgeGroup.FROM_15)
    one = inquiry.guarantees.get(kind="youth_drug")
    for kind, days_ago in ((ConsentKind.CUSTODY_HOLDER, 4), (ConsentKind.YOUNG_PERSON, 3)):
        guarantees.record_consent(
            guarantee_id=one.pk,
            kind=kind,
            on=tell.day(days_ago),
            by=inquiry.responsible or tell.team.youth_worker,
            at=tell.moment(days_ago, 15),
        )


def young_waiting_for_consent(tell: Teller) -> None:
    tell.ask(
        days_ago=5,
        topic=Topic.DRUGS,
        age_group=AgeGroup.FROM_15,
        about=About.RELATIVE,
        referrer=Referrer.FAMILY,
    )


def anonymous_alcohol(tell: Teller) -> None:
    tell.ask(days_ago=3, anonymous=True)


def anonymous_drugs(tell: Teller) -> None:
    tell.ask(days_ago=7, anonymous=True, topic=Topic.DRUGS)


def registered_late(tell: Teller) -> None:
    tell.ask(days_ago=tell.chance.randint(4, 9), channel=Channel.LETTER, late_by=3)


def wants_inpatient(tell: Teller) -> None:
    tell.ask(days_ago=13, topic=Topic.DRUGS, wants_inpatient=True)


STORIES: tuple[Callable[[Teller], None], ...] = (
    new_and_unassigned,
    at_risk,
    waiting_for_medicine,
    offered_not_begun,
    overdue,
    overdue_and_explained,
    begun_in_time,
    begun_late,
    free_choice,
    withdrawn,
    advised,
    handed_on,
    young_with_consents,
    young_waiting_for_consent,
    anonymous_alcohol,
    anonymous_drugs,
    registered_late,
    wants_inpatient,
    died_before,
)
# After each story has been told once, the ordinary ones are told more often.
ORDINARY = (
    new_and_unassigned,
    at_risk,
    offered_not_begun,
    advised,
    waiting_for_medicine,
    registered_late,
    overdue,
)
