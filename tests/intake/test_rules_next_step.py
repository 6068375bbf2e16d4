"""What brings an inquiry on, as a table."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.clocks.choices import Kind
from centre.clocks.rules import Answer
from intake.choices import Fact, InquiryStatus, NextStep
from intake.rules.next_step import Standing, next_step

START = date(2026, 12, 1)
DAY_9, DAY_10, DUE, OVER = (START + timedelta(days=days) for days in (9, 10, 14, 15))
CONTACT = {"status": InquiryStatus.IN_CONTACT, "tried": True}
DECIDED = [Fact.VISITATION_HELD, Fact.DECIDED]


def clock(**changes: Any) -> Answer:
    return Answer(**{"starts_on": START, "due_on": DUE, "act_by_on": DUE, **changes})


def standing(*kinds: str, **changes: Any) -> Standing:
    """An assigned, new inquiry about alcohol treatment, unless told otherwise."""
    given_answer = changes.pop("clock", clock())
    return Standing(
        **{
            "status": InquiryStatus.NEW,
            "assigned": True,
            "running": dict.fromkeys(kinds or (Kind.ALCOHOL,), given_answer),
            **changes,
        }
    )


TABLE: dict[str, tuple[Standing, date, NextStep | None]] = {
    "the citizen has died": (standing(died=True, assigned=False), START, NextStep.DIED),
    "the citizen has died, and a deadline was missed": (standing(died=True), OVER, NextStep.DIED),
    "nobody answers for it": (standing(assigned=False), START, NextStep.ASSIGN),
    "new and untried": (standing(), DAY_9, NextStep.CALL),
    "new, untried and late in the fourteen days": (standing(), DAY_10, NextStep.CALL),
    "no phone but an address": (
        standing(has_phone=False, has_address=True),
        START,
        NextStep.WRITE,
    ),
    "nothing to reach them by": (standing(has_phone=False), START, NextStep.WAIT),
    "tried in vain": (standing(tried=True), DAY_9, NextStep.TRY_AGAIN),
    "tried in vain until day 10": (standing(tried=True), DAY_10, NextStep.LETTER),
    "the letter is sent": (
        standing(tried=True, clock=clock(notice_on=DAY_10)),
        DAY_10,
        NextStep.TRY_AGAIN,
    ),
    "anonymous on day 10: nobody to write to": (
        standing(**CONTACT, has_phone=False, facts=DECIDED),
        DAY_10,
        NextStep.FIRST_CONTACT,
    ),
    "in contact": (standing(**CONTACT), DAY_9, NextStep.ASSESS),
    "the assessment talk was held": (
        standing(**CONTACT, facts=[Fact.VISITATION_HELD]),
        DAY_9,
        NextStep.DECISION,
    ),
    "decided on": (standing(**CONTACT, facts=DECIDED), DAY_9, NextStep.FIRST_CONTACT),
    "refused": (
        standing(**CONTACT, facts=DECIDED, refused=[Kind.ALCOHOL]),
        DAY_9,
        NextStep.RELEASE,
    ),
    "refused, and the day went by": (
        standing(**CONTACT, facts=DECIDED, refused=[Kind.ALCOHOL]),
        OVER,
        NextStep.RELEASE,
    ),
    "one kind was refused, the other decided on": (
        standing(Kind.ALCOHOL, Kind.SOCIAL_DRUG, **CONTACT, facts=DECIDED, refused=[Kind.ALCOHOL]),
        DAY_9,
        NextStep.FIRST_CONTACT,
    ),
    "social treatment was refused, the doctor's talk is still to be offered": (
        standing(
            Kind.SOCIAL_DRUG,
            Kind.DOCTORS_TALK,
            **CONTACT,
            facts=DECIDED,
            refused=[Kind.SOCIAL_DRUG],
        ),
        DAY_9,
        NextStep.DOCTORS_TALK,
    ),
    "in contact, day 10, nothing agreed": (standing(**CONTACT), DAY_10, NextStep.LETTER),
    "in contact, day 10, the first meeting is agreed": (
        standing(**CONTACT, facts=[Fact.FIRST_MEETING_AGREED]),
        DAY_10,
        NextStep.FIRST_CONTACT,
    ),
    "a talk is booked": (standing(talk_on=DAY_9), START, NextStep.MEET),
    "a talk is booked for today": (standing(talk_on=DAY_9), DAY_9, NextStep.MEET),
    "a talk is booked within the deadline on day 10": (
        standing(talk_on=DUE),
        DAY_10,
        NextStep.MEET,
    ),
    "the talk lies after the deadline": (standing(talk_on=OVER), DAY_10, NextStep.LETTER),
    "nobody wrote down who came": (standing(talk_on=DAY_9), DAY_10, NextStep.ATTENDANCE),
    "the booked time was closed": (standing(talk_closed=True), START, NextStep.CALL_CLOSED),
    "they came to the talk": (standing(met=True), DAY_9, NextStep.ASSESS),
    "they came to the talk and it is decided": (
        standing(met=True, facts=DECIDED),
        DAY_9,
        NextStep.FIRST_CONTACT,
    ),
    "past the deadline": (standing(), OVER, NextStep.EXPLAIN),
    "past the deadline and nobody's": (standing(assigned=False), OVER, NextStep.EXPLAIN),
    "past, with cause and plan": (
        standing(tried=True, clock=clock(explained_on=OVER)),
        OVER,
        NextStep.PLAN,
    ),
    "past, explained, and nobody has called": (
        standing(clock=clock(explained_on=OVER)),
        OVER,
        NextStep.CALL,
    ),
    "consents are missing": (
        standing(Kind.YOUTH_DRUG, **CONTACT, missing_consents={"young_person"}),
        DAY_9,
        NextStep.CONSENTS,
    ),
    "the doctor's talk comes first": (
        standing(Kind.SOCIAL_DRUG, Kind.DOCTORS_TALK, **CONTACT),
        DAY_9,
        NextStep.DOCTORS_TALK,
    ),
    "the doctor's talk is offered": (
        standing(Kind.SOCIAL_DRUG, Kind.DOCTORS_TALK, **CONTACT, facts=[Fact.DOCTORS_TALK_OFFERED]),
        DAY_9,
        NextStep.ASSESS,
    ),
    "the doctor's talk is offered and treatment decided": (
        standing(
            Kind.SOCIAL_DRUG,
            Kind.DOCTORS_TALK,
            **CONTACT,
            facts=[Fact.DOCTORS_TALK_OFFERED, *DECIDED],
        ),
        DAY_9,
        NextStep.FIRST_CONTACT,
    ),
    "treatment began, the doctor's talk waits": (
        standing(
            Kind.DOCTORS_TALK, status=InquiryStatus.STARTED, facts=[Fact.DOCTORS_TALK_OFFERED]
        ),
        DAY_10,
        NextStep.DOCTORS_TALK,
    ),
    "only the decision on a stay is left": (
        standing(Kind.INPATIENT, **CONTACT),
        DAY_9,
        NextStep.DECIDE,
    ),
    "a talk and advice": (
        Standing(status=InquiryStatus.IN_CONTACT, assigned=True),
        DAY_9,
        NextStep.ADVISE,
    ),
    "paused": (
        standing(
            **CONTACT,
            clock=clock(due_on=None, act_by_on=None, paused_since=START),
            facts=DECIDED,
        ),
        DAY_10,
        NextStep.FIRST_CONTACT,
    ),
    "ended": (Standing(status=InquiryStatus.ADVISED, assigned=True), OVER, None),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_next_step(name: str) -> None:
    one, today, step = TABLE[name]
    assert next_step(one, today) == step


def test_every_step_stands_in_the_table() -> None:
    assert {step for _one, _today, step in TABLE.values()} == {*NextStep, None}


@given(
    st.builds(
        standing,
        st.sampled_from(Kind),
        status=st.sampled_from(InquiryStatus),
        assigned=st.booleans(),
        has_phone=st.booleans(),
        tried=st.booleans(),
        met=st.booleans(),
        talk_on=st.none() | st.just(DAY_10),
    ),
    st.dates(START, OVER + timedelta(days=5)),
)
def test_while_a_deadline_runs_there_is_always_a_step(one: Standing, today: date) -> None:
    step = next_step(one, today)
    assert step is not None
    # Past the deadline without cause and plan, nothing else is asked for.
    assert (step == NextStep.EXPLAIN) == (today > DUE)
