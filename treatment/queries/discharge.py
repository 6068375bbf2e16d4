"""A discharge as its page shows it, and what is known of a course that is to end."""

from datetime import date, datetime

from django.db.models import Max

from centre.calendar import danish_day
from intake.models import Decision
from treatment.models import Course, Discharge, Goal, Session
from treatment.rules.discharge import DischargeContent, Standing


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
