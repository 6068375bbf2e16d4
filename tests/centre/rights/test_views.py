"""The pages: written down from the file, on the desk, looked through part by part, shown before it is sent."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.citizens.models import Citizen
from centre.records.models import ReadEntry
from centre.rights.choices import Event, Outcome, Right, Status
from centre.rights.models import Piece, RightsRequest
from tests import factories
from tests.centre.rights.cases import (
    ASKED_AT,
    LATER,
    MOTHER,
    asked,
    citizen_of,
    collected,
    days_later,
    family,
    fresh,
    ready,
)
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, LATER)


@pytest.fixture
def citizen(house: House) -> Citizen:
    return citizen_of(family(house))


def data(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "channel": "oral",
        "received_on_day": "4",
        "received_on_month": "1",
        "received_on_year": "2027",
        "asker": "citizen",
        "wants": ["file", "log"],
        "asked": "both",
        "words": "Alt.",
        "form_key": str(uuid.uuid4()),
    }
    return {**given, **changes}


def act(house: House, request: RightsRequest, verb: str, **fields: str) -> Any:
    by = fields.pop("by", "caseworker")
    told = {f"{verb}-{name}": value for name, value in fields.items() if name != "send"}
    if "send" in fields:
        told["send"] = fields["send"]
    where = reverse("rights:act", args=[request.pk, verb])
    return logged_in(getattr(house, by)).post(where, told)


def test_a_request_is_written_down_from_the_file_and_stands_on_the_desk(
    house: House, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(house.caseworker)
    where = reverse("rights:access", args=[citizen.pk])
    assert where in client.get(reverse("file:citizen", args=[citizen.pk])).content.decode()
    answer = client.post(where, data())
    made = RightsRequest.objects.get()
    assert answer.headers["Location"] == reverse("rights:request", args=[made.pk])
    assert (made.wants_file, made.wants_log, made.words) == (True, True, "Alt.")
    desk = client.get(reverse("clocks:desk")).content.decode()
    assert "indsigt i sagen" in desk and "Saml sagen" in desk
    at_the_doors(monkeypatch, days_later(8))
    risk = logged_in(house.leader).get(reverse("clocks:risk")).content.decode()
    assert "Indsigt i sagen" in risk


def test_a_double_click_is_one_request(house: House, citizen: Citizen) -> None:
    client, told = logged_in(house.caseworker), data()
    for _twice in range(2):
        client.post(reverse("rights:access", args=[citizen.pk]), told)
    assert RightsRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"received_on_year": "2028"}, "kan ikke være modtaget ude i fremtiden"),
        ({"wants": []}, "Vælg, hvad borgeren vil se."),
        ({"asker": "represents"}, "Skriv, hvem der spørger."),
        ({"asker": "guardian", "asker_name": MOTHER}, "Skriv, hvornår du har set"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    house: House, citizen: Citizen, wrong: dict[str, Any], words: str
) -> None:
    where = reverse("rights:access", args=[citizen.pk])
    answer = logged_in(house.caseworker).post(where, data(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page and "Alt." in page
    assert not RightsRequest.objects.exists()


def test_what_is_wrong_in_the_file_is_written_down(house: House, citizen: Citizen) -> None:
    told = data(about="Afgørelsen", asked="social", words="Nej. Mit nummer er 010190-1234.")
    logged_in(house.secretary).post(reverse("rights:correction", args=[citizen.pk]), told)
    made = RightsRequest.objects.get()
    assert (made.right, made.responsible) == (Right.CORRECTION, None)
    assert "010190" not in made.words


def test_a_look_up_with_a_reason_writes_nothing_down(house: House, citizen: Citizen) -> None:
    for name in ("rights:access", "rights:correction"):
        where = reverse(name, args=[citizen.pk])
        assert logged_in(house.youth_worker).post(where, data()).status_code == 404


def test_the_whole_walk_from_the_page(house: House, citizen: Citizen) -> None:
    request = asked(house, citizen)
    act(house, request, "collect")
    client = logged_in(house.caseworker)
    for piece in Piece.objects.filter(free=True):
        where = reverse("rights:piece", args=[request.pk, piece.number])
        assert client.get(where).status_code == 200
        client.post(
            where,
            {"ground": piece.ground, "hidden": "", "version": piece.version, "seen": piece.pk},
        )
    act(house, request, "ready", words="")
    assert fresh(request).status == Status.READY
    shown = act(house, request, "answer", channel="letter", by="colleague")
    page = shown.content.decode()
    assert shown.status_code == 200 and MOTHER not in page
    assert not fresh(request).file_id
    answers = dict(shown.context["answers"])
    where = reverse("rights:act", args=[request.pk, "answer"])
    logged_in(house.colleague).post(where, {**answers, "send": "1"})
    made = fresh(request)
    assert (made.status, made.outcome) == (Status.ANSWERED, Outcome.PARTLY)
    assert made.events.filter(type=Event.ANSWER, by=house.colleague).exists()
    assert client.get(reverse("rights:request", args=[request.pk])).status_code == 200


def test_what_is_hidden_is_marked_for_whoever_looks_it_through(
    house: House, citizen: Citizen
) -> None:
    request = collected(asked(house, citizen), house.caseworker)
    letter = request.pieces.get(source="post.Letter")
    where = reverse("rights:piece", args=[request.pk, letter.number])
    page = logged_in(house.caseworker).get(where).content.decode()
    assert '<span class="sr-only">Udeladt: </span>Karen</mark>' in page
    assert '<span class="sr-only">Udeladt: </span>22 33 44 55</mark>' in page


def test_a_slip_of_the_pen_is_said_at_the_field(house: House, citizen: Citizen) -> None:
    request = collected(asked(house, citizen), house.caseworker)
    letter = request.pieces.get(source="post.Letter")
    where = reverse("rights:piece", args=[request.pk, letter.number])
    told = {"ground": "", "hidden": "Karla", "version": "1", "seen": str(letter.pk)}
    answer = logged_in(house.caseworker).post(where, told)
    assert answer.status_code == 422
    assert "Det står ikke i denne del: Karla" in answer.content.decode()


def test_a_part_is_read_by_who_may_read_the_whole_file_and_by_nobody_else(
    house: House, citizen: Citizen
) -> None:
    request = collected(asked(house, citizen), house.caseworker)
    theirs = factories.inquiry(house, received_at=ASKED_AT, unit=house.youth)
    type(theirs).objects.filter(pk=theirs.pk).update(citizen=citizen)
    where = reverse("rights:piece", args=[request.pk, 1])
    assert logged_in(house.caseworker).get(where).status_code == 403
    assert logged_in(house.leader).get(where).status_code == 200
    assert logged_in(house.secretary).get(where).status_code == 403
    page = logged_in(house.caseworker).get(reverse("rights:request", args=[request.pk]))
    assert where not in page.content.decode()
    assert "en anden enhed" in page.content.decode()
    for piece in request.pieces.all():
        assert piece.title not in page.content.decode()


def test_a_secretary_sees_that_it_is_asked_and_nothing_of_the_file(
    house: House, citizen: Citizen
) -> None:
    request = collected(asked(house, citizen, words="Jeg vil se alt om min mor."), house.caseworker)
    page = logged_in(house.secretary).get(reverse("rights:request", args=[request.pk]))
    told = page.content.decode()
    assert "Jeg vil se alt" not in told and "Din henvendelse" not in told
    for verb in ("collect", "ready", "answer"):
        assert f'id="act-{verb}"' not in told


@pytest.mark.parametrize("verb", ["collect", "ready", "answer", "refuse", "correct", "back"])
def test_a_secretary_does_nothing_that_reads_the_file(
    house: House, citizen: Citizen, verb: str
) -> None:
    request = ready(house, asked(house, citizen))
    fields = {"words": "Nej.", "channel": "letter", "outcome": "corrected", "send": "1"}
    answer = act(house, request, verb, by="secretary", **fields)
    assert answer.status_code in (409, 422), verb
    assert (fresh(request).status, fresh(request).events.count()) == (Status.READY, 3)


@pytest.mark.parametrize("verb", ["answer", "refuse"])
def test_nobody_is_shown_what_they_may_not_send(house: House, citizen: Citizen, verb: str) -> None:
    request = ready(house, asked(house, citizen))
    answer = act(house, request, verb, by="secretary", channel="letter", words="Nej.")
    assert answer.status_code == 409
    assert "Det, borgeren fortalte" not in answer.content.decode()


def test_every_reading_is_logged_with_whose_it_was(house: House, citizen: Citizen) -> None:
    request = collected(asked(house, citizen), house.caseworker)
    client = logged_in(house.caseworker)
    client.get(reverse("rights:request", args=[request.pk]))
    client.get(reverse("rights:piece", args=[request.pk, 1]))
    client.get(reverse("rights:requests"))
    lines = ReadEntry.objects.filter(purpose__startswith="rights")
    assert {(one.purpose, one.citizen_id) for one in lines} == {
        ("rights page", citizen.pk),
        ("rights part", citizen.pk),
        ("rights", None),
    }


def test_the_list_costs_the_same_however_long_it_is(house: House) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page = logged_in(house.caseworker).get(reverse("rights:requests") + "?who=unit")
        assert page.status_code == 200
        return len(caught)

    for _one in range(2):
        asked(house, Citizen.objects.create(created_on=ASKED_AT.date(), name="Ida Bo"))
    few = statements()
    for _one in range(28):
        asked(house, Citizen.objects.create(created_on=ASKED_AT.date(), name="Ida Bo"))
    assert statements() == few
    page = logged_in(house.caseworker).get(reverse("rights:requests") + "?who=unit")
    assert len(page.context["rows"]) == 25 and page.context["older_url"]


def test_the_leader_is_told_of_a_file_that_waits_for_another_pair_of_eyes(
    house: House, citizen: Citizen
) -> None:
    ready(house, asked(house, citizen))
    words = "Sager at se på, før de bliver udleveret"
    assert (
        words
        in logged_in(house.colleague).get(reverse("clocks:desk") + "?who=unit").content.decode()
    )
    assert words not in logged_in(house.caseworker).get(reverse("clocks:desk")).content.decode()
