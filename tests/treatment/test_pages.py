"""The pages of a course: what they show, what can be done, and that nothing typed is lost."""

import re
import uuid
from datetime import time
from typing import Any

import pytest

from tests import factories
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import NEXT_WEEK, TODAY
from tests.treatment.pages import NOW, day, page, send
from treatment.models import Course, Handover, Session, SessionNote

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_same_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def course(house: House) -> Course:
    return cases.course(house)


# --- Setting up, and the course ------------------------------------------------------------------


@pytest.mark.promise(21, "haderslev")
@pytest.mark.parametrize(
    "council",
    [
        "haderslev",
        *(
            pytest.param(key, marks=pytest.mark.promise(21, key))
            for key in ("aabenraa", "fredericia", "rebild", "skanderborg")
        ),
    ],
    indirect=True,
)
def test_a_treatment_has_one_contact_person_from_its_first_day(house: House) -> None:
    granted = cases.decision(house)
    url = f"/staff/courses/new/{granted.pk}/"
    assert "Hvem er behandler?" in page(house, url)
    nobody = send(house, url)
    assert nobody.status_code == 422
    assert "Vælg en behandler" in nobody.content.decode()
    done = send(house, url, counsellor=house.colleague.pk, **day("first_offered_on", TODAY))
    one = Course.objects.get()
    assert (one.counsellor, done.url) == (house.colleague, f"/staff/courses/{one.pk}/")
    assert str(house.colleague) in page(house, done.url)


def test_a_second_click_leads_to_the_same_course(house: House) -> None:
    granted, key = cases.decision(house), str(uuid.uuid4())
    url = f"/staff/courses/new/{granted.pk}/"
    told: dict[str, Any] = {"counsellor": house.caseworker.pk, "form_key": key}
    assert send(house, url, **told).url == send(house, url, **told).url
    assert "Åbn behandlingen" in page(house, url)


def test_the_page_shows_the_four_days_the_grant_and_what_now(house: House, course: Course) -> None:
    found = page(house, f"/staff/courses/{course.pk}/")
    assert "1. december 2026" in found
    assert "8. december 2026" in found
    assert "0 af 10 samtaler er holdt" in found
    assert "Lav planen" in found
    assert "Aftal en samtale" in found
    assert readings(purpose="course") == 1


def test_a_grant_that_runs_out_is_told_and_then_stops_the_next_talk(house: House) -> None:
    one = cases.running(house, cases.decision(house, sessions_granted=1))
    cases.session(one, house)
    cases.record(one.sessions.get(), house)
    found = page(house, f"/staff/courses/{one.pk}/")
    assert "Alle samtaler er brugt" in found
    assert "act-plan-talk" not in found


@pytest.mark.promise(48, "haderslev")
def test_in_haderslev_a_new_offer_asks_for_a_new_version_of_the_plan(
    house: House, course: Course
) -> None:
    cases.agreed(course, house)
    cases.decision(house, course.inquiry, sent_at=cases.AT, offer="group")
    url = f"/staff/courses/{course.pk}/"
    assert "Tilbuddet er ændret" not in page(house, url)
    send(house, f"{url}do/renew/")
    assert "Tilbuddet er ændret" in page(house, url)
    cases.agreed(course, house, 1, why="new_offer")
    assert "Tilbuddet er ændret" not in page(house, url)


def test_a_talk_is_agreed_on_the_page_and_a_busy_time_is_said_with_all_that_was_typed(
    house: House, course: Course
) -> None:
    url = f"/staff/courses/{course.pk}/do/plan-talk/"
    told = {
        f"plan-talk-{name}": value
        for name, value in {
            **day("on", NEXT_WEEK),
            "at": "13.30",
            "minutes": "45",
            "channel": "video",
        }.items()
    }
    factories.slot(house, on=NEXT_WEEK, at=time(13, 30))
    refused = send(house, url, **told, **{"plan-talk-form_key": str(uuid.uuid4())})
    assert refused.status_code == 409
    assert "har Åben Rådgivning" in refused.content.decode()
    assert 'value="13.30"' in refused.content.decode()
    told["plan-talk-at"] = "15"
    done = send(house, url, **told, **{"plan-talk-form_key": str(uuid.uuid4())})
    assert done.status_code == 302
    assert Session.objects.get().channel == "video"


@pytest.mark.threat("T11")
@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_what_is_said_in_treatment_is_not_the_secretarys_to_read(
    house: House, course: Course, who: str
) -> None:
    found = logged_in(getattr(house, who)).get(f"/staff/courses/{course.pk}/")
    assert found.status_code == 403


def test_a_number_in_the_reason_for_a_handover_is_masked(house: House, course: Course) -> None:
    told = {
        "counsellor": house.colleague.pk,
        "reason": "Kender 010190-1234",
        "form_key": uuid.uuid4(),
    }
    url = f"/staff/courses/{course.pk}/do/hand-over/"
    assert send(house, url, **{f"hand-over-{name}": value for name, value in told.items()}).url
    assert Handover.objects.get().reason == "Kender ******-****"


def test_another_units_course_is_not_there(house: House, course: Course) -> None:
    found = logged_in(house.youth_worker).get(f"/staff/courses/{course.pk}/")
    assert found.status_code == 404


# --- Writing a talk down -------------------------------------------------------------------------


def test_from_the_desk_a_talk_is_one_page_away_with_what_happened_chosen(
    house: House, course: Course
) -> None:
    planned = cases.session(course, house)
    desk = page(house, "/staff/")
    assert "Dagens samtaler i behandling" in desk
    url = f"/staff/sessions/{planned.pk}/?attendance=no_show"
    assert f'href="{url}"' in desk
    assert re.search(r'value="no_show"[^>]*checked', page(house, url))
    send(house, url, attendance="no_show", **day("next_on", NEXT_WEEK), next_at="13.00")
    assert Session.objects.get().attendance == "no_show"
    assert "Kom ikke" in page(house, "/staff/")


@pytest.mark.parametrize(
    "council",
    [
        pytest.param(key, marks=pytest.mark.promise(66, key))
        for key in ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
    ],
    indirect=True,
)
def test_save_and_book_next_agrees_on_the_same_time_next_week(house: House, course: Course) -> None:
    planned = cases.session(course, house)
    url = f"/staff/sessions/{planned.pk}/"
    form = page(house, url)
    assert 'value="17"' in form
    assert 'value="13.00"' in form
    told = {"attendance": "attended", "note": "Sov bedre.", **day("next_on", NEXT_WEEK)}
    done = send(house, url, **told, next_at="13.00", book="1")
    assert done.url == f"/staff/courses/{course.pk}/"
    assert Session.objects.planned().get().held_on == NEXT_WEEK
    assert SessionNote.objects.get().text == "Sov bedre."
    assert "1 af 10 samtaler er holdt" in page(house, done.url)


def test_a_next_time_that_is_taken_loses_no_word_of_the_note(house: House, course: Course) -> None:
    planned = cases.session(course, house)
    factories.slot(house, on=NEXT_WEEK, at=time(13))
    told = {"attendance": "attended", "note": "Sov bedre.", **day("next_on", NEXT_WEEK)}
    refused = send(house, f"/staff/sessions/{planned.pk}/", **told, next_at="13.00", book="1")
    assert refused.status_code == 409
    assert "Sov bedre." in refused.content.decode()
    assert Session.objects.get().attendance == "planned"


def test_a_written_talk_is_read_and_its_note_set_right(house: House, course: Course) -> None:
    planned = cases.session(course, house)
    cases.record(planned, house, note="Drak 3 øl.", at=NOW)
    url = f"/staff/sessions/{planned.pk}/"
    first = SessionNote.objects.get()
    assert "Drak 3 øl." in page(house, url)
    send(house, f"{url}note/", note="Drak ingen øl.", corrects=str(first.pk))
    found = page(house, url)
    assert "Drak 3 øl." in found
    assert "Drak ingen øl." in found
    late = send(house, f"{url}note/", note="Drak 1 øl.", corrects=str(first.pk))
    assert late.status_code == 409
    assert "Drak 1 øl." in late.content.decode()


def test_a_wrong_attendance_is_set_right_on_the_page(house: House, course: Course) -> None:
    planned = cases.session(course, house)
    cases.record(planned, house, attendance="no_show", at=NOW)
    send(house, f"/staff/sessions/{planned.pk}/attendance/", attendance="cancelled", was="no_show")
    assert Session.objects.get().attendance == "cancelled"


def test_a_talk_that_was_not_planned_is_written_down(house: House, course: Course) -> None:
    url = f"/staff/courses/{course.pk}/sessions/new/"
    # How they meet and whether the citizen came are two questions, and in Danish bore one name.
    asked = page(house, url)
    assert "Hvordan mødes I?" in asked and "Kom borgeren?" in asked
    assert "ikke var planlagt" in page(house, url)
    told = {**day("on", TODAY), "at": "8.00", "minutes": "30", "channel": "phone"}
    send(house, url, **told, attendance="attended", note="Ringede.")
    assert (Session.objects.get().channel, SessionNote.objects.get().text) == ("phone", "Ringede.")
