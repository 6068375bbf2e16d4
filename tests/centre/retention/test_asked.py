"""What a citizen asked about their own data keeps their records, and goes with the last of them."""

from datetime import timedelta

import pytest

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.post.models import Letter
from centre.refusal import Refused
from centre.retention.actions.carry_out import carry_out
from centre.retention.choices import Hindrance, Kind, Outcome
from centre.retention.queries.records import records
from centre.rights.actions import withdraw
from centre.rights.choices import Right
from centre.rights.models import Piece, RequestEvent, RightsRequest
from intake.models import Inquiry
from tests.centre.retention.cases import (
    LATER,
    approved,
    asked_to_see,
    carried_out,
    delivered,
    drafted,
    ended_clocks,
    treated,
)
from tests.centre.retention.test_records import advised, due_of, only
from tests.centre.rights import cases as rights
from tests.factories import House
from tests.treatment import cases as treatment

pytestmark = pytest.mark.django_db


def citizen_of(one: Inquiry) -> Citizen:
    assert one.citizen is not None
    return one.citizen


@pytest.mark.parametrize("right", [Right.ACCESS, Right.CORRECTION])
def test_a_request_that_is_open_keeps_everything_however_old(house: House, right: str) -> None:
    citizen = citizen_of(advised(house))
    request = rights.asked(house, citizen, right=right)
    ended_clocks()
    assert only(citizen).hindrance == Hindrance.OPEN_REQUEST
    assert due_of(Kind.SOCIAL) == []
    withdraw(request_id=request.pk, words="Fortrød", by=house.caseworker, at=rights.LATER)
    assert only(citizen).hindrance == ""
    assert only(citizen).last_entry_on == danish_day(rights.LATER)


def test_a_request_that_comes_after_the_approval_is_seen(house: House) -> None:
    citizen = citizen_of(advised(house))
    made = approved(house)
    rights.asked(house, citizen, received_at=LATER)
    carry_out(at=LATER + timedelta(hours=1))
    assert made.lines.get().why == Hindrance.OPEN_REQUEST
    assert RightsRequest.objects.exists()


def test_nothing_is_asked_about_somebody_of_whom_nothing_is_left(house: House) -> None:
    citizen = citizen_of(advised(house))
    carried_out(house)
    with pytest.raises(Refused, match="slettet"):
        rights.asked(house, citizen, received_at=LATER)
    assert not RightsRequest.objects.exists()


def test_it_is_an_entry_of_whatever_there_is_of_the_citizen(house: House) -> None:
    health = treated(house, "alcohol").inquiry
    social = advised(house)
    Inquiry.objects.filter(pk=social.pk).update(citizen=health.citizen)
    citizen = citizen_of(health)
    asked_to_see(house, citizen)
    ended_clocks()
    delivered(house)
    answered = danish_day(rights.LATER)
    assert all(one.last_entry_on >= answered for one in records({citizen.pk}, danish_day(LATER)))


def test_the_sheets_of_a_file_that_was_given_go_while_the_request_stays(house: House) -> None:
    """A health record keeps the citizen: the request stays with them, and holds no social letter."""
    social = rights.family(house).inquiry
    health = treated(house, "alcohol").inquiry
    Inquiry.objects.filter(pk=health.pk).update(citizen=social.citizen)
    Inquiry.objects.filter(pk=social.pk).update(
        status="advised", closed_at=treatment.AT, closed_by=house.caseworker
    )
    citizen = citizen_of(social)
    asked_to_see(house, citizen)
    ended_clocks()
    delivered(house)
    sheets = set(social.decisions.values_list("letter", flat=True))
    assert Piece.objects.filter(letter__in=sheets).exists()
    made = carried_out(house, drafted(house, at=treatment.EVENING.replace(year=2033)))
    assert made.lines.get(subject=citizen.pk).outcome == Outcome.DONE
    assert not Letter.objects.filter(pk__in=sheets).exists()
    assert RightsRequest.objects.exists()
    carried_out(house, drafted(house, Kind.HEALTH))
    citizen.refresh_from_db()
    assert citizen.disposed_on == danish_day(LATER)
    for model in (RightsRequest, RequestEvent, Piece, Letter):
        assert not model._default_manager.exists(), model
