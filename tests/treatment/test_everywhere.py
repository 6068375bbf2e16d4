"""What other pages show of the treatment: the desk, the risk board, the file; in how many queries."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import ASKED_AT
from tests.treatment.pages import NOW, page
from treatment.models import Course

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_same_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def course(house: House) -> Course:
    return cases.course(house)


def test_the_review_of_a_plan_stands_on_the_desk_with_whose_it_is(
    house: House, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.agreed(course, house)
    at_the_doors(monkeypatch, moment("2027-03-09 09.00"))
    desk = page(house, "/staff/")
    assert "Revision af behandlingsplan" in desk
    assert f'href="/staff/courses/{course.pk}/plan/"' in desk
    assert "Revidér planen" in desk
    board = logged_in(house.leader).get("/staff/risk/").content.decode()
    assert f'href="/staff/courses/{course.pk}/plan/"' in board


def test_the_file_shows_the_course_its_talks_and_what_waits(house: House, course: Course) -> None:
    cases.agreed(course, house)
    cases.record(cases.session(course, house), house, note="Sov bedre.", at=NOW)
    found = page(house, f"/staff/citizens/{course.citizen_id}/")
    assert "Sov bedre." in found
    assert "Behandlingsplan, udgave 1" in found
    assert "1 af 10" in found
    assert "Aftal en samtale" in found


def test_a_decision_that_grants_treatment_waits_for_a_counsellor_in_the_file(house: House) -> None:
    granted = cases.decision(house)
    found = page(house, f"/staff/citizens/{granted.inquiry.citizen_id}/")
    assert f'href="/staff/courses/new/{granted.pk}/"' in found
    cases.course(house, granted)
    found = page(house, f"/staff/citizens/{granted.inquiry.citizen_id}/")
    assert f'href="/staff/courses/new/{granted.pk}/"' not in found


def _queries(house: House, url: str) -> int:
    client = logged_in(house.caseworker)
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_the_pages_ask_as_much_of_a_long_course_as_of_a_short_one(
    house: House, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.agreed(course, house)
    first, *others = cases.days(5)
    talk = cases.held(course, house, on=first, note="Sov bedre.")
    at_the_doors(monkeypatch, moment("2027-02-11 14.00"))
    urls = [
        f"/staff/courses/{course.pk}/",
        f"/staff/courses/{course.pk}/plan/",
        f"/staff/courses/{course.pk}/plan/versions/",
        f"/staff/sessions/{talk.pk}/",
        f"/staff/citizens/{course.citizen_id}/",
    ]
    before = {url: _queries(house, url) for url in urls}
    for number, on in enumerate(others, start=1):
        cases.held(course, house, on=on, note="Sov bedre.")
        cases.agreed(course, house, number, agreed_on=on, methods=f"Metode {number}")
    cases.session(course, house, on=date(2027, 2, 11))
    cases.session(course, house, on=date(2027, 2, 18), said_at=moment("2027-02-11 08.00"))
    assert {url: _queries(house, url) for url in urls} == before


def test_the_desk_asks_as_much_for_many_talks_as_for_one(house: House, course: Course) -> None:
    cases.session(course, house)
    one = _queries(house, "/staff/")
    for hour in (14, 15, 16):
        asked = factories.inquiry(house, received_at=ASKED_AT)
        other = cases.course(house, cases.decision(house, asked))
        cases.session(other, house, at=time(hour))
    assert _queries(house, "/staff/") == one
