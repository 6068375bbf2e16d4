"""A note and an attendance that were wrong are set right, and nothing is lost."""

import uuid
from datetime import date, time
from typing import Any

import pytest

from centre.calendar import danish_moment
from centre.records.models import AuditEntry
from centre.refusal import Refused
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import EVENING, NEXT_WEEK, TODAY, record
from treatment.actions.session import correct_attendance, correct_note, write_note
from treatment.models import Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(house: House) -> Course:
    return cases.course(house)


def test_a_note_is_set_right_by_a_new_one_and_the_old_one_stays(
    course: Course, house: House
) -> None:
    one = record(cases.session(course, house), house, note="Drak 3 øl.")
    first, key = one.notes.get(), uuid.uuid4()
    told: dict[str, Any] = {
        "session_id": one.pk,
        "text": "Drak ingen øl.",
        "by": house.caseworker,
        "at": EVENING,
    }
    found = [correct_note(note_id=first.pk, form_key=key, **told) for _again in range(2)]
    assert found[0] == found[1]
    assert {note.text for note in one.notes.all()} == {"Drak 3 øl.", "Drak ingen øl."}
    assert found[0].corrects == first
    with pytest.raises(Refused, match="imens"):
        correct_note(note_id=first.pk, form_key=uuid.uuid4(), **told)


def test_a_note_can_be_written_later(course: Course, house: House) -> None:
    one, key = record(cases.session(course, house), house), uuid.uuid4()
    told: dict[str, Any] = {"session_id": one.pk, "text": "Sov bedre.", "form_key": key}
    for _again in range(2):
        write_note(**told, by=house.caseworker, at=EVENING)
    assert one.notes.get().text == "Sov bedre."


def test_a_slip_of_the_hand_is_set_right_and_both_are_in_the_trail(
    course: Course, house: House
) -> None:
    one = record(cases.session(course, house), house, attendance="no_show")
    told: dict[str, Any] = {"was": "no_show", "attendance": "attended", "by": house.caseworker}
    for _again in range(2):
        correct_attendance(session_id=one.pk, at=EVENING, **told)
    one.refresh_from_db()
    course.refresh_from_db()
    assert (one.attendance, course.begun_on) == ("attended", TODAY)
    details = AuditEntry.objects.filter(action="session.settle").values_list("detail", flat=True)
    assert {(detail["was"], detail["now"]) for detail in details} == {
        ("planned", "no_show"),
        ("no_show", "attended"),
    }


def test_what_somebody_else_has_set_right_meanwhile_is_told(course: Course, house: House) -> None:
    one = record(cases.session(course, house), house, attendance="no_show")
    correct_attendance(
        session_id=one.pk, was="no_show", attendance="cancelled", by=house.colleague, at=EVENING
    )
    with pytest.raises(Refused, match="af en anden"):
        correct_attendance(
            session_id=one.pk,
            was="no_show",
            attendance="cancelled_by_us",
            by=house.caseworker,
            at=EVENING,
        )


def test_the_talk_that_began_the_treatment_stays_as_it_is(course: Course, house: House) -> None:
    one = record(cases.session(course, house), house)
    with pytest.raises(Refused, match="begyndte med denne samtale"):
        correct_attendance(
            session_id=one.pk, was="attended", attendance="no_show", by=house.caseworker, at=EVENING
        )
    second = cases.held(course, house, on=NEXT_WEEK)
    found = correct_attendance(
        session_id=second.pk,
        was="attended",
        attendance="no_show",
        by=house.caseworker,
        at=danish_moment(NEXT_WEEK, time(18)),
    )
    assert found.attendance == "no_show"


def test_what_is_only_planned_is_settled_not_corrected(course: Course, house: House) -> None:
    one = cases.session(course, house)
    with pytest.raises(Refused):
        correct_attendance(
            session_id=one.pk,
            was="planned",
            attendance="attended",
            by=house.caseworker,
            at=EVENING,
        )


def test_a_slip_cannot_make_an_eleventh_of_ten(house: House) -> None:
    one = cases.running(house, cases.decision(house, sessions_granted=1))
    missed = record(cases.session(one, house), house, attendance="no_show")
    cases.held(one, house, on=date(2026, 12, 17))
    with pytest.raises(Refused, match="Alle 1 samtaler"):
        correct_attendance(
            session_id=missed.pk,
            was="no_show",
            attendance="attended",
            by=house.caseworker,
            at=danish_moment(NEXT_WEEK, time(18)),
        )
