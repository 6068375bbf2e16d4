"""The invented centre: every state, nobody real, and the desk and lists of each login are full of work."""

import re
from collections.abc import Iterator
from datetime import time

import pytest
from pytest_django import DjangoDbBlocker

from centre.calendar import danish_day, danish_moment
from centre.citizens.models import Citizen
from centre.clocks.choices import Kind, State
from centre.clocks.models import Alert, Clock
from centre.drafts.queries import lines
from centre.forms.cpr import birth_date
from centre.journal.choices import NoteKind, Regime
from centre.journal.models import Note, PassingOn
from centre.rights import choices as rights
from centre.rights.models import RightsRequest
from centre.staff.models import User
from centre.standard.loader import load_shipped
from centre.standard.rules import unit_for_age_group
from complaints.choices import BoardOutcome, Reassessed, Status
from complaints.models import Complaint
from followup.models import FollowUp
from intake.choices import BookingStatus, DecisionStatus, InquiryStatus
from intake.models import Booking, Decision, Inquiry
from intake.queries.drafts import REGISTER
from reporting.queries.board import counted
from reporting.rules.period import period_before
from tests.conftest import never_committed
from tests.desk import at_the_doors, logged_in
from tests.promises import COUNCILS
from tests.reporting.test_demo_command import TODAY, invent
from treatment.choices import CourseStatus
from treatment.models import Course, Session
from treatment.queries.cap import cap_of
from treatment.rules.review import review_months

pytestmark = pytest.mark.django_db
# A number whose day is past 60 belongs to nobody.
OLDEST_BORN = 1900
NOBODYS_CPR = re.compile(r"^(6[1-9]|[78]\d|9[01])\d{8}$")


@pytest.fixture(scope="module", params=COUNCILS)
def centre(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """The centre of each council, invented once: each test looks at it, and leaves it as it was."""
    with never_committed(django_db_blocker):
        invent("--municipality", request.param)
        yield request.param


def test_every_state_is_present(centre: str) -> None:
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


def test_a_complaint_is_in_every_state(centre: str) -> None:
    told = Complaint.objects.all()
    assert {one.status for one in told} == set(Status)
    assert {one.reassessed for one in told} == {"", *Reassessed}
    assert BoardOutcome.CHANGED in {one.outcome for one in told}
    clocks = [one.clock for one in told.open().select_related("clock") if one.clock]
    states = {one.state_on(TODAY) for one in clocks}
    assert {State.RUNNING, State.AT_RISK, State.BREACHED, State.KEPT} <= states
    assert any("ros" in one.text for one in told)


def test_the_logins_see_the_complaints_in_list_desk_and_file(
    centre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, danish_moment(TODAY, time(9)))
    client = logged_in(User.objects.get(username="caseworker"))
    told = Complaint.objects.open()
    late = told.get(clock__due_on__lt=TODAY, clock__stopped_on=None)
    listed = client.get("/staff/complaints/?who=unit").content.decode()
    for one in told.exclude(about="staff"):
        assert f"/staff/complaints/{one.pk}/" in listed
    desk = client.get("/staff/").content.decode()
    assert f"/staff/complaints/{late.pk}/" in desk
    file = client.get(f"/staff/citizens/{late.citizen_id}/").content.decode()
    assert f"/staff/complaints/{late.pk}/" in file
    leader = logged_in(User.objects.get(username="leader"))
    listed = leader.get("/staff/complaints/?who=unit&show=closed").content.decode()
    praise = next(one for one in Complaint.objects.filter(about="staff") if "ros" in one.text)
    assert f"/staff/complaints/{praise.pk}/" in listed


def test_what_is_asked_about_own_data_is_in_every_state(
    centre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = RightsRequest.objects.select_related("clock")
    assert {one.status for one in asked} == set(rights.Status)
    assert {one.outcome for one in asked} >= {
        "",
        rights.Outcome.CORRECTED,
        rights.Outcome.MAINTAINED,
    }
    assert {one.clock.state_on(TODAY) for one in asked.open()} >= {State.RUNNING, State.BREACHED}
    at_the_doors(monkeypatch, danish_moment(TODAY, time(9)))
    client = logged_in(User.objects.get(username="caseworker"))
    ready = asked.get(status=rights.Status.READY)
    page = client.get(f"/staff/rights/{ready.pk}/").content.decode()
    assert "act-answer" in page
    assert (
        f"/staff/rights/{ready.pk}/"
        in client.get("/staff/rights/?who=unit&show=ready").content.decode()
    )


def test_what_the_council_promises_is_kept_to_some_and_not_to_all(centre: str) -> None:
    leader = User.objects.get(username="leader")
    standard, period = load_shipped(centre), period_before(TODAY)
    share = counted(leader, TODAY, period=period, standard=standard)[
        "guarantee_promised"
    ].whole.share
    assert share.part > 0
    assert share.part <= share.whole


def test_notes_stand_in_both_records_and_in_their_files(
    centre: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Note.objects.all()
    for regime, writer in ((Regime.SOCIAL, "caseworker"), (Regime.HEALTH, "doctor")):
        assert {one.written_by.username for one in told.filter(regime=regime)} == {writer}
    assert told.filter(corrects__isnull=False).exists()
    passed = PassingOn.objects.select_related("note").first()
    assert passed is not None
    at_the_doors(monkeypatch, danish_moment(TODAY, time(9)))
    mine = told.filter(regime=Regime.SOCIAL, kind=NoteKind.FACTS)[0]
    for one, username in ((passed.note, "doctor"), (mine, "caseworker")):
        client = logged_in(User.objects.get(username=username))
        file = client.get(f"/staff/citizens/{one.citizen_id}/").content.decode()
        assert one.heading in file


def test_an_inquiry_stands_with_the_unit_that_takes_its_age(centre: str) -> None:
    adults = unit_for_age_group(load_shipped(centre), "30_plus")
    for inquiry in Inquiry.objects.filter(age_group="30_plus").select_related("unit"):
        assert inquiry.unit.key == adults.key
    assert User.objects.get(username="caseworker", unit__key=adults.key).takes_open_counselling


def test_people_are_invented(centre: str) -> None:
    people = list(Citizen.objects.all())
    assert any(one.cpr for one in people)
    assert all(NOBODYS_CPR.match(one.cpr) for one in people if one.cpr)
    # Nobody of them is a hundred years older than the story says.
    born = [birth_date(one.cpr) for one in people if one.cpr]
    assert all(day is not None and day.year > OLDEST_BORN for day in born)
    assert all(one.phone.startswith("+4500") for one in people)
    assert all(one.email.endswith("@example.com") for one in people if one.email)
    online = [one for one in Complaint.objects.all() if one.contact]
    assert all(one.contact.startswith("+4500") for one in online)


def test_somebody_is_in_the_middle_of_writing(centre: str) -> None:
    for username, form in (("caseworker", "inquiry.attempt"), ("colleague", REGISTER)):
        user = User.objects.get(username=username)
        (line,) = lines(user)
        assert line.draft.form == form
        assert line.subject is not None, "its page opens"
        assert danish_day(line.draft.saved_at) <= TODAY


def test_a_login_stands_ready_for_each_role(centre: str) -> None:
    for username in ("caseworker", "doctor", "leader", "secretary", "admin"):
        assert User.objects.get(username=username).check_password("traedesten-demo-2026")


def test_only_who_promises_it_runs_a_clock_for_anonymous_drug_treatment(centre: str) -> None:
    promised = "anonymous_drug" in {one.kind for one in load_shipped(centre).clocks}
    own = Clock.objects.filter(kind=Kind.ANONYMOUS_DRUG, source="local")
    assert own.exists() == promised == (centre == "rebild")


def test_a_plan_is_overdue_where_the_council_says_how_often_it_is_looked_at(centre: str) -> None:
    late = Clock.objects.breached(TODAY).filter(kind=Kind.PLAN_REVIEW)
    if review_months(load_shipped(centre), "") == 3:
        assert {one.plan_review.plan.course.status for one in late} == {CourseStatus.RUNNING}
    else:
        assert centre not in ("haderslev", "rebild")
