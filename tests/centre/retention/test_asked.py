"""What a citizen asked about their own data keeps their records, and goes with the last of them."""

from datetime import timedelta

import pytest
from django.test import Client

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.post.models import Letter
from centre.refusal import Refused
from centre.retention.actions.carry_out import carry_out
from centre.retention.choices import Hindrance, Kind, Outcome
from centre.retention.queries.records import records
from centre.rights.actions import withdraw
from centre.rights.choices import Right, Status
from centre.rights.models import Piece, RequestEvent, RightsRequest
from intake.models import Decision, Inquiry
from tests.centre.journal import cases as journal
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
from tests.centre.retention.test_carry_out import sealed_values
from tests.centre.retention.test_records import advised, due_of, only
from tests.centre.rights import cases as rights
from tests.factories import House
from tests.treatment import cases as treatment
from treatment.models import SessionNote

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


# Sung in every corner of a social case: in its assessment, its decision, and the name of a file.
SONG = "Nattergal i hækken"


def both_given(house: House) -> Citizen:
    """A social case and a health record of one citizen, all of it given to them; all has ended."""
    social = rights.family(house).inquiry
    health = treated(house, "alcohol").inquiry
    Inquiry.objects.filter(pk=health.pk).update(citizen=social.citizen)
    note = journal.written(social, house.caseworker, text=SONG)
    journal.attached(note, house.caseworker, name=f"{SONG}.pdf")
    Inquiry.objects.filter(pk=social.pk).update(
        status="advised", closed_at=treatment.AT, closed_by=house.caseworker
    )
    citizen = citizen_of(social)
    asked_to_see(house, citizen)
    withdrawn = rights.collected(rights.asked(house, citizen, by=house.leader), house.caseworker)
    withdraw(request_id=withdrawn.pk, words="Fortrød", by=house.leader, at=rights.LATER)
    ended_clocks()
    delivered(house)
    return citizen


def test_no_word_of_the_social_case_stands_on_in_what_was_given(house: House) -> None:
    """A health record keeps the citizen: what they asked for stays told, what they were given does not."""
    citizen = both_given(house)
    request = RightsRequest.objects.select_related("file").get(status=Status.ANSWERED)
    assert request.file is not None
    assert SONG in request.file.text
    assert SONG in sealed_values()
    sent = Letter.objects.filter(pk__in=Decision.objects.filter(area="drugs").values("letter"))
    sheets = set(sent.values_list("pk", flat=True))
    assert Piece.objects.filter(letter__in=sheets).exists()
    made = carried_out(house, drafted(house, at=treatment.EVENING.replace(year=2033)))
    assert made.lines.get(subject=citizen.pk).outcome == Outcome.DONE
    assert SONG not in sealed_values()
    assert not Piece.objects.exists()
    assert {one.kind for one in Letter.objects.filter(citizen=citizen)} == {"file_access"}
    assert not Letter.objects.filter(pk__in=sheets).exists()
    after = RightsRequest.objects.get(pk=request.pk)
    assert (after.status, after.outcome, after.file_id) == ("answered", request.outcome, None)
    assert after.letter_id == request.letter_id
    assert SessionNote.objects.exists()
    assert list(after.events.values_list("type", flat=True))[-1] == "answer"


def test_the_request_is_read_without_its_file_and_goes_with_the_last_of_the_records(
    house: House, client: Client
) -> None:
    citizen = both_given(house)
    request = RightsRequest.objects.get(status=Status.ANSWERED)
    carried_out(house, drafted(house, at=treatment.EVENING.replace(year=2033)))
    client.force_login(house.leader)
    page = client.get(f"/staff/rights/{request.pk}/")
    assert page.status_code == 200
    assert "ZIP" not in page.content.decode()
    assert "er slettet sammen med" in page.content.decode()
    carried_out(house, drafted(house, Kind.HEALTH))
    citizen.refresh_from_db()
    assert citizen.disposed_on == danish_day(LATER)
    for model in (RightsRequest, RequestEvent, Piece, Letter):
        assert not model._default_manager.exists(), model


def test_what_another_citizen_was_given_stays_with_them(house: House) -> None:
    other = citizen_of(treated(house, "alcohol").inquiry)
    asked_to_see(house, other)
    both_given(house)
    theirs = RightsRequest.objects.get(citizen=other)
    pieces = theirs.pieces.count()
    carried_out(house, drafted(house, at=treatment.EVENING.replace(year=2033)))
    after = RightsRequest.objects.get(pk=theirs.pk)
    assert after.file_id == theirs.file_id is not None
    assert after.pieces.count() == pieces > 0
