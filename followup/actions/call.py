"""What happens to a follow-up: somebody is tried, spoken to, or not to be called any more."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.rules import LedgerError
from centre.records.actions import note
from centre.staff.models import User
from followup.actions.ending import end
from followup.choices import Outcome
from followup.models import CallAttempt, FollowUp
from followup.rules.call import (
    EFFECTS,
    CallContent,
    Reach,
    asks_goal_kept,
    faults,
    furthest_day,
)
from followup.words import FAULTS
from intake.actions.receive import Wanted, write_inquiry
from intake.choices import About, Area, Channel, Topic, Wish
from intake.models import Inquiry
from intake.rules.status import Refused
from treatment.actions.course import check_counsellor, locked
from treatment.actions.once import once
from treatment.models import Course, Discharge
from treatment.rules.counsellor import may_answer_for

TOPICS = {Area.ALCOHOL: Topic.ALCOHOL}


def record_call(
    *,
    follow_up_id: UUID,
    result: str,
    tried_on: date,
    note: str = "",
    again_on: date | None = None,
    form_key: UUID,
    by: User,
    at: datetime,
) -> CallAttempt:
    """Write down that somebody was tried and not spoken to, and when to call again.

    The same form twice is one attempt. Raises Refused when the follow-up has ended meanwhile, and
    for a day that cannot be.
    """

    def act() -> CallAttempt:
        one = _waiting(follow_up_id)
        if tried_on > danish_day(at):
            raise Refused(_("This day has not come yet."))
        if tried_on < one.discharge.discharged_on:
            raise Refused(str(FAULTS["before_discharge"]))
        if again_on is not None:
            _call_again(one, again_on, at)
        made = CallAttempt.objects.create(
            follow_up=one,
            result=result,
            tried_on=tried_on,
            note=note,
            at=at,
            by=by,
            form_key=form_key,
        )
        _audit("follow_up.try", one, by, at, result=result)
        return made

    told = (follow_up_id, result, tried_on, note)
    return once(
        CallAttempt.objects.all(),
        form_key,
        act,
        same=lambda one: (one.follow_up_id, one.result, one.tried_on, one.note) == told,
    )


@transaction.atomic
def call_again(*, follow_up_id: UUID, on: date, by: User, at: datetime) -> FollowUp:
    """Let a follow-up stand under another day of the list. Its deadline is the law's and stays."""
    one = _waiting(follow_up_id)
    if one.stand_on != on:
        _call_again(one, on, at)
        _audit("follow_up.call_again", one, by, at, on=on.isoformat())
    return one


def _call_again(one: FollowUp, on: date, at: datetime) -> None:
    today = danish_day(at)
    furthest = furthest_day(one.clock.act_by_on, today)
    if on < today:
        raise Refused(_("Choose a day that has not passed."))
    if on > furthest:
        raise Refused(_("The deadline does not move. Choose a day before it."))
    one.stand_on = on
    one.save(update_fields=["stand_on"])


def record_outcome(
    *, follow_up_id: UUID, content: CallContent, form_key: UUID, by: User, at: datetime
) -> FollowUp:
    """Write down what a follow-up ended with, and do what follows from it, all or nothing.

    Whoever wants help again is written down as an inquiry of today, with its own deadline. After a
    death nobody is called any more. The same form twice is one. Raises Refused with a sentence.
    """

    def act() -> FollowUp:
        one = _waiting(follow_up_id, ending=content.outcome)
        tried = one.attempts.values_list("tried_on", flat=True)
        found = faults(
            content,
            today=danish_day(at),
            discharged_on=one.discharge.discharged_on,
            attempts=set(tried),
            asks_goal=asks_goal_kept(one.course.standard.content, one.course.area),
        )
        if found:
            raise Refused(str(FAULTS[found[0]]))
        _end(one, content, form_key, by=by, at=at)
        _end_others(one, content, by=by, at=at)
        return one

    try:
        return once(
            FollowUp.objects.all(),
            form_key,
            act,
            same=lambda one: _same(one, follow_up_id, content),
        )
    except LedgerError as error:
        raise Refused(_(str(error))) from error


def _same(one: FollowUp, follow_up_id: UUID, content: CallContent) -> bool:
    there = CallContent(
        outcome=one.outcome,
        held_on=one.ended_on or content.held_on,
        result=one.result,
        goal_kept=one.goal_kept,
        wants_help=one.wants_help,
        note=one.note,
    )
    return (one.pk, there) == (follow_up_id, content)


def _end(one: FollowUp, content: CallContent, form_key: UUID, *, by: User, at: datetime) -> None:
    asks = _asks_again(one.course, form_key, by=by, at=at) if content.wants_help else None
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
        inquiry=asks,
        form_key=form_key,
    )


def _asks_again(course: Course, form_key: UUID, *, by: User, at: datetime) -> Inquiry:
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
        received_at=at,
        by=by,
        at=at,
        responsible=by if mine else None,
    )


def _end_others(one: FollowUp, content: CallContent, *, by: User, at: datetime) -> None:
    """Whoever has died, or wants to be left alone, is not called for the others either."""
    for other in _others(one, EFFECTS[content.outcome].others):
        reason = str(Outcome(content.outcome).label)
        end(other, content.outcome, by=by, at=at, reason=reason, event=EventType.RELEASE)


def _others(one: FollowUp, reach: Reach) -> list[FollowUp]:
    rows = FollowUp.objects.open().exclude(pk=one.pk).select_related("course", "clock")
    if reach == Reach.NONE:
        return []
    person = one.course.citizen_id if reach == Reach.PERSON else None
    whose = {"course__citizen": person} if person else {"course": one.course_id}
    return list(rows.filter(**whose).order_by("pk").select_for_update(of=("self",)))


def _waiting(follow_up_id: UUID, *, ending: str = "") -> FollowUp:
    """A follow-up that waits, its course locked: whatever happens to it or its discharge waits.

    Before a death is written, all that is open of the person is locked in one order, so that two who
    write it of two courses at once meet one after the other.
    """
    course_id, citizen_id = FollowUp.objects.values_list("course_id", "course__citizen_id").get(
        pk=follow_up_id
    )
    if ending == Outcome.DEAD and citizen_id is not None:
        theirs = Course.objects.filter(citizen=citizen_id).order_by("pk")
        list(theirs.select_for_update(of=("self",)).values_list("pk", flat=True))
    course = locked(course_id)
    one = FollowUp.objects.select_related("discharge", "clock", "responsible").get(pk=follow_up_id)
    one.course = course
    if one.outcome:
        raise Refused(_("This follow-up was closed by somebody else. Nothing was saved."))
    if not Discharge.objects.current().filter(pk=one.discharge_id).exists():
        raise Refused(_("The discharge was set right meanwhile. Open the list again."))
    return one


@transaction.atomic
def hand_over(*, follow_up_id: UUID, to: User, by: User, at: datetime) -> FollowUp:
    """Let somebody else of the unit make the call. No date moves; given to who has it, nothing happens."""
    one = _waiting(follow_up_id)
    if one.responsible_id == to.pk:
        return one
    check_counsellor(to, one.unit, at)
    one.responsible = to
    one.save(update_fields=["responsible"])
    ledger.hand_over(clocks=[one.clock], responsible=to, unit=one.unit)
    _audit("follow_up.hand_over", one, by, at, to=to.pk)
    return one


def _audit(action: str, one: FollowUp, by: User, at: datetime, **detail: Any) -> None:
    note(action=action, row=one, by=by, at=at, citizen_id=one.course.citizen_id, **detail)
