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
PERSON = Person(name="Åse Ægir", phone="+4520304077", email=MAIL)


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
