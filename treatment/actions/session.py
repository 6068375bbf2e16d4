"""What happens to a talk: planned, held or not, written about, and set right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Min
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.records.actions import note as audit
from centre.refusal import Refused
from centre.staff.models import User
from intake.actions.slots import lock, locked_counsellors
from intake.rules.status import may_move
from treatment.actions.course import agreed, begin, begin_later, check_open, locked
from treatment.actions.once import once, other_answers, said
from treatment.choices import Attendance, CourseStatus
from treatment.models import Course, Session, SessionNote
from treatment.queries.cap import cap_of
from treatment.queries.free import hindrance
from treatment.rules.status import SESSION

# Somebody was there, or was waited for: that cannot be known beforehand.
KNOWN_ONCE_BEGUN = (Attendance.ATTENDED, Attendance.NO_SHOW)


@dataclass(frozen=True)
class Time:
    """When a talk is, how long, and how."""

    starts_at: datetime
    minutes: int
    channel: str

    @property
    def during(self) -> DateTimeTZRange:
        return DateTimeTZRange(self.starts_at, self.starts_at + timedelta(minutes=self.minutes))


def plan_session(*, course_id: UUID, when: Time, form_key: UUID, by: User, at: datetime) -> Session:
    """Agree on a talk with the course's counsellor. The same form twice is one talk.

    The first one agreed is told to the guarantee. Raises Refused with a sentence when the counsellor
    or the citizen is busy then, and when the decision grants no more.
    """

    def act() -> Session:
        course = locked(course_id, "counsellor")
        _wait_for_the_counsellor(course)
        return _plan(course, when, form_key, by=by, at=at)

    return once(
        Session.objects.all(), form_key, act, same=lambda one: _same_time(one, course_id, when)
    )


def _same_time(one: Session, course_id: UUID, when: Time) -> bool:
    told = (course_id, when.during, when.channel)
    return (one.course_id, one.during, one.channel) == told


def _wait_for_the_counsellor(course: Course) -> None:
    """No free time is published at that hour meanwhile.

    Before the inquiry that a first talk is told to, whichever of the two an act comes to first.
    """
    lock(locked_counsellors(pk=course.counsellor_id))


def _plan(course: Course, when: Time, form_key: UUID, *, by: User, at: datetime) -> Session:
    """Of a course whose counsellor was waited for."""
    check_open(course)
    if when.starts_at <= at:
        raise Refused(_("Choose a time that has not passed."))
    _check_room(course, when)
    stands_in_the_way = hindrance(course.counsellor, when.during, unit_id=course.unit_id)
    if stands_in_the_way is not None:
        raise stands_in_the_way
    session = _kept(course, when, course.counsellor, form_key, by=by, at=at)
    if course.status == CourseStatus.SET_UP:
        agreed(course, by=by, at=at)
    _audit("session.plan", session, course, by, at)
    return session


def _kept(
    course: Course,
    when: Time,
    counsellor: User,
    form_key: UUID,
    *,
    by: User,
    at: datetime,
) -> Session:
    return Session.objects.create(
        course=course,
        citizen_id=course.citizen_id,
        decision=course.decision,
        counsellor=counsellor,
        during=when.during,
        starts_at=when.starts_at,
        held_on=danish_day(when.starts_at),
        channel=when.channel,
        planned_at=at,
        planned_by=by,
        form_key=form_key,
    )


def _check_room(course: Course, when: Time) -> None:
    cap = cap_of(course)
    if not cap.room_for_one_more():
        raise Refused(
            _(
                "The decision grants %(granted)d talks, and they are held or planned. A new decision is "
                "needed before one more."
            )
            % {"granted": cap.granted or 0}
        )
    if not cap.covers(danish_day(when.starts_at)):
        raise Refused(_("The decision does not reach this day. A new one is needed first."))


def record_session(
    *,
    session_id: UUID,
    attendance: str,
    note: str = "",
    goals: Sequence[UUID] = (),
    then: Time | None = None,
    form_key: UUID,
    by: User,
    at: datetime,
) -> Session:
    """Write down how a planned talk went: who came, what was said, for which goals, and the next time.

    All of it or nothing. The first talk attended begins the treatment. The same form twice is one.
    Raises Refused when somebody else has written it down, or the decision grants no more.
    """
    try:
        with transaction.atomic():
            # The course is the one locked row: whatever happens to its talks waits for it.
            course = locked(Session.objects.values_list("course_id", flat=True).get(pk=session_id))
            session = Session.objects.get(pk=session_id)
            if session.attendance != Attendance.PLANNED:
                raise _another_was_quicker()
            if then is not None:
                _wait_for_the_counsellor(course)
            session.goals = [str(one) for one in goals]
            _settle(session, course, attendance, by=by, at=at)
            _tell(session, note, form_key, by=by, at=at)
            _go_on(course, then, form_key, by=by, at=at)
            return session
    except (IntegrityError, Refused) as error:
        again = _told_before(session_id, attendance, note, then, form_key, by)
        if again is None:
            raise said(error) from error
        return again


def _told_before(
    session_id: UUID, attendance: str, text: str, then: Time | None, form_key: UUID, by: User
) -> Session | None:
    """The talk as the first click left it; None when this form has written nothing yet."""
    session = Session.objects.get(pk=session_id)
    first = SessionNote.objects.filter(form_key=form_key).first()
    if first is None and (
        text or (session.settled_by_id, session.attendance) != (by.pk, attendance)
    ):
        return None
    if (session.attendance, first.text if first else "") != (attendance, text):
        raise other_answers()
    if not _agreed_then(session.course_id, then, form_key):
        raise other_answers()
    return session


def _agreed_then(course_id: UUID, then: Time | None, key: UUID) -> bool:
    """Whether the next time that a form asks for, if any, is the one it has got."""
    found = Session.objects.filter(form_key=_key_of_next(key)).first()
    return then is None or (found is not None and _same_time(found, course_id, then))


def _key_of_next(key: UUID) -> UUID:
    return uuid5(key, "then")


def record_unplanned_session(
    *,
    course_id: UUID,
    when: Time,
    attendance: str,
    note: str = "",
    goals: Sequence[UUID] = (),
    then: Time | None = None,
    form_key: UUID,
    by: User,
    at: datetime,
) -> Session:
    """Write down a talk that was not planned, by the one who held it."""

    def act() -> Session:
        course = locked(course_id, "counsellor")
        check_open(course)
        if then is not None:
            _wait_for_the_counsellor(course)
        here = by.unit_id == course.unit_id
        session = _kept(course, when, by if here else course.counsellor, form_key, by=by, at=at)
        session.goals = [str(one) for one in goals]
        _settle(session, course, attendance, by=by, at=at)
        _tell(session, note, form_key, by=by, at=at)
        _go_on(course, then, form_key, by=by, at=at)
        return session

    def same(one: Session) -> bool:
        texts = [kept.text for kept in one.notes.filter(form_key=form_key)]
        told = (attendance, [note] if note else [])
        return (
            _same_time(one, course_id, when)
            and (one.attendance, texts) == told
            and _agreed_then(course_id, then, form_key)
        )

    return once(Session.objects.all(), form_key, act, same=same)


def _settle(session: Session, course: Course, attendance: str, *, by: User, at: datetime) -> None:
    """The one door through a talk's attendance; whoever came first has begun the treatment."""
    check_open(course)
    if not may_move(SESSION, session.attendance, attendance):
        raise _another_was_quicker()
    if attendance in KNOWN_ONCE_BEGUN:
        _check_begun(session, at)
    if attendance == Attendance.ATTENDED:
        _check_grant(session, course)
    was, session.attendance = session.attendance, attendance
    session.settled_at, session.settled_by = at, by
    session.save(update_fields=["attendance", "settled_at", "settled_by", "goals"])
    if attendance == Attendance.ATTENDED:
        begin(course, on=session.held_on, by=by, at=at)
    _audit("session.settle", session, course, by, at, was=was, now=attendance)


def _check_begun(session: Session, at: datetime) -> None:
    if session.held_on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    if session.starts_at > at:
        raise Refused(
            _(
                "This talk begins at %(time)s, so nobody knows yet who comes. One that was held before is "
                "written down as not planned, with its own time."
            )
            % {"time": date_format(localtime(session.starts_at), "TIME_FORMAT")}
        )


def _another_was_quicker() -> Refused:
    return Refused(_("This talk was written down by somebody else. Nothing was saved."))


def _check_grant(session: Session, course: Course) -> None:
    """A talk held before a new decision is counted against the old one, for good."""
    cap = cap_of(course)
    if session.decision_id == course.decision_id and cap.used_up:
        raise Refused(
            _(
                "All %(granted)d talks of the decision are used. A new decision is needed before this "
                "one can be written down as held."
            )
            % {"granted": cap.granted or 0}
        )
    if not cap.covers(session.held_on):
        raise Refused(_("The decision does not reach this day. A new one is needed first."))


def _tell(session: Session, text: str, key: UUID, *, by: User, at: datetime) -> None:
    if text:
        SessionNote.objects.create(
            session=session, text=text, written_at=at, written_by=by, form_key=key
        )


def _go_on(course: Course, then: Time | None, key: UUID, *, by: User, at: datetime) -> None:
    if then is not None:
        _plan(course, then, _key_of_next(key), by=by, at=at)


def write_note(
    *, session_id: UUID, text: str, form_key: UUID, by: User, at: datetime
) -> SessionNote:
    """Write about a talk that was settled without a note. The same form twice is one note."""
    return _write(session_id, text, None, form_key, by=by, at=at)


def correct_note(
    *, session_id: UUID, note_id: UUID, text: str, form_key: UUID, by: User, at: datetime
) -> SessionNote:
    """Set a note right by a new one; the old text stays readable.

    Raises Refused when somebody has corrected the same note meanwhile.
    """
    old = SessionNote.objects.filter(session=session_id, pk=note_id).first()
    if old is None:
        raise Refused(_("This note belongs to another talk."))
    return _write(session_id, text, old, form_key, by=by, at=at)


def _write(
    session_id: UUID,
    text: str,
    corrects: SessionNote | None,
    form_key: UUID,
    *,
    by: User,
    at: datetime,
) -> SessionNote:
    def act() -> SessionNote:
        session = Session.objects.select_related("course").select_for_update(of=("self",))
        found = session.get(pk=session_id)
        if corrects and SessionNote.objects.filter(corrects=corrects).exists():
            raise Refused(_("Somebody else has corrected this note meanwhile."))
        made = SessionNote.objects.create(
            session=found,
            text=text,
            corrects=corrects,
            written_at=at,
            written_by=by,
            form_key=form_key,
        )
        verb = "session.correct_note" if corrects else "session.note"
        _audit(verb, found, found.course, by, at)
        return made

    def same(one: SessionNote) -> bool:
        told = (session_id, text, corrects.pk if corrects else None)
        return (one.session_id, one.text, one.corrects_id) == told

    return once(SessionNote.objects.all(), form_key, act, same=same)


def correct_attendance(
    *, session_id: UUID, was: str, attendance: str, by: User, at: datetime
) -> Session:
    """Set a slip of the hand right. The same correction twice is one.

    `was` is what the user saw. When nobody came to the talk with which the treatment began, it began
    with the next one attended. Raises Refused when it is `was` no more, and for the only one attended:
    its day has been told to the guarantee.
    """
    try:
        with transaction.atomic():
            course = locked(Session.objects.values_list("course_id", flat=True).get(pk=session_id))
            session = Session.objects.get(pk=session_id)
            if session.attendance == attendance:
                return session
            if session.attendance != was or was == Attendance.PLANNED:
                raise _another_was_quicker()
            begins_on = _first_day_without(session, course)
            _settle(session, course, attendance, by=by, at=at)
            if begins_on is not None:
                begin_later(course, on=begins_on, by=by, at=at)
            return session
    except IntegrityError as error:
        raise said(error) from error


def _first_day_without(session: Session, course: Course) -> date | None:
    """The first day of the other talks attended; None where the treatment did not begin with this one."""
    if session.attendance != Attendance.ATTENDED or session.held_on != course.begun_on:
        return None
    others = Session.objects.attended().filter(course=course).exclude(pk=session.pk)
    first: date | None = others.aggregate(day=Min("held_on"))["day"]
    if first is None:
        raise Refused(
            _(
                "The treatment began with this talk, so it stays as it is. Write a note on what happened."
            )
        )
    return first


def _audit(
    action: str, session: Session, course: Course, by: User, at: datetime, **detail: Any
) -> None:
    audit(action=action, row=session, by=by, at=at, citizen_id=course.citizen_id, **detail)
