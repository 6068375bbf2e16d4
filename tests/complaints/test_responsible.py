"""Who answers for a complaint from the moment it is written down, and where one stands that nobody has."""

import pytest
from django.urls import reverse
from pytest import MonkeyPatch

from complaints.actions import assign, connect, put_right
from complaints.choices import About, Track
from complaints.models import Complaint
from complaints.rules.responsible import answers_for
from intake.choices import Area
from tests.complaints import cases
from tests.complaints.pages import NOW, data
from tests.desk import at_the_doors, logged_in
from tests.factories import House, UserFactory
from tests.intake.public import text_of

pytestmark = pytest.mark.django_db
LIST = "/staff/complaints/"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.mark.parametrize(
    ("track", "assesses", "leads", "answers"),
    [
        (Track.APPEAL, True, False, True),
        (Track.APPEAL, False, False, False),
        (Track.SERVICE, True, False, False),
        (Track.SERVICE, True, True, True),
        (Track.ELSEWHERE, False, False, True),
    ],
)
def test_who_can_bring_it_to_its_end_answers(
    track: Track, assesses: bool, leads: bool, answers: bool
) -> None:
    assert answers_for(track, assesses=assesses, leads=leads) is answers


@pytest.mark.parametrize(
    ("who", "about", "area", "answers"),
    [
        ("caseworker", About.DECISION, Area.DRUGS, True),
        ("leader", About.DECISION, Area.DRUGS, True),
        # A secretary reads no decision and its grounds.
        ("secretary", About.DECISION, Area.DRUGS, False),
        # It may be about who wrote it down.
        ("caseworker", About.STAFF, Area.DRUGS, False),
        ("leader", About.STAFF, Area.DRUGS, True),
        # Another unit's.
        ("youth_worker", About.DECISION, Area.DRUGS, False),
    ],
)
def test_who_writes_it_down_answers_for_it_and_its_deadline(
    house: House, who: str, about: About, area: Area, answers: bool
) -> None:
    by = getattr(house, who)
    complaint = cases.registered(house, cases.refusal(house, area), about=about, by=by)
    expected = by if answers else None
    assert cases.fresh(complaint).responsible == expected
    if complaint.clock is not None:
        assert complaint.clock.responsible == expected


def test_one_that_comes_online_is_nobodys_yet(house: House) -> None:
    assert cases.online(house).responsible is None


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("caseworker", "Mette Åkjær 0 er ansvarlig."),
        ("secretary", "Ingen er ansvarlig endnu: Den ligger hos lederen."),
    ],
)
def test_the_page_tells_who_answers_for_it(house: House, who: str, words: str) -> None:
    decision = cases.refusal(house)
    where = f"{reverse('complaints:register')}?inquiry={decision.inquiry_id}"
    sent = data(about=About.DECISION, letter_reference="", decision=str(decision.pk))
    user = getattr(house, who)
    told = text_of(logged_in(user).post(where, sent, follow=True))
    complaint = Complaint.objects.get()
    assert (complaint.responsible == user) is (who == "caseworker")
    assert words.replace("Mette Åkjær 0", str(user)) in told


def test_the_leader_sees_what_nobody_answers_for_and_opens_just_that(house: House) -> None:
    nobodys = cases.registered(house, about=About.STAFF)
    cases.registered(house)
    tile = "Klager uden ansvarlig"
    for user in (house.leader, UserFactory(username="head", role="leader", unit=house.adults)):
        assert f"1 {tile}" in text_of(logged_in(user).get("/staff/?who=unit"))
    assert tile not in text_of(logged_in(house.caseworker).get("/staff/?who=unit"))
    rows = logged_in(house.leader).get(f"{LIST}?who=unit&show=nobodys").content.decode()
    assert f"{LIST}{nobodys.pk}/" in rows
    assert rows.count('<th scope="row"') == 1
    assign(complaint_id=nobodys.pk, to=house.leader, by=house.leader, at=NOW)
    assert tile not in text_of(logged_in(house.leader).get("/staff/?who=unit"))


@pytest.mark.parametrize(("who", "stays"), [("caseworker", False), ("leader", True)])
def test_one_that_turns_out_to_be_about_a_person_is_left_to_the_leader(
    house: House, who: str, stays: bool
) -> None:
    by = getattr(house, who)
    complaint = cases.registered(house, by=by)
    clock = complaint.clock
    assert (complaint.responsible, clock is not None) == (by, True)
    put_right(
        complaint_id=complaint.pk,
        about=About.STAFF,
        area=Area.DRUGS,
        words="Den handler om tonen.",
        by=house.leader,
        at=cases.LATER,
    )
    found = cases.fresh(complaint)
    assert (found.track, found.responsible) == (Track.SERVICE, by if stays else None)


def test_one_that_turns_out_to_be_over_a_decision_is_nobodys_who_cannot_assess(
    house: House,
) -> None:
    complaint = cases.registered(house, about=About.CASE_HANDLING)
    assign(complaint_id=complaint.pk, to=house.secretary, by=house.leader, at=cases.LATER)
    put_right(
        complaint_id=complaint.pk,
        about=About.DECISION,
        area=Area.DRUGS,
        words="",
        by=house.caseworker,
        at=cases.LATER,
    )
    found = cases.fresh(complaint)
    assert found.track == Track.APPEAL and found.clock is not None
    assert (found.responsible, found.clock.responsible) == (None, None)


@pytest.mark.parametrize(("who", "stays"), [("youth_worker", False), ("leader", True)])
def test_one_that_is_another_units_case_does_not_stay_with_who_had_it(
    house: House, who: str, stays: bool
) -> None:
    has = getattr(house, who)
    decision = cases.refusal(house)
    complaint = cases.online(house, unit=house.youth)
    assign(complaint_id=complaint.pk, to=has, by=house.leader, at=cases.LATER)
    connect(complaint_id=complaint.pk, decision_id=decision.pk, by=house.leader, at=cases.LATER)
    found = cases.fresh(complaint)
    assert (found.unit, found.responsible) == (house.adults, has if stays else None)
    assert found.clock is not None
    assert (found.clock.unit, found.clock.responsible) == (house.adults, found.responsible)
