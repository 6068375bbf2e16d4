"""A discharge as its page shows it, and what is known of a course that is to end."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max

from centre.calendar import danish_day
from intake.models import Decision
from treatment.choices import DischargeReason
from treatment.models import Course, Discharge, Goal, GoalResult, Session
from treatment.rules.discharge import (
    TAKEN_BACK_WITHIN,
    DischargeContent,
    Standing,
    closing_status,
    follow_ups,
    invited_back,
)


def standing_of(course: Course, at: datetime) -> Standing:
    """What is known of a course when it is to end."""
    talks = Session.objects.filter(course=course)
    last: date | None = talks.attended().aggregate(last=Max("held_on"))["last"]
    decisions = Decision.objects.open().filter(inquiry=course.inquiry_id, area=course.area)
    assert course.begun_on is not None
    return Standing(
        today=danish_day(at),
        begun_on=course.begun_on,
        goals=[one.key for one in goals_asked(course)],
        last_talk_on=last,
        talk_not_written=talks.planned().filter(starts_at__lte=at).exists(),
        decision_open=decisions.exists(),
    )


def goals_asked(course: Course) -> list[Goal]:
    """The goals of the last version of the plan; what is a step on the way is not asked by itself."""
    return list(Goal.objects.filter(plan=course.plans.last(), part_of__isnull=True))


def content_of(one: Discharge) -> DischargeContent:
    """A discharge as the rules read it."""
    results = one.goal_results.order_by("goal__number").values_list("goal__key", "attained")
    return DischargeContent(
        discharged_on=one.discharged_on,
        reason=one.reason,
        result=one.result,
        summary=one.summary,
        follow_up_route=one.follow_up_route,
        follow_up_detail=one.follow_up_detail,
        goals=tuple(results),
    )


def first_of(one: Discharge) -> Discharge:
    """The discharge that corrections began from: a day is counted from it."""
    while one.corrects is not None:
        one = one.corrects
    return one


@dataclass(frozen=True)
class Call:
    """One follow-up to come: after how many months, and the day to act by."""

    months: int
    act_by_on: date


def calls_after(course: Course, content: DischargeContent) -> list[Call]:
    """When a discharge is followed up, if it says so; what a page tells before anything is saved."""
    promised = follow_ups(
        course.standard.content,
        course.area,
        content.reason,
        named=course.citizen_id is not None,
        route=content.follow_up_route,
    )
    plans = [(one.months, one.clock(content.discharged_on)) for one in promised]
    days = [(months, plan.due_and_act_by) for months, plan in plans]
    return [Call(months, act_by_on) for months, (_due_on, act_by_on) in days]


@dataclass(frozen=True)
class Ended:
    """A discharge as its page shows it, with what came before it."""

    discharge: Discharge
    results: list[GoalResult]
    earlier: list[Discharge]
    calls: list[Call]
    invited_back: bool
    may_take_back: bool

    @property
    def closing(self) -> str:
        """FRI or REDSTAB, where the treatment was completed."""
        return closing_status(self.discharge.reason, self.discharge.result)


def ended(course: Course, at: datetime) -> Ended | None:
    """The discharge in force of a course; None while it runs. Three queries."""
    rows = list(course.discharges.select_related("by"))
    wrong = {one.corrects_id for one in rows}
    held = next((one for one in rows if one.pk not in wrong and not one.taken_back), None)
    if held is None:
        return None
    chain, known = [held], {one.pk: one for one in rows}
    while chain[-1].corrects_id is not None:
        chain.append(known[chain[-1].corrects_id])
    content = course.standard.content
    return Ended(
        discharge=held,
        results=list(held.goal_results.select_related("goal").order_by("goal__number")),
        earlier=chain[1:],
        calls=calls_after(course, content_of(held)),
        invited_back=invited_back(content, course.area, held.reason),
        may_take_back=at - chain[-1].at <= TAKEN_BACK_WITHIN,
    )


def is_of(discharge_id: UUID, course: Course) -> bool:
    """Whether a discharge is one of this course's."""
    return Discharge.objects.filter(pk=discharge_id, course=course).exists()


def invites(course: Course) -> bool:
    """Whether the council invites those back who break off."""
    return invited_back(course.standard.content, course.area, DischargeReason.DROPPED_OUT)
