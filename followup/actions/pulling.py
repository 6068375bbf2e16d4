"""The follow-ups are pulled from the discharges, once each, and follow a discharge that is set right."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.records.actions import note
from centre.rows import insert, together
from centre.staff.models import User
from followup.actions.ending import end, wait_again
from followup.choices import Outcome
from followup.models import FollowUp
from followup.queries.due import courses_to_see_to, lacking, stale
from treatment.models import Course, Discharge
from treatment.rules.discharge import Promised, follow_ups

# So many courses a transaction: its locks last a moment, and a pull that is killed loses no more.
BATCH = 200


def pull(*, at: datetime) -> int:
    """Put each follow-up that a discharge promises on the list; how many were put there.

    Safe to run twice, at once, late, and after days without: what lacks is looked for each time.
    """
    found, last = 0, None
    while True:
        seen, made = _one_batch(at, last)
        found += made
        if not seen:
            return found
        last = seen[-1]


@transaction.atomic
def _one_batch(at: datetime, after: UUID | None) -> tuple[list[UUID], int]:
    """A batch of the courses that come after one, and how many follow-ups they got.

    The courses are locked, whoever else pulls takes others; then all is asked anew, for somebody may
    have been here between the question and the lock.
    """
    rows = courses_to_see_to().order_by("pk")
    rows = rows.filter(pk__gt=after) if after else rows
    chosen = rows.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
    ids = list(chosen[:BATCH])
    if not ids:
        return [], 0
    _set_right(ids, at)
    return ids, _put_up(ids, at)


def _put_up(ids: list[UUID], at: datetime) -> int:
    rows = (
        lacking()
        .filter(course__in=ids)
        .select_related("course__standard", "course__unit", "course__counsellor", "course__citizen")
        .defer("course__standard__text")
    )
    there = _months_there(ids)
    made = 0
    with together():
        for one in rows:
            for promised in promised_by(one):
                if promised.months not in _done(one, there[one.course_id]):
                    _start(one, promised, at)
                    made += 1
    return made


def _months_there(ids: Iterable[UUID]) -> dict[UUID, list[FollowUp]]:
    found = defaultdict(list)
    for one in FollowUp.objects.filter(course__in=ids).defer("note"):
        found[one.course_id].append(one)
    return found


def _done(discharge: Discharge, there: list[FollowUp]) -> set[int]:
    """The months that stand on the list for this discharge, or were done since its day."""
    return {
        one.month
        for one in there
        if one.discharge_id == discharge.pk
        or (
            one.ended_on is not None
            and one.ended_on >= discharge.discharged_on
            and one.outcome != Outcome.CORRECTED
        )
    }


def promised_by(one: Discharge) -> tuple[Promised, ...]:
    """What a discharge leads to, by the standard under which its course was set up."""
    course = one.course
    return follow_ups(
        course.standard.content,
        course.area,
        one.reason,
        named=course.citizen_id is not None,
        route=one.follow_up_route,
    )


def _start(one: Discharge, promised: Promised, at: datetime) -> None:
    course = one.course
    [clock] = ledger.start(
        plans=[promised.clock(one.discharged_on)],
        standard=course.standard,
        unit=course.unit,
        citizen=course.citizen,
        responsible=caller(course, at),
        by=None,
        at=at,
    )
    assert clock.act_by_on is not None
    made = FollowUp(
        discharge=one,
        course=course,
        month=promised.months,
        clock=clock,
        unit=course.unit,
        responsible=clock.responsible,
        stand_on=clock.act_by_on,
        made_at=at,
    )
    insert(made)
    note(
        action="follow_up.pull",
        row=made,
        by=None,
        at=at,
        citizen_id=course.citizen_id,
        month=made.month,
    )


def caller(course: Course, at: datetime) -> User | None:
    """Who calls: the one who answered for the treatment, who is the former therapist of the standards.

    None where they have left the unit: then the leader sees a deadline without a responsible person.
    """
    former = course.counsellor
    here = former.works_here_on(danish_day(at)) and former.unit_id == course.unit_id
    return former if here else None


def _set_right(ids: list[UUID], at: datetime) -> None:
    """Let follow-ups follow what was set right since, and end those that became needless."""
    rows = stale().filter(course__in=ids).select_related("clock", "course", "discharge")
    current = Discharge.objects.current().filter(course__in=ids)
    current = current.select_related("course__standard").defer("course__standard__text")
    now_held = {one.course_id: one for one in current}
    one: Any
    for one in rows:
        if one.outcome:
            reason = _("The death was written down by mistake.")
            wait_again(one, by=None, at=at, reason=reason, taken_back=True)
        if one.dead:
            end(one, Outcome.DEAD, by=None, at=at, reason=_("The citizen has died."))
        elif one.again:
            reason = _("The citizen is in treatment again.")
            end(one, Outcome.READMITTED, by=None, at=at, reason=reason)
        else:
            _follow(one, now_held.get(one.course_id), at)


def _follow(one: FollowUp, held: Discharge | None, at: datetime) -> None:
    """What is due on the same day as before goes on with its calls; anything else is released."""
    same = (
        held is not None
        and held.discharged_on == one.clock.starts_on
        and one.month in {promised.months for promised in promised_by(held)}
    )
    if held is not None and same:
        one.discharge = held
        one.save(update_fields=["discharge"])
        return
    reason = _("The discharge was corrected: this follow-up is not due.")
    end(one, Outcome.CORRECTED, by=None, at=at, reason=reason)
