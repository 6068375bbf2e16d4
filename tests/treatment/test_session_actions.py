"""A talk: planned, held or not, written about, and set right."""

import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.staff.models import Absence, Closure
from intake.actions.guarantee import release
from intake.actions.inquiry import close
from intake.actions.slots import publish_slots
from intake.choices import Fact, InquiryStatus, ReleaseReason
from intake.models import GuaranteeFact, Slot
from tests import factories
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import ASKED_AT, AT, EVENING, NEXT_WEEK, TODAY, plan, record, when
from treatment.actions.session import Time, record_unplanned_session
from treatment.models import Course, Session, SessionNote

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(house: House) -> Course:
    return cases.course(house)


# --- Planned -------------------------------------------------------------------------------------


def test_the_first_talk_agreed_is_told_to_the_guarantee(course: Course, house: House) -> None:
    one = plan(course, house)
    assert (one.counsellor, one.held_on, one.attendance) == (
        house.caseworker,
        NEXT_WEEK,
        "planned",
    )
    told = GuaranteeFact.objects.filter(on=TODAY)
    agreed = {Fact.FIRST_MEETING_AGREED, Fact.TALKS_OFFERED}
    assert set(told.values_list("fact", flat=True)) == agreed
    plan(course, house, when=when(NEXT_WEEK, at=time(15)))
    assert told.count() == len(agreed)


def test_the_same_form_twice_is_one_talk(course: Course, house: House) -> None:
    key = uuid.uuid4()
    found = [plan(course, house, form_key=key) for _again in range(2)]
    assert found[0] == found[1] == Session.objects.get()
    with pytest.raises(Refused, match="andre svar"):
        plan(course, house, form_key=key, when=when(NEXT_WEEK, at=time(8)))


def test_a_planned_talk_is_no_free_time_until_it_is_called_off(
    course: Course, house: House
) -> None:
    publish_slots(at=AT, weeks=2)
    hour = Slot.objects.filter(starts_at__date=NEXT_WEEK).earliest("starts_at")
    free = Slot.objects.count()
    Slot.objects.all().delete()
    told = Time(hour.starts_at, minutes=15, channel="in_person")
    talk = plan(course, house, when=told)
    publish_slots(at=AT, weeks=2)
    assert Slot.objects.count() == free - 1
    assert not Slot.objects.filter(during__overlap=talk.during).exists()
    record(talk, house, attendance="cancelled_by_us")
    assert publish_slots(at=AT, weeks=2) == 1


def test_nothing_is_planned_for_a_time_that_has_passed(course: Course, house: House) -> None:
    with pytest.raises(Refused, match="ikke er gået"):
        plan(course, house, when=when(TODAY, at=time(9, 30)))
    assert plan(course, house, when=when(TODAY, at=time(9, 31))).pk


def test_a_counsellor_is_in_one_place_at_a_time(course: Course, house: House) -> None:
    other = cases.course(
        house, cases.decision(house, factories.inquiry(house, received_at=ASKED_AT))
    )
    plan(course, house)
    with pytest.raises(Refused, match="allerede en samtale"):
        plan(other, house, when=when(NEXT_WEEK, at=time(13, 44)))
    assert plan(other, house, when=when(NEXT_WEEK, at=time(13, 45))).pk


def test_a_citizen_in_two_treatments_is_in_one_place_at_a_time(
    course: Course, house: House
) -> None:
    asks = factories.inquiry(
        house, received_at=ASKED_AT, person=None, known=course.citizen, topic="drugs"
    )
    granted = cases.decision(house, asks, area="drugs")
    other = cases.course(house, granted, counsellor=house.colleague)
    plan(course, house)
    with pytest.raises(Refused, match="Borgeren har allerede en samtale"):
        plan(other, house)
    assert plan(other, house, when=when(NEXT_WEEK, at=time(15))).citizen == course.citizen


def test_who_comes_to_the_first_talk_of_an_inquiry_that_was_ended_has_begun(
    course: Course, house: House
) -> None:
    inquiry, by = course.inquiry, house.caseworker
    for one in inquiry.guarantees.all():
        reason = ReleaseReason.WITHDRAWN
        release(guarantee_id=one.pk, on=TODAY, reason=reason, by=by, at=AT)
    close(inquiry_id=inquiry.pk, status=InquiryStatus.WITHDRAWN, by=by, at=AT)
    cases.held(course, house)
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.closed_by) == (InquiryStatus.STARTED, by)
    told = AuditEntry.objects.filter(row="intake.Inquiry").values_list("action", flat=True)
    assert {"inquiry.close", "inquiry.reopen"} <= set(told)


def test_no_talk_lies_over_open_counselling_that_is_published(course: Course, house: House) -> None:
    slot = factories.slot(house, on=NEXT_WEEK, at=time(13, 30))
    with pytest.raises(Refused, match=r"Åben Rådgivning torsdag 17\. december kl\. 13\.30"):
        plan(course, house)
    type(slot).objects.update(closed_at=AT, closed_by=house.leader)
    assert plan(course, house).pk


def test_a_talk_may_begin_when_open_counselling_ends(course: Course, house: House) -> None:
    factories.slot(house, on=NEXT_WEEK, at=time(12, 15))
    assert plan(course, house).pk


def test_another_counsellors_open_counselling_is_in_nobodys_way(
    course: Course, house: House
) -> None:
    factories.slot(house, on=NEXT_WEEK, at=time(13), counsellor=house.colleague)
    assert plan(course, house).pk


def test_who_is_away_meets_nobody(course: Course, house: House) -> None:
    Absence.objects.create(
        user=house.caseworker,
        during=DateRange(NEXT_WEEK, NEXT_WEEK, "[]"),
        recorded_by=house.leader,
        recorded_at=AT,
    )
    with pytest.raises(Refused, match=r"fraværende torsdag 17\. december"):
        plan(course, house)
    assert plan(course, house, when=when(NEXT_WEEK + timedelta(days=1))).pk


def test_a_closed_centre_meets_nobody(course: Course, house: House) -> None:
    Closure.objects.create(unit=house.youth, on=NEXT_WEEK, recorded_by=house.leader, recorded_at=AT)
    assert plan(course, house).pk
    closed = NEXT_WEEK + timedelta(days=1)
    Closure.objects.create(unit=None, on=closed, recorded_by=house.leader, recorded_at=AT)
    with pytest.raises(Refused, match="har lukket"):
        plan(course, house, when=when(closed))


# --- Held or not ---------------------------------------------------------------------------------


def test_one_act_writes_who_came_the_note_the_goals_and_the_next_time(
    course: Course, house: House
) -> None:
    goal = cases.agreed(course, house).goals.first()
    assert goal is not None
    one = record(
        cases.session(course, house),
        house,
        note="Sov bedre i denne uge.",
        goals=[goal.key],
        then=when(NEXT_WEEK),
    )
    assert (one.attendance, one.settled_by, one.goals) == (
        "attended",
        house.caseworker,
        [str(goal.key)],
    )
    assert one.notes.get().text == "Sov bedre i denne uge."
    assert Session.objects.planned().get().held_on == NEXT_WEEK
    assert "bedre" not in str(list(AuditEntry.objects.values_list("detail", flat=True)))


def test_the_first_talk_attended_begins_the_treatment_and_stops_the_guarantee(
    course: Course, house: House
) -> None:
    record(cases.session(course, house), house)
    course.refresh_from_db()
    assert (course.status, course.begun_on) == ("running", TODAY)
    assert Clock.objects.get(kind="alcohol").stopped_on == TODAY


@pytest.mark.parametrize("attendance", ["no_show", "cancelled", "cancelled_by_us"])
def test_a_talk_nobody_came_to_begins_nothing(
    course: Course, house: House, attendance: str
) -> None:
    record(cases.session(course, house), house, attendance=attendance)
    course.refresh_from_db()
    assert course.status == "set_up"
    assert Clock.objects.get(kind="alcohol").stopped_on is None


@pytest.mark.parametrize("note", ["", "Sov bedre."])
def test_a_second_click_writes_nothing_twice(course: Course, house: House, note: str) -> None:
    planned, key = cases.session(course, house), uuid.uuid4()
    told: dict[str, Any] = {"note": note, "form_key": key, "then": when(NEXT_WEEK)}
    found = [record(planned, house, **told) for _again in range(2)]
    assert found[0] == found[1]
    assert SessionNote.objects.count() == (1 if note else 0)
    assert Session.objects.count() == 2
    assert AuditEntry.objects.filter(action="session.settle").count() == 1


def test_the_same_form_with_other_words_is_refused_and_the_first_ones_stay(
    course: Course, house: House
) -> None:
    planned, key = cases.session(course, house), uuid.uuid4()
    record(planned, house, note="Sov bedre.", form_key=key)
    with pytest.raises(Refused, match="andre svar"):
        record(planned, house, note="Sov værre.", form_key=key)
    assert SessionNote.objects.get().text == "Sov bedre."


@pytest.mark.parametrize("note", ["", "Sov bedre."])
def test_a_next_time_asked_for_by_a_second_click_alone_is_not_said_to_be_agreed(
    course: Course, house: House, note: str
) -> None:
    planned, told = cases.session(course, house), {"note": note, "form_key": uuid.uuid4()}
    record(planned, house, **told)
    with pytest.raises(Refused, match="andre svar"):
        record(planned, house, **told, then=when(NEXT_WEEK))
    assert Session.objects.get() == planned


def test_what_a_colleague_has_written_down_is_not_written_over(
    course: Course, house: House
) -> None:
    planned = cases.session(course, house)
    record(planned, house, attendance="no_show", by=house.colleague)
    with pytest.raises(Refused, match="af en anden"):
        record(planned, house, note="Kom for sent")
    assert Session.objects.get().attendance == "no_show"
    assert not SessionNote.objects.exists()


@pytest.mark.parametrize("attendance", ["attended", "no_show"])
def test_who_comes_tomorrow_is_not_known_today(
    course: Course, house: House, attendance: str
) -> None:
    planned = plan(course, house)
    with pytest.raises(Refused, match="ikke kommet endnu"):
        record(planned, house, attendance=attendance)
    assert record(planned, house, attendance="cancelled").attendance == "cancelled"


def test_a_next_time_that_cannot_be_leaves_all_of_it_unsaid(course: Course, house: House) -> None:
    factories.slot(house, on=NEXT_WEEK, at=time(13))
    with pytest.raises(Refused, match="Åben Rådgivning"):
        record(cases.session(course, house), house, note="Sov bedre.", then=when(NEXT_WEEK))
    assert Session.objects.get().attendance == "planned"
    assert not SessionNote.objects.exists()
    course.refresh_from_db()
    assert course.status == "set_up"


def test_a_talk_that_was_not_planned_is_written_down_by_who_held_it(
    course: Course, house: House
) -> None:
    told: dict[str, Any] = {
        "course_id": course.pk,
        "when": when(TODAY, at=time(8)),
        "attendance": "attended",
        "note": "Kom forbi.",
        "form_key": uuid.uuid4(),
        "by": house.colleague,
        "at": EVENING,
    }
    found = [record_unplanned_session(**told) for _again in range(2)]
    assert found[0] == found[1] == Session.objects.get()
    assert (found[0].counsellor, found[0].attendance) == (house.colleague, "attended")
    assert SessionNote.objects.count() == 1
    with pytest.raises(Refused, match="andre svar"):
        record_unplanned_session(**{**told, "note": "Kom ikke forbi."})
    with pytest.raises(Refused, match="andre svar"):
        record_unplanned_session(**told, then=when(NEXT_WEEK))
    with pytest.raises(Refused, match="Borgeren har allerede"):
        record_unplanned_session(**{**told, "form_key": uuid.uuid4()})


def test_nothing_is_written_about_a_treatment_that_has_ended(course: Course, house: House) -> None:
    planned = cases.session(course, house)
    Course.objects.update(status="ended", begun_on=TODAY, ended_on=TODAY)
    with pytest.raises(Refused, match="afsluttet"):
        record(planned, house)
    with pytest.raises(Refused, match="afsluttet"):
        plan(course, house)
