"""The invented centre: every state, nobody real, and the same one for the same seed."""

import re
from datetime import date, time
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from centre.calendar import danish_day, danish_moment
from centre.citizens.models import Citizen
from centre.clocks.choices import Kind, State
from centre.clocks.models import Alert, Clock
from centre.drafts.queries import lines
from centre.staff.models import User
from centre.standard.loader import load_shipped
from centre.standard.rules import unit_for_age_group
from followup.models import FollowUp
from intake.choices import BookingStatus, DecisionStatus, InquiryStatus
from intake.models import Booking, Decision, Inquiry
from intake.queries.drafts import REGISTER
from tests.promises import COUNCILS
from treatment.choices import CourseStatus
from treatment.models import Course, Session
from treatment.queries.cap import cap_of
from treatment.rules.review import review_months

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
# A number whose day is past 60 belongs to nobody.
NOBODYS_CPR = re.compile(r"^(6[1-9]|[78]\d|9[01])\d{8}$")


def demo(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    monkeypatch.setattr(settings, "MUNICIPALITY", settings.MUNICIPALITY)
    call_command("demo", "--as-of", TODAY.isoformat(), *words, stdout=StringIO())


@pytest.mark.parametrize("key", COUNCILS)
def test_every_state_is_present_in_every_council(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    demo(monkeypatch, "--municipality", key)
    assert set(Inquiry.objects.values_list("status", flat=True)) == set(InquiryStatus.values)
    assert set(Booking.objects.values_list("status", flat=True)) == set(BookingStatus.values)
    states = {clock.state_on(TODAY) for clock in Clock.objects.all()}
    assert set(Decision.objects.values_list("status", flat=True)) >= {
        *(DecisionStatus.PREPARED, DecisionStatus.TO_APPROVE, DecisionStatus.SENT),
    }
    assert set(Course.objects.values_list("status", flat=True)) >= {
        *(CourseStatus.SET_UP, CourseStatus.RUNNING, CourseStatus.ENDED),
    }
    assert any(cap_of(course).is_near for course in Course.objects.running())
    assert Session.objects.planned().exists()
    calls = {one.state_on(TODAY) for one in Clock.objects.filter(kind=Kind.FOLLOW_UP_1)}
    assert State.BREACHED in calls
    assert not FollowUp.objects.filter(discharge__reason="dead").exists()
    # Nothing in the law lets a guarantee rest, so no clock of the demo is paused.
    assert states == set(State) - {State.PAUSED}
    assert Alert.objects.exists()


@pytest.mark.parametrize("key", COUNCILS)
def test_an_inquiry_stands_with_the_unit_that_takes_its_age(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo(monkeypatch, "--municipality", key)
    adults = unit_for_age_group(load_shipped(key), "30_plus")
    for inquiry in Inquiry.objects.filter(age_group="30_plus").select_related("unit"):
        assert inquiry.unit.key == adults.key
    assert User.objects.get(username="caseworker", unit__key=adults.key).takes_open_counselling


def test_people_are_invented(monkeypatch: pytest.MonkeyPatch) -> None:
    demo(monkeypatch)
    people = list(Citizen.objects.all())
    assert any(one.cpr for one in people)
    assert all(NOBODYS_CPR.match(one.cpr) for one in people if one.cpr)
    assert all(one.phone.startswith("+4500") for one in people)
    assert all(one.email.endswith("@example.com") for one in people if one.email)


def picture() -> list[Any]:
    """What the centre looks like, without the random numbers of its rows."""
    inquiries = Inquiry.objects.select_related("citizen").order_by("received_at", "form_key")
    clocks = Clock.objects.order_by("starts_on", "kind", "stopped_on", "basis")
    return [
        *((one.received_at, one.status, one.citizen and one.citizen.name) for one in inquiries),
        *clocks.values_list("kind", "due_on", "stopped_on"),
    ]


def centre_of(monkeypatch: pytest.MonkeyPatch, seed: str) -> list[Any]:
    """The centre a seed gives, taken down again."""
    with transaction.atomic():
        demo(monkeypatch, "--seed", seed)
        seen = picture()
        transaction.set_rollback(True)
    return seen


def test_the_same_seed_gives_the_same_centre(monkeypatch: pytest.MonkeyPatch) -> None:
    first = centre_of(monkeypatch, "7")
    assert centre_of(monkeypatch, "7") == first
    assert centre_of(monkeypatch, "8") != first


@pytest.mark.parametrize("key", COUNCILS)
def test_somebody_is_in_the_middle_of_writing(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    demo(monkeypatch, "--municipality", key)
    for username, form in (("caseworker", "inquiry.attempt"), ("colleague", REGISTER)):
        user = User.objects.get(username=username)
        (line,) = lines(user)
        assert line.draft.form == form
        assert line.subject is not None, "its page opens"
        assert danish_day(line.draft.saved_at) <= TODAY


def test_a_login_stands_ready_for_each_role(monkeypatch: pytest.MonkeyPatch) -> None:
    demo(monkeypatch)
    for username in ("caseworker", "doctor", "leader", "secretary", "admin"):
        assert User.objects.get(username=username).check_password("traedesten-demo-2026")


def test_rebild_runs_a_clock_of_its_own_for_anonymous_drug_treatment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    demo(monkeypatch, "--municipality", "rebild")
    assert Clock.objects.filter(kind=Kind.ANONYMOUS_DRUG, source="local").exists()


@pytest.mark.parametrize("key", ["haderslev", "rebild"])
def test_a_plan_is_overdue_where_the_council_says_how_often_it_is_looked_at(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo(monkeypatch, "--municipality", key)
    late = Clock.objects.breached(TODAY).filter(kind=Kind.PLAN_REVIEW)
    assert review_months(load_shipped(key), "") == 3
    assert {one.plan_review.plan.course.status for one in late} == {CourseStatus.RUNNING}


def test_it_is_refused_where_demo_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", False)
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("demo")
    assert not User.objects.exists()


def test_it_is_refused_where_people_are(monkeypatch: pytest.MonkeyPatch) -> None:
    demo(monkeypatch)
    before = Inquiry.objects.count()
    with pytest.raises(CommandError, match=r"inquiries in this database.*DATABASE_URL"):
        demo(monkeypatch)
    monkeypatch.setattr(settings, "EMBEDDED", True)
    with pytest.raises(CommandError, match="make empty MUNICIPALITY=haderslev"):
        demo(monkeypatch)
    demo(monkeypatch, "--if-empty")
    assert Inquiry.objects.count() == before


def test_more_citizens_are_made_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    demo(monkeypatch, "--citizens", "60")
    assert Inquiry.objects.count() >= 60
    assert not Inquiry.objects.filter(received_at__gt=danish_moment(TODAY, time(23))).exists()
