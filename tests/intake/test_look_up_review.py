"""The leader reviews what was opened with a reason, within three working days (design 6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from centre.citizens.actions import Person
from centre.clocks.actions.sweep import sweep
from centre.clocks.choices import EventType, Kind, State
from centre.clocks.models import Alert, Clock
from centre.records.models import AuditEntry, LookUp
from centre.refusal import Refused
from centre.staff.choices import Role
from centre.staff.models import User
from intake.actions.search import look_up, review
from intake.choices import Verdict
from intake.models import Inquiry, LookUpReview
from intake.rules.look_up import review as due
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
# A Thursday: three working days later is a Tuesday.
AT = moment("2026-12-10 09.30")
REASON = "Borgeren ringede til mig selv om natten."
FOUND = "Var nabo. Talt med medarbejderen den 11."


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def own_leader(house: House) -> User:
    return factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)


@pytest.fixture
def theirs(house: House, own_leader: User) -> Inquiry:
    """Of the adults' unit."""
    person = Person(name="Ærø Ødegård", phone="+4520304077")
    return factories.inquiry(house, received_at=AT - timedelta(days=1), person=person)


@pytest.fixture
def made(house: House, theirs: Inquiry) -> LookUp:
    """By somebody of the youth's unit."""
    opened(theirs, house.youth_worker)
    return LookUp.objects.get()


def opened(inquiry: Inquiry, by: User) -> None:
    assert inquiry.citizen_id is not None
    look_up(citizen_id=inquiry.citizen_id, reason="contact", text=REASON, by=by, at=AT)


def reviewed(made: LookUp, by: User, **changes: Any) -> LookUpReview:
    given = {"verdict": Verdict.WARRANTED, "words": "", "at": AT + timedelta(hours=1), **changes}
    return review(look_up_id=made.pk, by=by, **given)


@pytest.mark.parametrize(
    ("opened_on", "due_on"),
    [
        ("2026-12-10", "2026-12-15"),
        ("2026-12-11", "2026-12-16"),
        ("2026-12-12", "2026-12-16"),
        # Christmas, New Year and their weekends in between.
        ("2026-12-23", "2026-12-30"),
        ("2026-12-30", "2027-01-06"),
        ("2027-03-24", "2027-04-01"),
    ],
)
def test_three_working_days(opened_on: str, due_on: str) -> None:
    assert due(date.fromisoformat(opened_on)).due_and_act_by[0] == date.fromisoformat(due_on)


def test_a_look_up_starts_the_leaders_deadline_and_no_other(
    made: LookUp, theirs: Inquiry, own_leader: User
) -> None:
    clock = made.review.clock
    assert (clock.kind, clock.unit, clock.citizen) == (
        Kind.LOOK_UP_REVIEW,
        theirs.unit,
        theirs.citizen,
    )
    assert (clock.starts_on, clock.due_on) == (date(2026, 12, 10), date(2026, 12, 15))
    assert clock.responsible == own_leader


def test_a_second_reason_within_the_hour_asks_for_no_second_review(
    made: LookUp, theirs: Inquiry, house: House
) -> None:
    opened(theirs, house.youth_worker)
    assert (
        LookUpReview.objects.count() == Clock.objects.filter(kind=Kind.LOOK_UP_REVIEW).count() == 1
    )


@pytest.mark.threat("T1")
def test_it_stands_on_the_leaders_desk_and_on_nobody_elses(
    made: LookUp, own_leader: User, house: House
) -> None:
    kinds = {
        user: set(Clock.objects.for_user(user, AT).values_list("kind", flat=True))
        for user in (
            own_leader,
            house.leader,
            house.caseworker,
            house.secretary,
            house.youth_worker,
        )
    }
    seeing = {user for user, seen in kinds.items() if Kind.LOOK_UP_REVIEW in seen}
    assert seeing == {own_leader, house.leader}
    page = logged_in(own_leader).get(reverse("clocks:desk")).content.decode()
    for words in ("ÆØ, opslag", "Gennemgå opslaget", address(made)):
        assert words in page
    assert (
        address(made)
        not in logged_in(house.caseworker).get(reverse("clocks:desk")).content.decode()
    )


def address(made: LookUp) -> str:
    return reverse("intake:look_up_review", args=[made.pk])


def test_a_review_that_is_forgotten_climbs_the_ladder(made: LookUp, own_leader: User) -> None:
    sweep(at=AT + timedelta(days=6), started_at=AT)
    assert Alert.objects.filter(clock=made.review.clock).exists()
    assert made.review.clock.state_on(date(2026, 12, 16)) == State.BREACHED


def test_what_was_found_is_written_down_once_and_stops_the_deadline(
    made: LookUp, own_leader: User, house: House
) -> None:
    found = reviewed(made, own_leader, verdict=Verdict.UNWARRANTED, words=FOUND)
    assert (found.verdict, found.words, found.reviewed_by) == ("unwarranted", FOUND, own_leader)
    clock = Clock.objects.get(pk=found.clock_id)
    assert (clock.ended_as, clock.stopped_on) == (EventType.STOP, AT.date())
    line = AuditEntry.objects.get(action="records.look_up_review")
    assert (line.by, line.detail) == (own_leader, {"verdict": "unwarranted"})
    with pytest.raises(Refused, match="gennemgået"):
        reviewed(made, house.leader)
    found.refresh_from_db()
    assert found.verdict == Verdict.UNWARRANTED


@pytest.mark.threat("T1")
def test_nobody_reviews_their_own_look_up(house: House, theirs: Inquiry) -> None:
    """A leader of the youth's unit who now leads all of them, and is not the only one."""
    asker = factories.UserFactory(username="asker", role=Role.LEADER, unit=house.youth)
    opened(theirs, asker)
    asker.unit = None
    asker.save()
    with pytest.raises(Refused, match="selv har åbnet"):
        reviewed(LookUp.objects.get(), asker)
    page = logged_in(asker).get(address(LookUp.objects.get())).content.decode()
    assert "en anden leder" in page
    assert "<textarea" not in page


def test_another_units_leader_finds_nothing_to_review(made: LookUp, house: House) -> None:
    other = factories.UserFactory(username="youths", role=Role.LEADER, unit=house.youth)
    with pytest.raises(LookUp.DoesNotExist):
        reviewed(made, other)
    assert logged_in(other).get(address(made)).status_code == 404
    assert logged_in(house.caseworker).get(address(made)).status_code == 403


def test_the_page_tells_who_why_and_how_much_and_is_itself_logged(
    made: LookUp, theirs: Inquiry, own_leader: User, house: House
) -> None:
    logged_in(house.youth_worker).get(reverse("intake:inquiry", args=[theirs.pk]))
    page = logged_in(own_leader).get(address(made)).content.decode()
    for words in (
        REASON,
        str(house.youth_worker),
        "1 side",
        "5 dage tilbage",
        "Borgeren henvendte",
    ):
        assert words in page, words
    assert "Ødegård" not in page
    assert readings(purpose="look-up review", citizen=theirs.citizen) == 1


def test_a_leader_who_finds_no_reason_says_what_and_is_told_whom_to_tell(
    made: LookUp, own_leader: User
) -> None:
    client = logged_in(own_leader)
    page = client.post(address(made), {"verdict": "unwarranted", "words": " "}).content.decode()
    assert "Skriv, hvad du fandt" in page
    assert not LookUpReview.objects.get().verdict
    answer = client.post(address(made), {"verdict": "unwarranted", "words": FOUND}, follow=True)
    assert "72 timer" in answer.content.decode()
    assert "Der var ikke en god grund" in answer.content.decode()
    page = client.get(address(made)).content.decode()
    assert FOUND in page and "<textarea" not in page


def test_a_cpr_number_in_what_was_found_is_masked(made: LookUp, own_leader: User) -> None:
    words = {"verdict": "warranted", "words": "Drejede sig om 050520-9996."}
    logged_in(own_leader).post(address(made), words)
    assert "9996" not in LookUpReview.objects.get().words


def test_a_look_up_from_before_there_were_reviews_can_still_be_read(
    made: LookUp, own_leader: User
) -> None:
    LookUpReview.objects.all().delete()
    page = logged_in(own_leader).get(address(made)).content.decode()
    assert REASON in page and "<textarea" not in page
    assert logged_in(own_leader).get(reverse("intake:look_ups")).status_code == 200


def test_nothing_is_written_of_one_that_asks_for_no_review(made: LookUp, own_leader: User) -> None:
    LookUpReview.objects.all().delete()
    answer = logged_in(own_leader).post(address(made), {"verdict": "warranted", "words": ""})
    assert answer.status_code == 422
    assert "før der var gennemgange" in answer.content.decode()
    assert not AuditEntry.objects.filter(action="records.look_up_review").exists()


def test_who_leads_alone_by_now_reviews_their_own_and_the_trail_says_so(
    house: House, theirs: Inquiry, own_leader: User
) -> None:
    asker = factories.UserFactory(username="asker", role=Role.LEADER, unit=house.youth)
    opened(theirs, asker)
    made = LookUp.objects.get()
    asker.unit = house.adults
    asker.save()
    client, sent = logged_in(asker), {"verdict": "warranted", "words": ""}
    others = User.objects.filter(role=Role.LEADER).exclude(pk=asker.pk)
    # One who leads all units is enough, and one who leads this one.
    for last in (house.leader, own_leader):
        others.exclude(pk=last.pk).update(is_active=False)
        assert "<textarea" not in client.get(address(made)).content.decode()
        assert "selv har åbnet" in client.post(address(made), sent).content.decode()
        others.update(is_active=True)
    others.update(is_active=False)
    page = client.get(address(made)).content.decode()
    assert "ingen anden leder" in page and "<textarea" in page
    client.post(address(made), sent)
    found = LookUpReview.objects.get()
    assert (found.verdict, found.reviewed_by) == ("warranted", asker)
    assert Clock.objects.get(pk=found.clock_id).ended_as == EventType.STOP
    line = AuditEntry.objects.get(action="records.look_up_review")
    assert line.detail == {"verdict": "warranted", "alone": True}
