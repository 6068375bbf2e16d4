"""One fact for every floor: where a death is told, where that is set right, and who is not called."""

import uuid
from datetime import time, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from centre.calendar import danish_moment
from centre.citizens.models import Death
from centre.citizens.queries import has_died
from centre.clocks.actions.sweep import sweep
from centre.clocks.models import Alert, Clock
from centre.clocks.queries import subject_of, with_subjects
from centre.post.models import Message
from centre.refusal import Refused
from followup.actions import pull
from followup.actions.call import hand_over
from followup.models import FollowUp
from intake.actions.death import not_dead_after_all, tell_of_death
from intake.actions.guarantee import release
from intake.choices import ReleaseReason
from intake.models import Inquiry
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.followup.cases import (
    CALLED_AT,
    CORRECTED_AT,
    corrected,
    course,
    discharged,
    ended,
    follow_up,
    of,
    taken_back,
    tried,
)
from tests.intake.guarantees import DAY, guarantee, later
from tests.intake.public import text_of
from tests.there import there
from tests.treatment import cases
from treatment.actions.discharge import correct_discharge, take_back
from treatment.models import Course

pytestmark = pytest.mark.django_db
told_before = import_module("followup.migrations.0005_death").told_before
DEAD: dict[str, Any] = {
    "reason": "dead",
    "result": "unknown",
    "follow_up_route": "none",
    "follow_up_detail": "",
}


@pytest.fixture
def one(house: House) -> FollowUp:
    return follow_up(house)


def died(one: Course) -> bool:
    return has_died(one.citizen_id)


def told_in_file(one: Course, house: House) -> None:
    assert one.citizen_id is not None
    tell_of_death(
        citizen_id=one.citizen_id,
        told_in="file",
        told_of=one.citizen_id,
        by=house.caseworker,
        at=CALLED_AT,
    )


def asks_again(one: Course, house: House) -> Inquiry:
    """Another inquiry of the same citizen, whose deadline runs."""
    other = course(house, "alcohol")
    Inquiry.objects.filter(pk=other.inquiry_id).update(citizen=one.citizen_id)
    Course.objects.filter(pk=other.pk).update(citizen=one.citizen_id)
    return Inquiry.objects.get(pk=other.inquiry_id)


def test_a_discharge_tells_it_and_set_right_it_does_not_hold(house: House) -> None:
    one = course(house)
    made = discharged(house, one=one, **DEAD)
    assert died(one)
    correct_discharge(
        discharge_id=made.pk,
        content=cases.ending(goals=cases.goals_of(one)),
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=CALLED_AT,
    )
    assert not died(one)


def test_a_discharge_that_is_taken_back_takes_it_back(house: House) -> None:
    one = course(house)
    made = discharged(house, one=one, **DEAD)
    by, at = house.caseworker, made.at
    take_back(discharge_id=made.pk, form_key=uuid.uuid4(), by=by, at=at)
    assert not died(one)
    assert Death.objects.get().taken_back_at == at


def test_a_discharge_set_right_to_dead_tells_it(house: House) -> None:
    one = course(house)
    made = discharged(house, one=one)
    correct_discharge(
        discharge_id=made.pk,
        content=cases.ending(**DEAD),
        form_key=uuid.uuid4(),
        by=house.caseworker,
        at=CALLED_AT,
    )
    assert died(one)


def test_a_call_tells_it_once_though_it_ends_the_other_calls_too(
    one: FollowUp, house: House
) -> None:
    ended(one, house, "dead")
    told = Death.objects.get()
    assert (told.told_in, told.told_of, told.told_by) == ("follow_up", one.pk, house.caseworker)


@pytest.mark.parametrize("back", [taken_back, lambda one, house: corrected(one, house, "reached")])
def test_a_call_that_is_set_right_or_taken_back_takes_it_back(
    one: FollowUp, house: House, back: Any
) -> None:
    ended(one, house, "dead")
    back(one, house)
    assert not died(one.course)
    assert of(one.discharge)[1] == (6, "")


def test_other_words_about_the_same_death_leave_it_told(one: FollowUp, house: House) -> None:
    ended(one, house, "dead")
    corrected(one, house, "dead", note="Oplyst af datteren.")
    assert Death.objects.get().taken_back_at is None


def test_a_call_that_tells_it_releases_the_deadline_of_another_inquiry(
    one: FollowUp, house: House
) -> None:
    again = guarantee(house, "alcohol")
    Inquiry.objects.filter(pk=again.inquiry_id).update(citizen=one.course.citizen_id)
    ended(one, house, "dead")
    again.clock.refresh_from_db()
    assert again.clock.ended_as == "release"


def test_nobody_is_called_of_whom_the_file_says_it_and_again_when_it_is_taken_back(
    one: FollowUp, house: House
) -> None:
    told_in_file(one.course, house)
    pull(at=CALLED_AT)
    assert of(one.discharge) == [(1, "dead"), (6, "dead")]
    citizen_id = one.course.citizen_id
    assert citizen_id is not None
    not_dead_after_all(citizen_id=citizen_id, by=house.caseworker, at=CORRECTED_AT)
    pull(at=CORRECTED_AT)
    assert of(one.discharge) == [(1, ""), (6, "")]


def test_from_the_moment_it_is_told_nobody_is_to_call(
    one: FollowUp, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the next pull has ended them."""
    at_the_doors(monkeypatch, CALLED_AT)
    client, citizen = logged_in(house.caseworker), one.course.citizen_id
    desk, calls, file = (
        "/staff/?who=unit",
        "/staff/follow-ups/?show=all",
        f"/staff/citizens/{citizen}/",
    )
    address = f"/staff/follow-ups/{one.pk}/"
    for page in (desk, calls, file):
        assert address in client.get(page).content.decode()
    told_in_file(one.course, house)
    assert of(one.discharge) == [(1, ""), (6, "")]
    for page in (desk, calls, file):
        assert address not in client.get(page).content.decode()
    assert "0 Opfølgninger denne uge" in text_of(client.get(desk))
    subject = subject_of(with_subjects(Clock.objects.filter(pk=one.clock_id))[0])
    assert subject is not None
    assert subject.next_step(CALLED_AT.date()) == "Borgeren er død: ingen ringes op"
    not_dead_after_all(citizen_id=there(citizen), by=house.caseworker, at=CALLED_AT)
    assert address in client.get(calls).content.decode()


def test_nobody_is_mailed_of_a_call_to_the_dead_and_no_leader_counts_it(
    one: FollowUp, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the next pull has ended it; taken back, it is warned of after all."""
    due_on = there(there(one.clock).due_on)
    late = danish_moment(due_on + timedelta(days=1), time(9))
    board = f"/staff/risk/deadlines/?state=late&kind={there(one.clock).kind}"
    at_the_doors(monkeypatch, late)
    client, address = logged_in(house.leader), f"/staff/follow-ups/{one.pk}/"

    def counted() -> bool:
        tables = client.get("/staff/risk/").context["tables"]
        assert (address in client.get(board).content.decode()) is any(
            group.late for group in tables[0].groups
        )
        return any(group.late for table in tables for group in table.groups)

    def warned() -> bool:
        sweep(at=late, started_at=late)
        return Alert.objects.filter(clock=one.clock_id).exists()

    assert counted()
    told_in_file(one.course, house)
    assert not counted()
    before = Message.objects.count()
    assert not warned()
    assert Message.objects.count() == before
    not_dead_after_all(citizen_id=there(one.course.citizen_id), by=house.caseworker, at=late)
    assert counted() and warned()
    assert Message.objects.count() > before


def test_no_call_is_tried_put_off_or_given_to_somebody_else(
    one: FollowUp, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, CALLED_AT)
    told_in_file(one.course, house)
    with pytest.raises(Refused, match="Ingen skal ringes op"):
        tried(one, house)
    with pytest.raises(Refused, match="Ingen skal ringes op"):
        hand_over(follow_up_id=one.pk, to=house.colleague, by=house.caseworker, at=CALLED_AT)
    page = logged_in(house.caseworker).get(f"/staff/follow-ups/{one.pk}/").content.decode()
    assert "act-tried" not in page
    assert "act-caller" not in page
    # What was said before is still written down.
    assert ended(one, house, "dead").outcome == "dead"


def test_the_pages_say_it_and_show_no_number(
    one: FollowUp, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, CALLED_AT)
    open_course = asks_again(one.course, house).courses.get()
    client = logged_in(house.caseworker)
    call, treatment = f"/staff/follow-ups/{one.pk}/", f"/staff/courses/{open_course.pk}/"
    assert "20 00 00 01" in client.get(call).content.decode()
    told_in_file(one.course, house)
    for address in (call, treatment):
        assert "Borgeren er død" in client.get(address).content.decode()
    assert "20 00 00 01" not in client.get(call).content.decode()
    assert "Afslut behandlingen" in client.get(treatment).content.decode()


def test_the_desk_asks_for_the_end_in_place_of_the_talk_and_of_the_plan(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, danish_moment(cases.TODAY, time(8)))
    one = course(house)
    cases.session(one, house)
    client = logged_in(house.caseworker)
    review = Clock.objects.filter(kind="plan_review")

    def next_step() -> str:
        subject = subject_of(with_subjects(review)[0])
        return subject.next_step(cases.TODAY) if subject else ""

    assert "Mødte" in client.get("/staff/").content.decode()
    assert "Revidér planen" in next_step()
    told_in_file(one, house)
    desk = client.get("/staff/").content.decode()
    assert "Borgeren er død: afslut behandlingen" in desk
    assert "Mødte" not in desk
    assert next_step() == "Borgeren er død: afslut behandlingen"


def test_what_was_told_before_there_was_one_place_for_it_is_put_there(house: House) -> None:
    first, second = course(house), course(house)
    ends = discharged(house, one=first, **DEAD)
    call = follow_up(house)
    ended(call, house, "dead")
    wrong = discharged(house, one=second, **DEAD)
    take_back(discharge_id=wrong.pk, form_key=uuid.uuid4(), by=house.caseworker, at=wrong.at)
    inquiry = asks_again(course(house), house)
    Death.objects.all().delete()
    told_before(apps, None)
    told = Death.objects.exclude(told_in="guarantee")
    found = set(told.values_list("told_in", "told_of", "told_at"))
    call.refresh_from_db()
    assert found == {
        ("discharge", first.pk, ends.at),
        ("follow_up", call.pk, call.ended_at),
    }
    assert not has_died(inquiry.citizen_id)


def test_a_deadline_that_was_released_as_dead_is_put_there_too(house: House) -> None:
    dead, gone = guarantee(house), guarantee(house, "alcohol")
    for one, reason in ((dead, ReleaseReason.DEAD), (gone, ReleaseReason.MOVED_AWAY)):
        release(guarantee_id=one.pk, on=DAY, reason=reason, by=house.caseworker, at=later(1))
    Death.objects.all().delete()
    told_before(apps, None)
    assert has_died(dead.inquiry.citizen_id)
    assert not has_died(gone.inquiry.citizen_id)
