"""Whether a plan was reviewed in time, where the treatment has ended since."""

from datetime import date, time, timedelta

import pytest

from centre.calendar import danish_moment
from reporting.queries import board
from reporting.rules.period import period_before
from tests.factories import House
from tests.treatment import cases
from treatment.actions.discharge import take_back
from treatment.actions.ending import never_begin
from treatment.models import PlanReview

pytestmark = pytest.mark.django_db
BEGUN, DUE = date(2026, 6, 10), date(2026, 9, 10)
DAY = timedelta(days=1)
LATER = date(2026, 12, 10)


def counted(house: House, today: date = LATER) -> dict[str, int]:
    """The answers of the twelve months before."""
    standard = PlanReview.objects.get().clock.standard.content
    found = board.counted(house.leader, today, period=period_before(today), standard=standard)
    return dict(+found["plan_review"].whole.answers)


@pytest.mark.parametrize(
    ("ended_on", "written_on", "answer"),
    [
        (DUE - DAY, DUE - DAY, "released"),
        (DUE, DUE, "released"),
        # The course was over by then, though nobody had said so yet.
        (DUE - DAY, DUE + 5 * DAY, "released"),
        (DUE + DAY, DUE + DAY, "no"),
        (DUE + 40 * DAY, DUE + 41 * DAY, "no"),
    ],
)
def test_a_review_that_was_overdue_when_the_course_ended_was_not_in_time(
    house: House, ended_on: date, written_on: date, answer: str
) -> None:
    course = cases.in_treatment_since(house, BEGUN)
    assert PlanReview.objects.get().clock.due_on == DUE
    at = danish_moment(written_on, time(16))
    cases.discharged(house, course, discharged_on=ended_on, at=at)
    assert PlanReview.objects.get().clock.ended_as == "release"
    assert counted(house) == {answer: 1}


def test_an_end_that_was_a_mistake_leaves_it_overdue(house: House) -> None:
    course = cases.in_treatment_since(house, BEGUN)
    at = danish_moment(DUE + DAY, time(16))
    ended = cases.discharged(house, course, discharged_on=DUE + DAY, at=at)
    take_back(discharge_id=ended.pk, form_key=course.pk, by=house.caseworker, at=at)
    assert counted(house) == {"no": 1}


def test_no_review_was_owed_where_the_treatment_never_began(house: House) -> None:
    course = cases.course(house)
    cases.agreed(course, house)
    due_on = PlanReview.objects.get().clock.due_on
    assert due_on is not None
    at = danish_moment(due_on + 5 * DAY, time(16))
    never_begin(course_id=course.pk, by=house.caseworker, at=at)
    assert counted(house, due_on + 40 * DAY) == {"released": 1}
