"""Treatment: set up, begun, talk by talk, planned, reviewed, granted anew, handed over."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from centre.calendar import add_working_days, danish_day, danish_moment
from centre.citizens.queries import has_died
from centre.clocks.models import Clock
from centre.refusal import Refused
from intake.actions import decision as decisions
from intake.actions import sending
from intake.choices import DecisionStatus, InquiryStatus, Outcome, ReleaseReason, SlotChannel
from intake.models import Decision, Inquiry
from intake.models.inquiry import ENDED_STATUSES
from reporting.live.check.account import Talk
from reporting.live.lives import deciding, discharging, ending
from reporting.live.world import Life
from treatment.actions import course as courses
from treatment.actions import ending as endings
from treatment.actions import plan as plans
from treatment.actions import session as talks
from treatment.choices import (
    Agreement,
    Attendance,
    CourseStatus,
    FollowUpRoute,
    Horizon,
    WhyVersion,
)
from treatment.models import Course, Session
from treatment.queries.cap import cap_of
from treatment.rules.plan import GoalWords, PlanContent
from treatment.rules.status import OPEN_STATUSES

MINUTES = 60
HOURS = (8, 9, 10, 11, 12, 13, 14, 15, 16)
MOST_TRIES = 25
HOW_IT_WENT = {
    Attendance.ATTENDED: 80,
    Attendance.NO_SHOW: 10,
    Attendance.CANCELLED: 7,
    Attendance.CANCELLED_BY_US: 3,
}
NOTE = "Vi talte om ugen, der gik, og om hvad der hjalp. Vi aftalte, hvad der er næste skridt."


@dataclass
class Way:
    """One course of somebody, and how long they mean to stay."""

    life: Life
    course_id: UUID
    wanted: int
    missed: int = 0

    @property
    def course(self) -> Course:
        found = Course.objects.select_related("inquiry", "decision", "counsellor", "unit")
        return found.get(pk=self.course_id)


def set_up(life: Life, decision_id: UUID, at: datetime) -> None:
    """Somebody of the unit answers for it, and a first talk is agreed on."""
    decision = Decision.objects.select_related("inquiry__unit").get(pk=decision_id)
    inquiry = decision.inquiry
    if decision.status != DecisionStatus.SENT or inquiry.status in ENDED_STATUSES:
        return
    counsellor = life.of(inquiry.unit)
    try:
        course = courses.set_up_course(
            decision_id=decision_id,
            counsellor=counsellor,
            first_offered_on=danish_day(at),
            form_key=life.key(),
            by=counsellor,
            at=at,
        )
    except Refused:
        # Somebody who is in this kind of treatment already goes on with that one.
        again = ending.as_it_stands(inquiry.pk)
        ending.end(life, again, ReleaseReason.WITHDRAWN, InquiryStatus.REFERRED, at)
        return
    way = Way(life, course.pk, wanted=life.chance.randint(4, 22))
    late = life.likely(0.1)
    _agree_on_a_time(way, course, at, 8 if late else 1, 14 if late else 5)


def _agree_on_a_time(way: Way, course: Course, at: datetime, first: int, last: int) -> None:
    """Try one hour after another until both are free, as two with their calendars do."""
    life = way.life
    for number in range(MOST_TRIES):
        days = life.chance.randint(first, last + number // 5)
        hour = time(life.chance.choice(HOURS))
        day = add_working_days(danish_day(at), max(1, days))
        when = talks.Time(danish_moment(day, hour), MINUTES, _channel(life))
        try:
            talk = talks.plan_session(
                course_id=course.pk, when=when, form_key=life.key(), by=course.counsellor, at=at
            )
        except Refused:
            continue
        life.world.account.talks[str(talk.pk)] = Talk(str(course.pk), course.area, talk.held_on)
        over = when.starts_at + timedelta(minutes=MINUTES + life.chance.randint(5, 50))
        life.world.plan(over, partial(_write_down, way, talk.pk))
        return
    life.then(at, 1, 3, partial(_look_again, way))


def _look_again(way: Way, at: datetime) -> None:
    if way.course.status in OPEN_STATUSES:
        _go_on(way, at)


def _channel(life: Life) -> str:
    return life.chance.choices(list(SlotChannel), (85, 10, 5))[0]


def _write_down(way: Way, talk_id: UUID, at: datetime) -> None:
    """What became of a talk, in one act; now and then the wrong button, set right a minute later."""
    life = way.life
    talk = Session.objects.select_related("course__counsellor").get(pk=talk_id)
    if talk.attendance != Attendance.PLANNED:
        return
    how = life.chance.choices(list(HOW_IT_WENT), list(HOW_IT_WENT.values()))[0]
    came = how == Attendance.ATTENDED
    if how == Attendance.NO_SHOW and life.likely(0.1):
        slip = Attendance.CANCELLED
        _record(way, talk, slip, at)
        by, later = talk.course.counsellor, at + timedelta(minutes=1)
        talks.correct_attendance(session_id=talk_id, was=slip, attendance=how, by=by, at=later)
        life.world.account.went(talk_id, how, talk.course.citizen_id)
    else:
        _record(way, talk, how, at)
    way.missed = 0 if came else way.missed + 1
    _go_on(way, at + timedelta(minutes=2))


def _record(way: Way, talk: Session, how: str, at: datetime) -> None:
    talks.record_session(
        session_id=talk.pk,
        attendance=how,
        note=NOTE if how == Attendance.ATTENDED else "",
        form_key=way.life.key(),
        by=talk.course.counsellor,
        at=at,
    )
    way.life.world.account.went(talk.pk, how, talk.course.citizen_id)


def _go_on(way: Way, at: datetime) -> None:
    """What comes after a talk: a plan, a new grant, the next time, or the end."""
    course, life = way.course, way.life
    held = Session.objects.attended().filter(course=course).count()
    died = has_died(course.citizen_id)
    if course.status == CourseStatus.SET_UP and (way.missed > 2 or died):
        _never_begins(way, course, at)
        return
    if held and not course.plans.exists() and life.likely(0.75):
        _agree_plan(way, course, WhyVersion.FIRST, at)
    stays = way.missed <= 3 and held < way.wanted and not died
    if not stays or not (cap_of(course).room_for_one_more() or _granted_anew(way, course, at)):
        later = at + timedelta(minutes=5)
        discharging.discharge(life, course.pk, later, stopped_coming=way.missed > 3)
        return
    if life.likely(0.02):
        course = _handed_over(way, course, at)
    # A counsellor who looks at the plan in time does so before the talk on which it is due.
    _review(way, course, at)
    _agree_on_a_time(way, course, at, 4, 12)


def _never_begins(way: Way, course: Course, at: datetime) -> None:
    endings.never_begin(course_id=course.pk, by=course.counsellor, at=at)
    inquiry = ending.as_it_stands(course.inquiry_id)
    if inquiry.status != InquiryStatus.STARTED:
        ending.end(way.life, inquiry, ReleaseReason.WITHDRAWN, InquiryStatus.WITHDRAWN, at)


def _agree_plan(way: Way, course: Course, why: str, at: datetime) -> None:
    life = way.life
    last = course.plans.last()
    long, short = life.key(), life.key()
    content = PlanContent(
        why=why,
        agreed_on=danish_day(at),
        agreement=life.chance.choices(list(Agreement), (85, 12, 3))[0],
        goals=(
            GoalWords(long, "Jeg vil have ro på min hverdag.", Horizon.LONG),
            GoalWords(short, "Jeg drikker ikke på hverdage.", Horizon.SHORT),
            GoalWords(life.key(), "Jeg ringer, før jeg falder i.", Horizon.SHORT, part_of=short),
        ),
        methods="Samtaler en gang om ugen.",
        tasks="Borgeren fører dagbog. Vi indkalder.",
        timetable="De næste tre måneder.",
        follow_up_route=FollowUpRoute.PHONE,
        follow_up_detail="Ring om formiddagen.",
    )
    plans.agree_plan(
        course_id=course.pk,
        base_version=last.version if last else 0,
        content=content,
        form_key=life.key(),
        by=course.counsellor,
        at=at,
    )


def _review(way: Way, course: Course, at: datetime) -> None:
    """Look at the plan again near its day; some are forgotten until they are overdue."""
    due = Clock.objects.open().filter(plan_review__plan__course=course).first()
    if due is None or due.due_on is None:
        return
    left = (due.due_on - danish_day(at)).days
    if left < (14 if way.life.likely(0.8) else -10):
        _agree_plan(way, course, WhyVersion.REVIEW, at)


def _granted_anew(way: Way, course: Course, at: datetime) -> bool:
    """The talks are used: six of ten are assessed anew and granted more."""
    life = way.life
    if not life.likely(0.6) or not cap_of(course).used_up:
        return False
    inquiry: Inquiry = ending.as_it_stands(course.inquiry_id)
    visitation_id = deciding.write_assessment(life, inquiry, at)
    draft = deciding.draft_of(life, inquiry, course.area, Outcome.GRANTED, at)
    by = course.counsellor
    later = at + timedelta(minutes=2)
    made = decisions.prepare_decision(visitation_id=visitation_id, draft=draft, by=by, at=later)
    sent = sending.send_decision(
        decision_id=made.pk, channel=made.way, previewed=None, by=by, at=later
    )
    deciding.gave(life, sent)
    courses.renew_decision(course_id=course.pk, decision_id=sent.pk, by=by, at=later)
    return True


def _handed_over(way: Way, course: Course, at: datetime) -> Course:
    to = way.life.of(course.unit)
    if to.pk == course.counsellor_id:
        return course
    reason = "Behandleren skifter arbejde."
    return courses.hand_over(course_id=course.pk, to=to, reason=reason, by=course.counsellor, at=at)
