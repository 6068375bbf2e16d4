"""What treatment holds of a citizen, as documents that can be given to them."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.file.queries import Whose
from centre.post.letters.text import Block, Bullets, Facts, Heading
from centre.post.words import day
from centre.rights.queries import Found, Insight, Told
from centre.staff.models import User
from intake.queries.file import inquiries_of
from intake.queries.insight import regime_of
from treatment.models import Course, Discharge, Goal, Session, SessionNote, TreatmentPlan


def _found(user: User, citizen: Citizen, at: datetime) -> Found:
    """Who may open an inquiry may open the treatment that came of it."""
    seen = inquiries_of(user, Whose(citizen_id=citizen.pk), at).values("pk")
    rows = Course.objects.filter(inquiry__in=seen).order_by("set_up_at", "id")
    courses = list(rows.prefetch_related("handovers"))
    return Found(
        [
            *(_course(one) for one in courses),
            *_plans(courses),
            *_talks(courses),
            *_notes(courses),
            *_discharges(courses),
        ]
    )


def _course(one: Course) -> Told:
    rows = [
        (_("Treatment"), one.offer_name),
        (_("Status"), str(one.get_status_display())),
        (_("Begun"), day(one.begun_on) if one.begun_on else ""),
        (_("Ended"), day(one.ended_on) if one.ended_on else ""),
    ]
    rows += [
        (_("Handed over %(day)s") % {"day": day(danish_day(each.at))}, each.reason)
        for each in one.handovers.all()
    ]
    return Told(
        Course._meta.label,
        one.pk,
        _("Treatment: %(offer)s") % {"offer": one.offer_name},
        regime_of(one.area),
        (Facts(tuple(row for row in rows if row[1])),),
        danish_day(one.set_up_at),
        free=any(each.reason for each in one.handovers.all()),
    )


def _plans(courses: list[Course]) -> Iterator[Told]:
    rows = TreatmentPlan.objects.filter(course__in=courses).select_related("course")
    rows = rows.prefetch_related("goals").order_by("written_at", "id")
    for one in rows:
        yield Told(
            TreatmentPlan._meta.label,
            one.pk,
            _("Treatment plan, version %(number)d") % {"number": one.version},
            regime_of(one.course.area),
            tuple(_plan(one)),
            one.agreed_on,
            free=True,
        )


def _plan(one: TreatmentPlan) -> Iterator[Block]:
    goals = tuple(f"{_what(each)}: {each.words}" for each in one.goals.all())
    if goals:
        yield Bullets(goals)
    rows = [
        (_("Methods"), one.methods),
        (_("Who does what"), one.tasks),
        (_("Timetable"), one.timetable),
        (_("After the treatment"), one.follow_up_detail),
        (_("The citizen's view"), str(one.get_agreement_display())),
    ]
    yield Facts(tuple(row for row in rows if row[1]))


def _what(goal: Goal) -> str:
    return _("Step on the way") if goal.part_of_id else str(goal.get_horizon_display())


def _talks(courses: list[Course]) -> Iterator[Told]:
    rows = Session.objects.filter(course__in=courses).order_by("starts_at", "id")
    held: dict[object, list[Session]] = {}
    for one in rows:
        held.setdefault(one.course_id, []).append(one)
    for course in courses:
        if course.pk in held:
            told = tuple((_moment(one), _talk(one)) for one in held[course.pk])
            yield Told(
                Session._meta.label,
                course.pk,
                _("Talks: %(offer)s") % {"offer": course.offer_name},
                regime_of(course.area),
                (Facts(told),),
            )


def _moment(one: Session) -> str:
    return date_format(localtime(one.starts_at), "SHORT_DATETIME_FORMAT")


def _talk(one: Session) -> str:
    return f"{one.get_attendance_display()}, {str(one.get_channel_display()).lower()}"


def _notes(courses: list[Course]) -> Iterator[Told]:
    """A talk a document: what is hidden and left out is said of each. What was corrected stays readable."""
    rows = SessionNote.objects.filter(session__course__in=courses)
    rows = rows.select_related("session__course").order_by("session__starts_at", "written_at", "id")
    for one in rows:
        words = _("Correction of the note of a talk") if one.corrects_id else _("Note of a talk")
        yield Told(
            SessionNote._meta.label,
            one.pk,
            words,
            regime_of(one.session.course.area),
            (
                Facts(
                    ((_("Written %(day)s") % {"day": day(danish_day(one.written_at))}, one.text),)
                ),
            ),
            one.session.held_on,
            free=True,
        )


def _discharges(courses: list[Course]) -> Iterator[Told]:
    rows = Discharge.objects.filter(course__in=courses).select_related("course")
    rows = rows.prefetch_related("goal_results__goal").order_by("at", "id")
    for one in rows:
        facts = [
            (_("Day"), day(one.discharged_on)),
            (_("Reason"), str(one.get_reason_display())),
            (_("Result"), str(one.get_result_display())),
            (_("Summary"), one.summary),
            (_("Follow-up"), one.follow_up_detail),
            (_("Status"), _("Taken back") if one.taken_back else ""),
        ]
        blocks: list[Block] = [Facts(tuple(row for row in facts if row[1]))]
        goals = [
            (each.goal.words, str(each.get_attained_display())) for each in one.goal_results.all()
        ]
        if goals:
            blocks += [Heading(_("Goals")), Facts(tuple(goals))]
        yield Told(
            Discharge._meta.label,
            one.pk,
            _("Discharge set right") if one.corrects_id else _("Discharge"),
            regime_of(one.course.area),
            tuple(blocks),
            one.discharged_on,
            free=True,
        )


INSIGHT = Insight(_found)
