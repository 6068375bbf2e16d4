"""A talk that meets a free time of open counselling leads to closing that time."""

from datetime import time

import pytest

from intake.models import Slot
from tests import factories
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import NEXT_WEEK, TODAY
from tests.treatment.pages import NOW, day
from treatment.models import Course, Session

pytestmark = pytest.mark.django_db
KEY = "0e0ffb4c-6a36-4b5b-8f6c-6b9d7a3c3a11"
BOTH = pytest.mark.parametrize("role", ["leader", "caseworker"])


@pytest.fixture(autouse=True)
def _the_same_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def slot(house: House) -> Slot:
    return factories.slot(house, on=NEXT_WEEK, at=time(13, 30))


@pytest.fixture
def course(house: House) -> Course:
    return cases.running(house)


def way_out(shown: str, slot: Slot, role: str) -> None:
    """Who may close it is led there; others are told who may."""
    assert "få den tid lukket først" in shown
    assert (f"/staff/hours/times/{slot.pk}/close/?reason=talk" in shown) == (role == "leader")
    assert ("Din leder kan lukke" in shown) == (role == "caseworker")


@BOTH
def test_a_talk_is_agreed_once_the_time_in_its_way_is_closed(
    house: House, course: Course, slot: Slot, role: str
) -> None:
    client, url = logged_in(getattr(house, role)), f"/staff/courses/{course.pk}/do/plan-talk/"
    told = {"at": "13.00", "minutes": "45", "channel": "phone", "form_key": KEY}
    talk = {f"plan-talk-{name}": value for name, value in (told | day("on", NEXT_WEEK)).items()}
    answer = client.post(url, talk)
    assert answer.status_code == 409
    way_out(answer.content.decode(), slot, role)
    assert not Session.objects.planned().exists()
    leader = logged_in(house.leader)
    assert leader.post(f"/staff/hours/times/{slot.pk}/close/", {"reason": "talk"}).url
    assert client.post(url, talk).status_code == 302
    assert Session.objects.planned().get().starts_at.minute == 0


@BOTH
def test_a_next_talk_in_the_way_loses_no_word_of_what_was_written(
    house: House, course: Course, slot: Slot, role: str
) -> None:
    talk = cases.session(course, house, on=TODAY)
    client = logged_in(getattr(house, role))
    answer = client.post(
        f"/staff/sessions/{talk.pk}/",
        {
            "attendance": "attended",
            "note": "Vi talte om søvn",
            "next_at": "13.30",
            "book": "1",
            "form_key": KEY,
            **day("next_on", NEXT_WEEK),
        },
    )
    assert answer.status_code == 409
    shown = answer.content.decode()
    way_out(shown, slot, role)
    assert "Vi talte om søvn" in shown
    talk.refresh_from_db()
    assert talk.attendance == "planned"


def test_nothing_leads_to_closing_where_something_else_is_in_the_way(
    house: House, course: Course
) -> None:
    house.caseworker.ends_on = NEXT_WEEK
    house.caseworker.save()
    told = {"at": "13.00", "minutes": "45", "channel": "phone", "form_key": KEY}
    talk = {f"plan-talk-{name}": value for name, value in (told | day("on", NEXT_WEEK)).items()}
    answer = logged_in(house.leader).post(f"/staff/courses/{course.pk}/do/plan-talk/", talk)
    assert answer.status_code == 409
    assert "arbejder her ikke længere" in answer.content.decode()
    assert "/staff/hours/times/" not in answer.content.decode()
