"""A protected person's number and mail are shown by the file alone, by a reading of its own (domain 6)."""

from typing import Any

import pytest
from django.urls import reverse

from centre.citizens.actions import Person
from centre.citizens.models import Citizen
from centre.records.models import ReadEntry
from tests import factories
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.treatment import cases
from treatment.models import Course

pytestmark = pytest.mark.django_db
NUMBER, MAIL = "20 30 40 77", "aase@example.dk"
STREET = "Prøvevej 12"
PERSON = Person(
    name="Åse Ægir", phone="+4520304077", email=MAIL, address=f"{STREET}\n6100 Haderslev"
)


@pytest.fixture
def course(house: House, monkeypatch: pytest.MonkeyPatch) -> Course:
    at_the_doors(monkeypatch, cases.AT)
    asked = factories.inquiry(house, received_at=cases.ASKED_AT, person=PERSON)
    return cases.course(house, cases.decision(house, asked))


@pytest.mark.parametrize("page", ["intake:inquiry", "treatment:course"])
def test_a_page_of_work_leads_to_the_file_and_shows_no_number(
    house: House, course: Course, page: str
) -> None:
    pk = course.inquiry_id if page == "intake:inquiry" else course.pk
    client = logged_in(house.caseworker)

    def body() -> str:
        return str(client.get(reverse(page, args=[pk])).content.decode())

    assert NUMBER in body()
    Citizen.objects.update(protected=True)
    hidden = body()
    assert NUMBER not in hidden
    assert MAIL not in hidden
    where = reverse("file:contact", args=[course.inquiry.citizen_id])
    assert f'href="{where}"' in hidden
    shown: Any = client.get(where)
    assert NUMBER in shown.content.decode()
    assert MAIL in shown.content.decode()
    assert ReadEntry.objects.filter(purpose="protected contact").count() == 1


@pytest.mark.parametrize("page", ["citizen", "print"])
def test_the_file_hides_a_protected_address_until_it_is_asked_for(
    house: House, course: Course, page: str
) -> None:
    client = logged_in(house.caseworker)
    pk = course.inquiry.citizen_id

    def body(name: str) -> str:
        return str(client.get(reverse(f"file:{name}", args=[pk])).content.decode())

    assert STREET in body(page)
    Citizen.objects.update(protected=True, phone="", email="")
    hidden = body(page)
    assert STREET not in hidden
    assert "6100 Haderslev" not in hidden
    assert hidden.count("Skjult: beskyttet adresse") == 1
    assert f'href="{reverse("file:contact", args=[pk])}' in hidden
    assert not ReadEntry.objects.filter(purpose="protected contact").exists()
    assert STREET in body("contact")
    assert STREET in body("who")
    assert ReadEntry.objects.filter(purpose="protected contact", citizen=pk).count() == 2


LISTS = (
    "/staff/", "/staff/inquiries/?who=unit", "/staff/emergency/", "/staff/calendar/",
    "/staff/risk/", "/staff/risk.csv", "/staff/guarantees/", "/staff/deadlines/",
)  # fmt: skip


@pytest.mark.threat("T11")
def test_no_list_and_no_export_shows_an_address(house: House, course: Course) -> None:
    client = logged_in(house.leader)
    shown = [client.get(one) for one in LISTS]
    shown.append(client.post("/staff/search/", {"text": "Åse"}))
    assert all(one.status_code in (200, 404) for one in shown)
    assert not [one for one in shown if STREET in one.content.decode()]
