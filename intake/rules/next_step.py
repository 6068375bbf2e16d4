"""The next step of an inquiry: one rule for the desk, the inbox and the page. Pure.

Where the citizen has died, nothing but the end; where help was refused, the end of the deadline, which
waits for nothing any more. Else first what is broken, then who answers for it, then
the talk that is booked, then reaching the citizen, then what the law still wants. One person has one next
step, however many deadlines run.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from centre.clocks.choices import Kind
from centre.clocks.rules import Answer, letter_is_due
from intake.choices import Fact, InquiryStatus, NextStep

OPEN = (InquiryStatus.NEW, InquiryStatus.IN_CONTACT)


@dataclass(frozen=True)
class Standing:
    """Where an inquiry stands, as far as the next step depends on it.

    `running` holds the open deadlines by kind, `refused` the kinds that a decision in force refuses help
    of. `talk_on` is the day of the first booked talk that
    nobody has settled, `talk_closed` says that its time was closed.
    """

    status: str
    assigned: bool
    running: Mapping[str, Answer] = field(default_factory=dict)
    refused: Collection[str] = ()
    has_phone: bool = True
    has_address: bool = False
    tried: bool = False
    met: bool = False
    talk_on: date | None = None
    talk_closed: bool = False
    facts: Collection[str] = ()
    missing_consents: Collection[str] = ()
    died: bool = False


def next_step(one: Standing, today: date) -> NextStep | None:
    """What brings the inquiry on; None when nothing does: it has ended and no deadline runs."""
    is_open = one.status in OPEN
    if not is_open and not one.running:
        return None
    if one.died:
        return NextStep.DIED
    if one.running and one.running.keys() <= set(one.refused):
        return NextStep.RELEASE
    if any(_overdue(answer, today) and not answer.explained_on for answer in one.running.values()):
        return NextStep.EXPLAIN
    if not one.assigned:
        return NextStep.ASSIGN
    if is_open:
        step = _talk(one, today) or _contact(one)
        if step is not None:
            return step
    return _waiting(one, today)


def _overdue(answer: Answer, today: date) -> bool:
    return answer.due_on is not None and today > answer.due_on


def _talk(one: Standing, today: date) -> NextStep | None:
    """What the booked talk asks for."""
    if one.talk_closed:
        return NextStep.CALL_CLOSED
    if one.talk_on is None:
        return None
    if one.talk_on < today:
        return NextStep.ATTENDANCE
    due = [answer.due_on for answer in one.running.values() if answer.due_on is not None]
    late = bool(due) and one.talk_on > min(due)
    return NextStep.LETTER if late and may_be_late(one, today) else NextStep.MEET


def _contact(one: Standing) -> NextStep | None:
    """How to reach somebody with whom nobody has spoken or tried to."""
    if one.met or one.tried or one.status != InquiryStatus.NEW:
        return None
    if one.has_phone:
        return NextStep.CALL
    return NextStep.WRITE if one.has_address else NextStep.WAIT


def _waiting(one: Standing, today: date) -> NextStep:
    if any(_overdue(answer, today) for answer in one.running.values()):
        return NextStep.PLAN
    if may_be_late(one, today):
        return NextStep.LETTER
    if one.status == InquiryStatus.NEW and not one.met:
        return NextStep.TRY_AGAIN
    return _treatment(one)


def may_be_late(one: Standing, today: date) -> bool:
    """Whether the letter that the deadline may not be met is the next thing (RSL § 3 stk. 3).

    From day 10, and only when no first meeting is agreed and there is somebody to write to: who has
    a time to come for is not told that it may be late.
    """
    if Fact.FIRST_MEETING_AGREED in one.facts or not (one.has_phone or one.has_address):
        return False
    # The doctor's talk is an offer that lies before the treatment: its own day asks for no letter.
    return any(
        letter_is_due(answer, today)
        for kind, answer in one.running.items()
        if kind != Kind.DOCTORS_TALK
    )


def _treatment(one: Standing) -> NextStep:
    """What the running deadlines wait for; the doctor's talk comes before the treatment (C03)."""
    if one.missing_consents:
        return NextStep.CONSENTS
    kinds = set(one.running) - set(one.refused)
    if Kind.DOCTORS_TALK in kinds and (
        kinds == {Kind.DOCTORS_TALK} or Fact.DOCTORS_TALK_OFFERED not in one.facts
    ):
        return NextStep.DOCTORS_TALK
    if kinds - {Kind.DOCTORS_TALK, Kind.INPATIENT}:
        return _before_treatment(one)
    return NextStep.DECIDE if Kind.INPATIENT in kinds else NextStep.ADVISE


def _before_treatment(one: Standing) -> NextStep:
    """The talk of assessment, the decision on it, and then the first contact (SEL § 101 stk. 2)."""
    if Fact.DECIDED in one.facts or Fact.FIRST_MEETING_AGREED in one.facts:
        return NextStep.FIRST_CONTACT
    return NextStep.DECISION if Fact.VISITATION_HELD in one.facts else NextStep.ASSESS
