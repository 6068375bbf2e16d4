"""The days after a decision and after a treatment, in the words that people read on the page."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from centre.calendar import danish_moment
from complaints.models import Complaint
from followup.models import CallAttempt, FollowUp
from intake.choices import Outcome, Way
from intake.models import Decision
from tests import factories
from tests.browser.whole import Walk, in_words, missing
from tests.factories import House
from tests.treatment import cases
from treatment.models import Course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(
    house: House, page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Walk:
    return Walk(page, live_server.url, monkeypatch)


def discharge(walk: Walk, course: Course, **told: str) -> None:
    """End the course on its page, completed, with every goal reached."""
    walk.open(f"courses/{course.pk}/discharge/")
    walk.choose(("reason", told.get("reason", "completed")), ("result", "free"))
    for one in walk.page.locator("main [name^='goal-'][value=yes]").all():
        one.check(force=True)
    walk.press()


@pytest.mark.parametrize(
    ("ended", "first", "sixth"),
    [
        (date(2026, 8, 31), (date(2026, 9, 30), None), (date(2027, 2, 28), date(2027, 2, 26))),
        (date(2027, 1, 31), (date(2027, 2, 28), date(2027, 2, 26)), (date(2027, 7, 31), date(2027, 7, 30))),
        (date(2028, 2, 29), (date(2028, 3, 29), None), (date(2028, 8, 29), None)),
    ],
    ids=["31 August", "31 January", "leap day"],
)  # fmt: skip
def test_the_calls_after_a_treatment_are_due_where_the_months_end(
    walk: Walk, house: House, ended: date, first: Any, sixth: Any
) -> None:
    """C-29: clamped to the month's end, and on the list for the last working day on or before it."""
    course = cases.in_treatment_since(house, ended - timedelta(days=60))
    walk.it_is(ended, "15.00")
    discharge(walk, course)
    days = [act_by or due for due, act_by in (first, sixth)]
    assert missing(walk.words(), map(in_words, days)) == []
    walk.it_is(ended + timedelta(days=1))
    for month, (due, _act_by) in ((1, first), (6, sixth)):
        walk.open(f"follow-ups/{FollowUp.objects.get(month=month).pk}/")
        assert in_words(due) in walk.words()


@pytest.mark.parametrize(
    ("way", "sent", "counts", "last"),
    [
        (Way.DIGITAL_POST, date(2026, 11, 27), date(2026, 11, 27), date(2026, 12, 28)),
        (Way.LETTER, date(2026, 11, 23), date(2026, 12, 1), date(2026, 12, 29)),
    ],
)
def test_the_last_day_to_complain_moves_past_closed_days_and_a_late_complaint_is_received(
    walk: Walk, house: House, way: str, sent: date, counts: date, last: date
) -> None:
    """C-30: four weeks from the day it counts as received, to 23.59 of the next working day."""
    at = danish_moment(sent, time(10))
    decision = refused(house, at, way)
    walk.it_is(sent)
    walk.open(f"decisions/{decision.pk}/")
    assert f"Kan klage til og med: {in_words(last)}" in walk.words()
    letter = walk.pdf("Brevet, som det blev sendt")
    assert missing(letter, (f"senest den {in_words(last)}", in_words(counts))) == []
    for on, clock, late in ((last, "23.59", False), (last + timedelta(days=1), "00.01", True)):
        walk.it_is(on, clock)
        walk.open(f"complaints/new/?inquiry={decision.inquiry_id}")
        walk.fill({"text": "Jeg vil gerne have hjælp."})
        walk.press("main form .button-primary")
        assert ("Kom efter brevets sidste dag" in walk.words()) is late
    assert sorted(Complaint.objects.values_list("late", flat=True)) == [False, True]


def refused(house: House, at: datetime, way: str) -> Decision:
    """A refusal of drug treatment, approved and sent at this moment."""
    asked = factories.inquiry(house, received_at=at - timedelta(days=4), topic="drugs")
    return cases.decision(
        house,
        asked,
        area="drugs",
        sent_at=at,
        outcome=Outcome.REFUSED,
        sessions_granted=None,
        way=way,
    )


def test_three_days_without_an_answer_then_moved_and_nobody_calls_the_dead(
    walk: Walk, house: House
) -> None:
    """C-45: each answer is recorded as what it was, and after a death no number is shown again."""
    first, second = (
        cases.in_treatment_since(house, date(2027, 1, 4) + timedelta(days=number))
        for number in range(2)
    )
    walk.it_is(date(2027, 3, 1), "15.00")
    for course in (first, second):
        discharge(walk, course)
    for number in range(3):
        walk.it_is(date(2027, 3, 29 + number))
        one = FollowUp.objects.get(course=first, month=1)
        walk.open(f"follow-ups/{one.pk}/")
        if number == 0:
            cannot_be_reached(walk)
            expect(walk.page.locator("#error-summary")).to_contain_text("tre forsøg")
            walk.open(f"follow-ups/{one.pk}/")
        walk.choose(("attempt-result", "no_answer"))
        walk.press("#act-tried [data-save]")
    walk.open(f"follow-ups/{FollowUp.objects.get(course=first, month=1).pk}/")
    # What was refused on the first day was kept as a draft.
    walk.page.click(".draft-box [data-take]")
    expect(walk.page.locator(".draft-box")).to_have_count(0)
    cannot_be_reached(walk)
    expect(walk.page.locator(".alert-success")).to_be_visible()
    walk.it_is(date(2027, 8, 31))
    ends_with(walk, first, 6, "moved")
    ends_with(walk, second, 1, "dead")
    walk.open(f"follow-ups/{FollowUp.objects.get(course=second, month=6).pk}/")
    assert "20 00 00 01" not in walk.words()
    assert "Er død" in walk.words()
    walk.open("follow-ups/")
    assert walk.page.locator("main tbody tr").count() == 0
    told = FollowUp.objects.order_by("course__begun_on", "month").values_list("outcome", flat=True)
    assert list(told) == ["not_reached", "moved", "dead", "dead"]
    assert CallAttempt.objects.count() == 3


def cannot_be_reached(walk: Walk) -> None:
    walk.choose(("outcome-outcome", "not_reached"))
    walk.page.click("form.register [data-save]")


def ends_with(walk: Walk, course: Course, month: int, outcome: str) -> None:
    walk.open(f"follow-ups/{FollowUp.objects.get(course=course, month=month).pk}/")
    walk.choose(("outcome-outcome", outcome))
    walk.press("form.register [data-save]")
