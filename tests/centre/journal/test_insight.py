"""What a citizen is given of the journal, and who of the staff gets to read it on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from centre.citizens.models import Citizen
from centre.post.choices import LetterKind
from centre.post.models import Letter
from centre.refusal import Refused
from centre.rights.actions import collect, make_ready
from centre.rights.choices import Asked, Regime
from centre.rights.models import Piece, RightsRequest
from centre.rights.queries import request as queries
from centre.rights.queries.answer import regimes
from centre.staff.models import User
from intake.models import Decision
from tests.centre.journal import cases as journal
from tests.centre.journal.cases import passed
from tests.centre.rights.cases import (
    ASKED_AT,
    LATER,
    asked,
    citizen_of,
    collected,
    family,
    fresh,
    given,
    looked_through,
)
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
SECRET = "Kanariefuglen"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    at_the_doors(monkeypatch, LATER)
    with override("en"):
        yield


@pytest.fixture
def decision(house: House) -> Decision:
    return family(house)


@pytest.fixture
def citizen(decision: Decision) -> Citizen:
    return citizen_of(decision)


def write(decision: Decision, by: User, **changes: Any) -> Any:
    told = {"at": ASKED_AT, "about_on": ASKED_AT.date(), **changes}
    return journal.written(decision.inquiry, by, **told)


def notes_in(request: RightsRequest) -> list[Piece]:
    return list(request.pieces.filter(source="journal.Note"))


def health_given(house: House, citizen: Citizen, **changes: Any) -> RightsRequest:
    request = asked(house, citizen, **changes)
    doctor, nurse = house.doctor, journal.nurse(house)
    looked_through(collected(request, doctor), doctor)
    make_ready(request_id=request.pk, names_staff=True, words="", by=doctor, at=LATER)
    return given(house, fresh(request), by=nurse)


def test_notes_of_the_social_record_are_parts_with_every_wording_and_their_files(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    first = write(decision, house.caseworker, text="Kom ikke.", heading="Om tirsdag")
    journal.attached(first, house.caseworker, name="svar.pdf")
    journal.corrected(first, house.colleague, text="Kom for sent.", at=LATER)
    made = notes_in(collected(asked(house, citizen), house.caseworker))
    told = [one.content for one in made]
    assert [one.regime for one in made] == [Regime.SOCIAL, Regime.SOCIAL]
    assert all(one.free and one.waits for one in made)
    assert [one.title for one in made] == ["Et notat", "Rettet notat"]
    assert "Kom ikke." in told[0] and "svar.pdf" in told[0] and "Om tirsdag" in told[0]
    assert "Rettet" in told[0] and "Rettet" not in told[1]
    assert "Kom for sent." in told[1] and str(house.colleague) in told[1]


def test_a_file_with_health_notes_is_put_together_and_given_by_who_reads_them(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    write(decision, house.doctor, text=SECRET)
    request = asked(house, citizen)
    for who in (house.caseworker, house.leader):
        with pytest.raises(Refused, match="health record"):
            collect(request_id=request.pk, by=who, at=LATER)
    made = collected(request, house.doctor)
    assert [SECRET in one.content for one in notes_in(made)] == [True]
    assert {one.regime for one in notes_in(made)} == {Regime.HEALTH}


def test_the_request_stands_on_the_health_teams_list_and_nobody_elses_does(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    both, social = asked(house, citizen), asked(house, citizen, asked=Asked.SOCIAL)
    found = set(RightsRequest.objects.for_user(house.doctor, LATER))
    assert both in found and social not in found
    assert not RightsRequest.objects.for_user(house.youth_worker, LATER).exists()


def test_the_social_record_alone_is_given_without_the_health_notes(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    """Collected by the doctor or by the caseworker it holds the same: no copy lies there for others."""
    write(decision, house.doctor, text=SECRET, heading=SECRET)
    request = asked(house, citizen, asked=Asked.SOCIAL)
    for who in (house.doctor, house.caseworker):
        made = collected(request, who)
        assert not notes_in(made)
        assert all(SECRET not in one.content for one in made.pieces.all())


def test_the_health_record_alone_is_given_by_the_health_team(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    write(decision, house.doctor, text=SECRET)
    request = asked(house, citizen, asked=Asked.HEALTH)
    with pytest.raises(Refused, match="health record"):
        collect(request_id=request.pk, by=house.caseworker, at=LATER)
    made = collected(request, house.doctor)
    assert len(notes_in(made)) == 1


def test_while_it_is_looked_through_the_social_side_sees_no_part_of_it(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    write(decision, house.doctor, text=SECRET, heading=SECRET)
    request = collected(asked(house, citizen), house.doctor)
    page = reverse("rights:request", args=[request.pk])
    for who in (house.caseworker, house.leader):
        shown = logged_in(who).get(page)
        assert SECRET not in shown.content.decode()
        assert "lægejournal" in shown.content.decode() or "patientjournal" in shown.content.decode()
        for one in request.pieces.all():
            where = reverse("rights:piece", args=[request.pk, one.number])
            assert logged_in(who).get(where).status_code == 403
    one = notes_in(request)[0]
    where = reverse("rights:piece", args=[request.pk, one.number])
    assert SECRET in logged_in(house.doctor).get(where).content.decode()


def test_the_list_of_what_happened_repeats_no_note(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    write(decision, house.doctor, text=SECRET, heading=SECRET)
    made = collected(asked(house, citizen), house.doctor)
    assert SECRET not in made.pieces.get(source="file.Timeline").content


def test_a_given_file_with_health_notes_is_opened_by_no_leader(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    write(decision, house.doctor, text=SECRET)
    request = health_given(house, citizen)
    assert request.file is not None
    assert request.file.kind == LetterKind.HEALTH_FILE
    where = reverse("rights:file", args=[request.pk])
    packed = reverse("rights:packed", args=[request.pk])
    for who in (house.leader, house.caseworker, house.secretary):
        assert logged_in(who).get(where).status_code in (403, 404)
        assert logged_in(who).get(packed).status_code in (403, 404)
        page = logged_in(who).get(reverse("rights:request", args=[request.pk]))
        assert where not in page.content.decode() and packed not in page.content.decode()
    assert logged_in(User.objects.get(username="nurse")).get(where).status_code == 200
    assert request.file not in Letter.objects.for_user(house.leader)


def test_a_leader_who_refuses_names_both_records_to_complain_of(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    write(decision, house.doctor)
    assert regimes(asked(house, citizen), house.leader, LATER) == [Regime.SOCIAL, Regime.HEALTH]


def test_another_who_reads_the_record_gives_it_and_a_house_with_one_waits_for_nobody(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    write(decision, house.doctor)
    request = asked(house, citizen)
    looked_through(collected(request, house.doctor), house.doctor)
    assert queries.is_alone(house.doctor, fresh(request), LATER.date())
    journal.nurse(house)
    assert not queries.is_alone(house.doctor, fresh(request), LATER.date())


def test_a_file_that_hangs_on_a_passed_on_note_and_did_not_go_along_is_a_gap(
    house: House, decision: Decision, citizen: Citizen
) -> None:
    note = write(decision, house.doctor)
    journal.attached(note, house.doctor)
    passed(note, house.doctor, basis="law", consent_on=None, reason="Underretning.")
    with pytest.raises(Refused, match="health record"):
        collect(request_id=asked(house, citizen).pk, by=house.caseworker, at=LATER)
