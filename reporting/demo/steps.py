"""What happens in a treatment, step by step, on a day of the calendar of the stories."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from centre.calendar import danish_day, danish_moment, is_working_day
from centre.refusal import Refused
from intake.actions import decision as decisions
from intake.actions import sending
from intake.choices import Attempt, Outcome, SlotChannel, Topic
from intake.models import Decision, Inquiry
from intake.queries.request import request_of
from intake.rules.visitation import areas_of
from reporting.demo.stories import Teller
from reporting.live.lives import deciding
from reporting.live.team import Staff
from reporting.live.world import Life, World
from treatment.actions import course as courses
from treatment.actions import plan as plans
from treatment.actions import session as talks
from treatment.actions.discharge import discharge
from treatment.choices import (
    Agreement,
    Attained,
    Attendance,
    DischargeReason,
    FollowUpRoute,
    Horizon,
    Result,
    WhyVersion,
)
from treatment.models import Course
from treatment.queries.discharge import goals_asked
from treatment.rules.discharge import DischargeContent
from treatment.rules.plan import GoalWords, PlanContent

HOURS = (13, 14, 15, 8, 9, 10, 11, 12, 16)
MINUTES = 60
NOTE = "Vi talte om ugen, der gik, og om hvad der hjalp."


def life_of(tell: Teller) -> Life:
    """The teller's chance and people, for what a life decides by them."""
    team = tell.team
    units = {unit.key: unit for unit in (team.main, team.youth)}
    staff = Staff(
        team=team,
        units=units,
        counsellors={unit.pk: team.counsellors_of(unit) for unit in units.values()},
    )
    world = World(standard=tell.standard, staff=staff, seed=0, secret=b"")
    return Life(world=world, number=tell.told, chance=tell.chance)


def reached(tell: Teller, days_ago: int, topic: str = Topic.ALCOHOL) -> Inquiry:
    inquiry = tell.ask(days_ago=days_ago, topic=topic)
    tell.tried(inquiry, Attempt.REACHED, days_ago - 1)
    return inquiry


def prepared(
    tell: Teller, inquiry: Inquiry, days_ago: int, *, outcome: str = Outcome.GRANTED, cap: int = 0
) -> Decision:
    """Assessed on a day, and a decision written two days later."""
    life, by = life_of(tell), inquiry.responsible or tell.team.caseworker
    inquiry.refresh_from_db()
    visitation_id = deciding.write_assessment(life, inquiry, tell.moment(days_ago))
    at = tell.moment(days_ago - 2)
    area = areas_of(request_of(inquiry))[0]
    draft = deciding.draft_of(life, inquiry, area, outcome, at)
    if cap:
        draft = replace(draft, sessions_granted=cap, granted_until=None)
    return decisions.prepare_decision(visitation_id=visitation_id, draft=draft, by=by, at=at)


def sent(tell: Teller, decision: Decision, days_ago: int) -> Decision:
    at = tell.moment(days_ago, hour=12)
    by = decision.prepared_by
    return sending.send_decision(
        decision_id=decision.pk, channel=decision.way, previewed=None, by=by, at=at
    )


def set_up(tell: Teller, decision: Decision, days_ago: int) -> Course:
    by = decision.prepared_by
    return courses.set_up_course(
        decision_id=decision.pk,
        counsellor=by,
        first_offered_on=tell.day(days_ago),
        form_key=tell.key(),
        by=by,
        at=tell.moment(days_ago, hour=13),
    )


def talk(tell: Teller, course: Course, days_ago: int, *, came: bool = True) -> None:
    """A talk that was held, at the first hour of the day at which the counsellor was free."""
    how = Attendance.ATTENDED if came else Attendance.NO_SHOW
    for hour in HOURS:
        starts_at = danish_moment(tell.day(days_ago), time(hour))
        try:
            talks.record_unplanned_session(
                course_id=course.pk,
                when=talks.Time(starts_at, MINUTES, SlotChannel.IN_PERSON),
                attendance=how,
                note=NOTE if came else "",
                form_key=tell.key(),
                by=course.counsellor,
                at=starts_at + timedelta(minutes=MINUTES),
            )
        except Refused:
            continue
        return


def next_talk(tell: Teller, course: Course, *, in_days: int) -> None:
    """One that is agreed on for the coming days."""
    at = tell.moment(0, hour=8)
    for days in range(in_days, in_days + 14):
        if not is_working_day(tell.day(0) + timedelta(days=days)):
            continue
        for hour in HOURS:
            when = talks.Time(_hour(tell, days, hour), MINUTES, SlotChannel.IN_PERSON)
            try:
                talks.plan_session(
                    course_id=course.pk,
                    when=when,
                    form_key=tell.key(),
                    by=course.counsellor,
                    at=at,
                )
            except Refused:
                continue
            return


def _hour(tell: Teller, days: int, hour: int) -> datetime:
    return danish_moment(tell.day(0) + timedelta(days=days), time(hour))


def plan(tell: Teller, course: Course, days_ago: int) -> None:
    at = tell.moment(days_ago, hour=16)
    short = tell.key()
    content = PlanContent(
        why=WhyVersion.FIRST,
        agreed_on=danish_day(at),
        agreement=Agreement.AGREES,
        goals=(
            GoalWords(tell.key(), "Jeg vil kunne være der for mine børn.", Horizon.LONG),
            GoalWords(short, "Ingenting på hverdage.", Horizon.SHORT),
            GoalWords(tell.key(), "Jeg ringer, når det bliver svært.", Horizon.SHORT, short),
        ),
        methods="Samtaler hver uge.",
        tasks="Jeg skriver dagbog. Behandleren taler med min læge.",
        timetable="De næste tre måneder.",
        follow_up_route=FollowUpRoute.PHONE,
        follow_up_detail="Ring om formiddagen.",
    )
    plans.agree_plan(
        course_id=course.pk,
        base_version=0,
        content=content,
        form_key=tell.key(),
        by=course.counsellor,
        at=at,
    )


def ended(tell: Teller, course: Course, days_ago: int, reason: str) -> None:
    """The course is over; whoever has died is called by nobody."""
    at, dead = tell.moment(days_ago, hour=16), reason == DischargeReason.DEAD
    discharge(
        course_id=course.pk,
        content=DischargeContent(
            discharged_on=danish_day(at),
            reason=reason,
            result=Result.UNKNOWN if dead else Result.REDUCED,
            summary="Vi har gennemgået målene sammen.",
            follow_up_route=FollowUpRoute.NONE if dead else FollowUpRoute.PHONE,
            follow_up_detail="" if dead else "Ring om formiddagen.",
            goals=() if dead else tuple((one.key, Attained.PARTLY) for one in goals_asked(course)),
        ),
        form_key=tell.key(),
        by=course.counsellor,
        at=at,
    )


def anew(inquiry: Inquiry) -> Inquiry:
    inquiry.refresh_from_db()
    return inquiry
