"""The next step of an inquiry: one rule for the desk, the inbox and the page. Pure.

First what is broken, then who answers for it, then the talk that is booked, then reaching the citizen,
then what the law still wants. One person has one next step, however many deadlines run.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from centre.citizens.choices import AgeGroup, ConsentKind
from centre.clocks.choices import Kind
from centre.clocks.rules import Answer, letter_is_due
from centre.standard.schema import Area, Consent, Standard
from intake.choices import Fact, InquiryStatus, NextStep

OPEN = (InquiryStatus.NEW, InquiryStatus.IN_CONTACT)
# The treatments that a young person's route is about, the ages of each group, and the words' kinds.
ROUTE_AREAS: Mapping[str, Area] = {
    Kind.YOUTH_DRUG: "drugs",
    Kind.ALCOHOL: "alcohol",
    Kind.MEDICAL: "substitution",
}
AGES: Mapping[str, tuple[int, int]] = {AgeGroup.UNDER_15: (0, 14), AgeGroup.FROM_15: (15, 17)}
CONSENTS: Mapping[Consent, ConsentKind] = {
    "custody_holder": ConsentKind.CUSTODY_HOLDER,
    "young_person_15_plus": ConsentKind.YOUNG_PERSON,
}


@dataclass(frozen=True)
class Standing:
    """Where an inquiry stands, as far as the next step depends on it.

    `running` holds the open deadlines by kind. `talk_on` is the day of the first booked talk that
    nobody has settled, `talk_closed` says that its time was closed.
    """

    status: str
    assigned: bool
    running: Mapping[str, Answer] = field(default_factory=dict)
    has_phone: bool = True
    has_address: bool = False
    tried: bool = False
    met: bool = False
    talk_on: date | None = None
    talk_closed: bool = False
    facts: Collection[str] = ()
    missing_consents: Collection[str] = ()


def next_step(one: Standing, today: date) -> NextStep | None:
    """What brings the inquiry on; None when nothing does: it has ended and no deadline runs."""
    is_open = one.status in OPEN
    if not is_open and not one.running:
        return None
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
    kinds = set(one.running)
    if Kind.DOCTORS_TALK in kinds and (
        kinds == {Kind.DOCTORS_TALK} or Fact.DOCTORS_TALK_OFFERED not in one.facts
    ):
        return NextStep.DOCTORS_TALK
    if kinds - {Kind.DOCTORS_TALK, Kind.INPATIENT}:
        return NextStep.FIRST_CONTACT
    return NextStep.DECIDE if Kind.INPATIENT in kinds else NextStep.ADVISE


def consents_needed(
    kind: str, age_group: str, standard: Standard, *, anonymous: bool = False
) -> frozenset[str]:
    """Whose consent a treatment needs: those of the law, and those of the council's route beside them.

    The law asks the custody holder's for drugs, and the young person's own from 15 (BL § 33 stk. 2).
    To medical treatment somebody of 15 consents alone, as every patient does; the custody holder does
    for who is younger (SUL § 17). Rebild and Skanderborg 6.2 ask for all treatment of the young, so
    for alcohol and medicine too. From somebody without a name no council can ask a consent: it is
    settled before treatment under a name.
    """
    if kind not in ROUTE_AREAS or age_group not in AGES:
        return frozenset()
    needed = set()
    if kind == Kind.YOUTH_DRUG or (kind == Kind.MEDICAL and age_group == AgeGroup.UNDER_15):
        needed.add(ConsentKind.CUSTODY_HOLDER.value)
    if kind == Kind.YOUTH_DRUG and age_group == AgeGroup.FROM_15:
        needed.add(ConsentKind.YOUNG_PERSON.value)
    if not anonymous:
        needed |= _of_the_council(ROUTE_AREAS[kind], AGES[age_group], standard)
    return frozenset(needed)


def _of_the_council(area: Area, ages: tuple[int, int], standard: Standard) -> set[str]:
    """The consents of the council's routes that concern somebody of these ages."""
    youngest, oldest = ages
    routes = standard.youth.routes if standard.youth else ()
    return {
        CONSENTS[consent].value
        for route in routes
        if route.area == area and route.age_from <= oldest and route.age_to >= youngest
        for consent in route.consents
    }
