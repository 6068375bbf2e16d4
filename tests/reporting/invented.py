"""Courses, talks, reviews and ends in every state that the tables can hold, from a seed."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centre.calendar import add_months, danish_moment
from centre.citizens.choices import AgeGroup
from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from centre.staff.models import Unit
from centre.standard.models import QualityStandard
from followup.choices import Outcome
from followup.models import FollowUp
from intake.choices import Area, Topic
from intake.models import Decision, Inquiry, Visitation
from tests.factories import House
from treatment.choices import Attendance, DischargeReason, Result
from treatment.models import Course, Discharge, PlanReview, Session, TreatmentPlan

TODAY = date(2026, 12, 10)
AT = danish_moment(TODAY, time(9, 30))
# Two years and a month: as far back as somebody who came back is looked for, and a little more.
DAYS_BACK = 790


def at_noon(day: date) -> datetime:
    return danish_moment(day, time(12))


# How who was spoken to stands; nobody who has relapsed is free of it.
RESULTS = {
    "reached": ["free", "reduced", "stabilised", "unknown"],
    "relapsed": ["reduced", "unchanged", "worse", "unknown"],
}


class Courses:
    """Rows as the actions would have written them, in numbers that no walk through these would reach."""

    def __init__(self, house: House, seed: int, people: int = 60) -> None:
        self.house, self.people = house, people
        self.dice = random.Random(seed)  # noqa: S311 - the same cases each time, no secret
        self.standard = QualityStandard.objects.latest("id")
        self.hour = 0

    def fill(self) -> None:
        for _ in range(self.people):
            unit = self.dice.choice([self.house.adults, self.house.adults, self.house.youth])
            named = self.dice.random() < 0.9
            citizen = Citizen.objects.create(created_on=TODAY, name="Ærø") if named else None
            day = TODAY - timedelta(days=self.dice.randint(30, DAYS_BACK))
            for _ in range(self.dice.choice([1, 1, 2, 3])):
                ended_on = self.course(unit, citizen, day)
                if ended_on is None:
                    break
                day = ended_on + timedelta(days=self.dice.choice([0, 1, 40, 364, 365, 366, 400]))
                if day >= TODAY:
                    break
        for _ in range(self.people // 3):
            self.clock("reassessment", self.dice.choice([self.house.adults, self.house.youth]))

    def decision(self, unit: Unit, citizen: Citizen | None, day: date, area: str) -> Decision:
        asked_on = day - timedelta(days=self.dice.randint(3, 30))
        inquiry = Inquiry.objects.create(
            citizen=citizen,
            unit=unit,
            received_at=at_noon(asked_on),
            received_on=asked_on,
            registered_at=at_noon(asked_on),
            channel="phone",
            about="self",
            age_group=self.dice.choice(AgeGroup.values),
            topic=Topic.ALCOHOL if area == Area.ALCOHOL else Topic.DRUGS,
            wish="treatment",
            anonymous=citizen is None,
        )
        visitation = Visitation.objects.create(
            inquiry=inquiry, begun_at=AT, begun_by=self.house.caseworker
        )
        return Decision.objects.create(
            inquiry=inquiry,
            visitation=visitation,
            standard=self.standard,
            area=area,
            outcome="granted",
            offer=self.dice.choice(["move", "individual"]),
            offer_name="Samtaler",
            basis="§",
            basis_from=asked_on,
            grounds="Fordi",
            status="sent",
            nameless=True,
            prepared_at=AT,
            prepared_by=self.house.caseworker,
            decided_on=day - timedelta(days=2),
            sent_at=AT,
            sent_by=self.house.caseworker,
            presumed_received_on=day,
        )

    def course(self, unit: Unit, citizen: Citizen | None, day: date) -> date | None:
        """One course with all that belongs to it; the day it ended, if it did."""
        area = self.dice.choice(
            [Area.ALCOHOL, Area.ALCOHOL, Area.DRUGS, Area.DRUGS, Area.SUBSTITUTION]
        )
        decision = self.decision(unit, citizen, day, area)
        ended_on = day + timedelta(days=self.dice.randint(0, 300))
        over = ended_on < TODAY and self.dice.random() < 0.9
        course = Course.objects.create(
            inquiry=decision.inquiry,
            decision=decision,
            citizen=citizen,
            unit=unit,
            counsellor=self.house.caseworker,
            standard=self.standard,
            area=area,
            offer=decision.offer,
            offer_name="Samtaler",
            status="ended" if over else "running",
            requested_on=decision.inquiry.received_on,
            decided_on=day - timedelta(days=2),
            begun_on=day,
            ended_on=ended_on if over else None,
            set_up_at=AT,
            set_up_by=self.house.caseworker,
        )
        self.talks(course, day)
        self.plan(course, day)
        if not over:
            return None
        self.discharges(course, ended_on)
        return ended_on

    def discharges(self, course: Course, ended_on: date) -> None:
        """The end as it holds, after it was written wrongly once or twice."""
        before = None
        for _ in range(self.dice.choice([0, 0, 0, 1, 2])):
            wrong_on = ended_on - timedelta(days=self.dice.randint(0, 40))
            before = self.discharge(course, wrong_on, corrects=before)
        if before and self.dice.random() < 0.2:
            before = self.discharge(course, ended_on, corrects=before, taken_back=True)
        self.calls(self.discharge(course, ended_on, corrects=before))

    def calls(self, end: Discharge) -> None:
        for month in (1, 6):
            outcome = self.dice.choice(["", "reached", "reached", "reached", *Outcome.values])
            said = RESULTS.get(outcome)
            FollowUp.objects.create(
                discharge=end,
                course=end.course,
                month=month,
                clock=self.clock(f"follow_up_{month}", end.course.unit, end.discharged_on),
                unit=end.course.unit,
                stand_on=end.discharged_on,
                made_at=AT,
                outcome=outcome,
                result=self.dice.choice(said) if said else "",
                ended_on=TODAY if outcome else None,
                ended_at=AT if outcome else None,
                ended_by=self.house.caseworker if outcome else None,
            )

    def discharge(self, course: Course, on: date, **changes: Any) -> Discharge:
        return Discharge.objects.create(
            course=course,
            discharged_on=on,
            reason=self.dice.choice(
                [*DischargeReason.values, "completed", "completed", "completed"]
            ),
            result=self.dice.choice([*Result.values, "free", "free"]),
            follow_up_route="none",
            at=AT,
            by=self.house.caseworker,
            **changes,
        )

    def talks(self, course: Course, day: date) -> None:
        for number in range(self.dice.choice([0, 3, 8])):
            self.hour += 1
            starts_at = danish_moment(day + timedelta(days=number), time(0)) + timedelta(
                minutes=10 * (self.hour % 100)
            )
            attendance = self.dice.choice(Attendance.values)
            if attendance == "planned" and Session.objects.filter(
                attendance="planned", starts_at=starts_at
            ):
                attendance = "no_show"
            settled = attendance != "planned"
            Session.objects.create(
                course=course,
                decision=course.decision,
                counsellor=self.house.caseworker,
                during=DateTimeTZRange(starts_at, starts_at + timedelta(minutes=10)),
                starts_at=starts_at,
                held_on=day + timedelta(days=number),
                channel="phone",
                attendance=attendance,
                planned_at=AT,
                planned_by=self.house.caseworker,
                settled_at=AT if settled else None,
                settled_by=self.house.caseworker if settled else None,
            )

    def plan(self, course: Course, day: date) -> None:
        plan = TreatmentPlan.objects.create(
            course=course,
            decision=course.decision,
            version=1,
            why="first",
            agreed_on=day,
            agreement="agrees",
            written_at=AT,
            written_by=self.house.caseworker,
        )
        PlanReview.objects.create(plan=plan, clock=self.clock("plan_review", course.unit, day))

    def clock(self, kind: str, unit: Unit, starts_on: date | None = None) -> Clock:
        starts_on = starts_on or TODAY - timedelta(days=self.dice.randint(0, 500))
        due_on = add_months(starts_on, 1)
        ended_as = self.dice.choice(["", "stop", "stop", "release", "waive"])
        stopped_on = starts_on + timedelta(days=self.dice.randint(0, 45)) if ended_as else None
        return Clock.objects.create(
            kind=kind,
            unit=unit,
            standard=self.standard,
            length=1,
            span="months",
            basis="§",
            starts_on=starts_on,
            due_on=due_on,
            act_by_on=due_on,
            stopped_on=stopped_on,
            ended_as=ended_as,
        )
