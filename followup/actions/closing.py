"""What a follow-up ends with is checked and written, with all that follows from it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.choices import ToldIn
from centre.clocks.choices import EventType
from centre.clocks.rules import LedgerError
from centre.refusal import Refused
from centre.staff.models import User
from followup.actions.ending import end
from followup.choices import Outcome
from followup.models import FollowUp
from followup.rules.call import EFFECTS, CallContent, Reach, asks_goal_kept, faults
from followup.words import FAULTS
from intake.actions.death import tell_of_death
from intake.actions.receive import Wanted, write_inquiry
from intake.choices import About, Area, Channel, Topic, Wish
from intake.models import Inquiry
from intake.models.inquiry import ENDED_STATUSES
from treatment.actions.course import locked
from treatment.actions.once import once
from treatment.models import Course
from treatment.rules.counsellor import may_answer_for

TOPICS = {Area.ALCOHOL: Topic.ALCOHOL}


def locked_call(follow_up_id: UUID, *, whole_person: bool = False) -> FollowUp:
    """A follow-up with its course locked.

    Where others of the person may end with it, or wake, all their courses are locked in one order, so
    that two who do so at once meet one after the other.
    """
    course_id, citizen_id = FollowUp.objects.values_list("course_id", "course__citizen_id").get(
        pk=follow_up_id
    )
    if whole_person and citizen_id is not None:
        theirs = Course.objects.filter(citizen=citizen_id).order_by("pk")
        list(theirs.select_for_update(of=("self",)).values_list("pk", flat=True))
    course = locked(course_id, "standard")
    rows = FollowUp.objects.select_related("discharge", "clock", "responsible", "inquiry")
    one = rows.get(pk=follow_up_id)
    one.course = course
    return one


def closed_once(
    act: Callable[[], FollowUp], follow_up_id: UUID, content: CallContent, form_key: UUID
) -> FollowUp:
    """Act once for a form; what the clock refuses is said in its own sentence."""

    def same(one: FollowUp) -> bool:
        return (one.pk, _content_of(one)) == (follow_up_id, content)

    try:
        return once(FollowUp.objects.all(), form_key, act, same=same)
    except LedgerError as error:
        raise Refused(_(str(error))) from error


def _content_of(one: FollowUp) -> CallContent | None:
    if one.ended_on is None:
        return None
    return CallContent(
        outcome=one.outcome,
        held_on=one.ended_on,
        result=one.result,
        goal_kept=one.goal_kept,
        wants_help=one.wants_help,
        note=one.note,
    )


def close(
    one: FollowUp,
    content: CallContent,
    form_key: UUID,
    *,
    by: User,
    at: datetime,
    asked_at: datetime | None = None,
) -> None:
    """Check and write it, in the transaction of whoever tells it.

    Whoever wants help asked for it at `asked_at`, now unless told. Raises Refused with a sentence.
    """
    found = faults(
        content,
        today=danish_day(at),
        discharged_on=one.discharge.discharged_on,
        attempts=set(one.attempts.values_list("tried_on", flat=True)),
        asks_goal=asks_goal_kept(one.course.standard.content, one.course.area),
    )
    if found:
        raise Refused(str(FAULTS[found[0]]))
    asked = None
    if content.wants_help:
        asked = _asked_before(one) or _asks_again(
            one.course, form_key, asked_at=asked_at or at, by=by, at=at
        )
    end(
        one,
        content.outcome,
        by=by,
        at=at,
        on=content.held_on,
        result=content.result,
        goal_kept=content.goal_kept,
        wants_help=content.wants_help,
        note=content.note,
        inquiry=asked,
        form_key=form_key,
    )
    _end_others(one, content.outcome, by=by, at=at)
    citizen_id = one.course.citizen_id
    if content.outcome == Outcome.DEAD and citizen_id is not None:
        tell_of_death(citizen_id=citizen_id, told_in=ToldIn.FOLLOW_UP, told_of=one.pk, by=by, at=at)


def _asked_before(one: FollowUp) -> Inquiry | None:
    """The inquiry that this call was written down as before it was set right: never a second one.

    One that was ended since runs no deadline: then there must be another.
    """
    kept = one.earlier.filter(inquiry__isnull=False).exclude(inquiry__status__in=ENDED_STATUSES)
    last = kept.select_related("inquiry").last()
    return last.inquiry if last else None


def _asks_again(
    course: Course, form_key: UUID, *, asked_at: datetime, by: User, at: datetime
) -> Inquiry:
    """Somebody who is spoken to wants help again: that is a request, and its deadline runs (C01, C02)."""
    wanted = Wanted(
        about=About.SELF,
        topic=TOPICS.get(Area(course.area), Topic.DRUGS),
        wish=Wish.TREATMENT,
        age_group=course.inquiry.age_group,
        known=course.citizen,
        wants_medical=course.area == Area.SUBSTITUTION,
        form_key=uuid5(form_key, "inquiry"),
    )
    mine = by.unit_id == course.unit_id and may_answer_for(by.role)
    return write_inquiry(
        wanted=wanted,
        channel=Channel.PHONE,
        unit=course.unit,
        received_at=asked_at,
        by=by,
        at=at,
        responsible=by if mine else None,
    )


def _end_others(one: FollowUp, outcome: str, *, by: User, at: datetime) -> None:
    """Whoever has died, or wants to be left alone, is not called for the others either."""
    for other in _others(one, EFFECTS[outcome].others):
        reason = str(Outcome(outcome).label)
        end(other, outcome, by=by, at=at, reason=reason, event=EventType.RELEASE, along_with=one)


def _others(one: FollowUp, reach: Reach) -> list[FollowUp]:
    rows = FollowUp.objects.open().exclude(pk=one.pk).select_related("course", "clock")
    if reach == Reach.NONE:
        return []
    person = one.course.citizen_id if reach == Reach.PERSON else None
    whose = {"course__citizen": person} if person else {"course": one.course_id}
    return list(rows.filter(**whose).order_by("pk").select_for_update(of=("self",)))
