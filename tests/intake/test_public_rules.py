"""The way through the questions, without pages: what comes next for whom."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.citizens.choices import AgeGroup
from intake.choices import About, Topic, Wish
from intake.rules.journey import (
    UNCOUNTED,
    Answers,
    Done,
    Step,
    after_receipt,
    before,
    may_open,
    next_step,
    number_of,
    route,
    with_about,
    with_age,
)
from tests.conftest import moment

AT = moment("2026-12-07 09.00")
EMPTY = Answers.begun(uuid4(), AT)

ANSWERS = st.builds(
    replace,
    st.just(EMPTY),
    about=st.sampled_from(["", *About.values]),
    age_group=st.sampled_from(["", *AgeGroup.values]),
    young_read=st.booleans(),
    topic=st.sampled_from(["", *Topic.values]),
    treatment=st.booleans(),
    agrees=st.sampled_from(["", "yes", "no"]),
    call=st.booleans(),
    slot=st.sampled_from([0, 7]),
    contact=st.sampled_from(["", "anonymous", "named"]),
    name=st.sampled_from(["", "Kim"]),
    phone=st.sampled_from(["", "+4520304050"]),
    email=st.sampled_from(["", "kim@example.dk"]),
)


@given(ANSWERS)
def test_nobody_is_asked_more_than_six_questions(answers: Answers) -> None:
    questions = [step for step in route(answers) if step not in (*UNCOUNTED, Step.CHECK)]
    assert len(questions) <= 6


@given(ANSWERS)
def test_every_set_of_answers_has_a_next_page_that_may_be_opened(answers: Answers) -> None:
    step = next_step(answers)
    assert may_open(answers, step)
    assert before(answers, step) is not None or step == Step.ABOUT
    number = number_of(answers, step)
    assert number is None or 1 <= number[0] <= number[1]


@given(ANSWERS)
def test_treatment_is_wanted_only_where_nothing_stands_against_it(answers: Answers) -> None:
    if answers.wish == Wish.TREATMENT:
        assert answers.topic in ("alcohol", "drugs", "both")
        assert answers.about != About.RELATIVE or answers.minor
        assert answers.about != About.PROFESSIONAL or answers.agrees == "yes"


@given(ANSWERS)
def test_answers_come_back_from_their_kept_form(answers: Answers) -> None:
    assert Answers.read(answers.kept()) == answers


@pytest.mark.parametrize(
    "values", [{}, {"key": "x"}, {"key": "x", "started": 1, "at": 1, "cpr": 1}]
)
def test_answers_of_another_shape_are_none(values: dict[str, object]) -> None:
    assert Answers.read(values) is None


def test_another_person_asks_for_the_age_again_and_keeps_the_rest() -> None:
    answers = replace(EMPTY, about="self", age_group="30_plus", topic="alcohol", slot=7)
    changed = with_about(answers, "relative")
    assert (changed.age_group, changed.topic, changed.slot) == ("", "alcohol", 7)
    assert with_about(answers, "self") == answers


def test_the_note_to_the_young_is_shown_again_only_for_another_age() -> None:
    answers = replace(EMPTY, about="self", age_group="15_17", young_read=True)
    assert with_age(answers, "15_17").young_read
    assert not with_age(answers, "under_15").young_read


def test_the_receipt_remembers_the_time_and_forgets_the_person() -> None:
    answers = replace(
        EMPTY, name="Kim", phone="+4520304050", email="k@example.dk", needs="x", starts_at="y"
    )
    kept = after_receipt(answers, Done.BOOKED, mailed=True).kept()
    assert set(kept) == {"key", "started", "at", "starts_at", "done", "mailed"}


def test_answers_idle_for_an_hour_have_expired() -> None:
    assert not EMPTY.expired(AT + timedelta(minutes=60))
    assert EMPTY.expired(AT + timedelta(minutes=60, seconds=1))


@pytest.mark.parametrize(
    ("about", "email", "told"),
    [
        (About.SELF, "kim@gmail.com", False),
        (About.SELF, "kim@Hotmail.dk", False),
        (About.SELF, "", False),
        (About.SELF, "kim@aabenraa.dk", True),
        (About.RELATIVE, "kim@firma.dk", True),
        (About.PROFESSIONAL, "kim@aabenraa.dk", False),
    ],
)
def test_a_mail_that_looks_like_work_is_told_apart(about: str, email: str, told: bool) -> None:
    assert replace(EMPTY, about=about, email=email).work_mail is told
