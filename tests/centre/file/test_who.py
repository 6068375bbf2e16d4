"""Who a citizen is, written down in the file: found again by it, logged, and never anybody else's."""

from typing import Any

import pytest
from django.db import IntegrityError

from centre.citizens.actions import Person
from centre.citizens.models import Citizen
from centre.citizens.queries import hash_of, named
from centre.file.actions import put_right
from centre.file.queries.told import marks_of, who_told
from centre.records.models import AuditEntry
from intake.models import Inquiry
from tests import factories
from tests.centre.file.test_views import looked_up
from tests.conftest import moment
from tests.desk import as_shown, at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-08 10.00")
CPR = "0505209996"
TOLD = {"name": "Ærø Ødegård-Åström", "phone": "20 00 00 01"}


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def found(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=moment("2026-12-01 09.00"))


def sent(who: Any, one: Inquiry, **told: str) -> Any:
    """Opened at the moment it is sent."""
    seen = marks_of(who_told(citizen(one)))
    where = f"/staff/citizens/{one.citizen_id}/who/"
    return logged_in(who).post(where, {**TOLD, "seen": seen, **told})


def opened(who: Any, one: Inquiry) -> dict[str, str]:
    """What the browser would send back of the form as it is shown."""
    page = logged_in(who).get(f"/staff/citizens/{one.citizen_id}/who/")
    told = as_shown(page.context["form"])
    assert f'name="seen" value="{told["seen"]}"' in page.content.decode()
    return told


def citizen(one: Inquiry) -> Citizen:
    assert one.citizen is not None
    return Citizen.objects.get(pk=one.citizen.pk)


def test_a_number_that_is_told_later_is_kept_and_finds_the_citizen(
    house: House, found: Inquiry
) -> None:
    client = logged_in(house.caseworker)
    where = f"/staff/citizens/{found.citizen_id}/who/"
    answer = client.post(where, {**opened(house.caseworker, found), "cpr": "050520-9996"})
    assert answer.status_code == 302
    assert bytes(citizen(found).cpr_hash or b"") == hash_of(CPR, purpose="citizen.cpr")
    assert citizen(found).cpr == CPR
    page = client.get(answer["Location"])
    words = page.content.decode()
    assert "Navn og kontakt er gemt." in words
    assert CPR not in words
    told = AuditEntry.objects.get(action="citizen.put_right")
    assert told.detail == {"fields": ["cpr"]}
    assert [one.words for one in page.context["file"].entries][:1] == ["CPR-nummer"]


def test_a_new_name_is_found_and_the_old_one_no_more(house: House, found: Inquiry) -> None:
    sent(house.caseworker, found, name="Åse Ægir", phone="", email="ase@example.dk")
    one = citizen(found)
    assert (one.phone, one.phone_hash, one.email) == ("", None, "ase@example.dk")
    assert list(Citizen.objects.filter(named("Åse"))) == [one]
    assert not Citizen.objects.filter(named("Ødegård")).exists()


def test_a_registered_number_is_not_shown_and_stays_where_none_is_written(
    house: House, found: Inquiry
) -> None:
    sent(house.caseworker, found, cpr=CPR)
    page = logged_in(house.caseworker).get(f"/staff/citizens/{found.citizen_id}/who/")
    assert CPR not in page.content.decode()
    sent(house.caseworker, found, may_leave_message="on")
    assert (citizen(found).cpr, citizen(found).may_leave_message) == (CPR, True)


def test_the_number_of_somebody_else_is_refused_and_what_was_typed_is_kept(
    house: House, found: Inquiry
) -> None:
    other = factories.inquiry(house, received_at=moment("2026-12-02 09.00"))
    sent(house.caseworker, other, cpr=CPR)
    answer = sent(house.caseworker, found, name="Kim", cpr=CPR)
    assert answer.status_code == 422
    assert "En anden borger her har dette CPR-nummer" in answer.content.decode()
    assert 'value="Kim"' in answer.content.decode()
    assert citizen(found).name == TOLD["name"]


@pytest.mark.parametrize("field", ["cpr", "phone", "email"])
def test_what_cannot_be_right_is_said_at_its_field(
    house: House, found: Inquiry, field: str
) -> None:
    answer = sent(house.caseworker, found, **{field: "ikke et nummer"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_somebody_without_anything_to_call_them_by_is_not_kept(
    house: House, found: Inquiry
) -> None:
    answer = sent(house.caseworker, found, name="", phone="")
    assert list(answer.context["form"].errors) == ["name"]


def test_nothing_new_leaves_no_line_and_a_reading_is_logged(house: House, found: Inquiry) -> None:
    assert sent(house.caseworker, found).status_code == 302
    assert not AuditEntry.objects.filter(action="citizen.put_right").exists()
    assert readings(purpose="protected contact", citizen=found.citizen) == 1


def test_an_address_is_written_down_put_right_and_taken_away(house: House, found: Inquiry) -> None:
    client = logged_in(house.caseworker)
    where = f"/staff/citizens/{found.citizen_id}/who/"
    assert "Ikke oplyst" in client.get(f"/staff/citizens/{found.citizen_id}/").content.decode()
    for typed, kept in (
        (" Prøvevej  12 \r\n\r\n6100 Haderslev\r\n", "Prøvevej 12\n6100 Haderslev"),
        ("c/o Åse\nKirkestien 4\n6200 Aabenraa", "c/o Åse\nKirkestien 4\n6200 Aabenraa"),
        ("", ""),
    ):
        told = {**opened(house.caseworker, found), "address": typed}
        page = client.post(where, told, follow=True)
        assert citizen(found).address == kept
        for line in kept.splitlines():
            assert line in page.content.decode()
        assert [one.words for one in page.context["file"].entries][:1] == ["Postadresse"]
    lines = AuditEntry.objects.filter(action="citizen.put_right")
    assert [one.detail for one in lines] == [{"fields": ["address"]}] * 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Prøvevej 12, 6100 Haderslev", "Skriv vej og by på hver sin linje"),
        ("a\nb\nc\nd\ne", "højst have 4 linjer"),
        (f"{'v' * 46}\n6100 Haderslev", "højst have 45 tegn"),
        ("Prøvevej 12\n6100 Haderslev\n050520-9996", "uden CPR-nummer"),
    ],
)
def test_an_address_that_no_envelope_shows_is_refused_and_kept_in_the_form(
    house: House, found: Inquiry, typed: str, words: str
) -> None:
    answer = sent(house.caseworker, found, address=typed)
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors["address"])
    assert typed in answer.content.decode()
    assert citizen(found).address == ""


def test_an_anonymous_person_gets_no_address(house: House, found: Inquiry) -> None:
    Citizen.objects.update(anonymous=True)
    answer = sent(house.caseworker, found, address="Prøvevej 12\n6100 Haderslev")
    assert list(answer.context["form"].errors) == ["address"]
    assert citizen(found).address == ""


def test_what_the_database_refuses_is_not_taken_for_a_number_of_somebody_else(
    house: House, found: Inquiry
) -> None:
    Citizen.objects.update(anonymous=True)
    assert found.citizen_id is not None
    person = Person(name="Kim", address="Prøvevej 12\n6100 Haderslev")
    with pytest.raises(IntegrityError, match="citizen_anonymous_without_address"):
        put_right(citizen_id=found.citizen_id, person=person, by=house.caseworker, at=AT)


def test_whoever_looks_up_with_a_reason_writes_nothing(house: House, found: Inquiry) -> None:
    looked_up(house.youth_worker, found)
    assert sent(house.youth_worker, found, name="Kim").status_code == 404
    assert citizen(found).name == TOLD["name"]


# --- Two who have it open ------------------------------------------------------------------------


def test_a_form_opened_before_takes_no_protection_away(house: House, found: Inquiry) -> None:
    first, second = (opened(house.caseworker, found) for _hand in range(2))
    assert sent(house.caseworker, found, **first, protected="on").status_code == 302
    answer = sent(house.caseworker, found, **{**second, "phone": "20 00 00 02"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Her er ændret noget, efter at du åbnede siden" in page
    assert "Ændret: Beskyttet adresse." in page
    one = citizen(found)
    assert (one.protected, one.phone) == (True, "+4520000001")
    # What was typed stands beside what the other wrote, and is saved with it.
    again = as_shown(answer.context["form"])
    assert (again["phone"], again["protected"]) == ("20 00 00 02", "on")
    assert sent(house.caseworker, found, **again).status_code == 302
    one = citizen(found)
    assert (one.protected, one.phone) == (True, "+4520000002")


def test_a_number_that_somebody_else_wrote_meanwhile_is_named_and_not_shown(
    house: House, found: Inquiry
) -> None:
    shown = opened(house.caseworker, found)
    sent(house.caseworker, found, cpr=CPR)
    answer = sent(house.caseworker, found, **{**shown, "cpr": "050520-9997"})
    page = answer.content.decode()
    assert "Ændret: CPR-nummer." in page
    assert CPR not in page
    assert "050520-9997" in page
    assert citizen(found).cpr == CPR


def test_the_same_form_sent_twice_is_saved_once(house: House, found: Inquiry) -> None:
    told = {**opened(house.caseworker, found), "name": "Åse Ægir"}
    assert [sent(house.caseworker, found, **told).status_code for _again in range(2)] == [302, 302]
    assert AuditEntry.objects.filter(action="citizen.put_right").count() == 1


def test_what_goes_along_with_the_form_tells_capitals_apart(house: House, found: Inquiry) -> None:
    shown = opened(house.caseworker, found)
    sent(house.caseworker, found, name=TOLD["name"].upper())
    assert sent(house.caseworker, found, **{**shown, "phone": ""}).status_code == 409
