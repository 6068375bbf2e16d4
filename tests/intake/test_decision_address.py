"""The postal address on a decision's letter: printed where known, told of where not, else hidden."""

import pytest
from django.urls import reverse

from centre.citizens.actions import Person
from centre.citizens.models import Citizen
from intake.choices import Area
from intake.models import Decision
from tests.centre.post.letters import seen_through_the_window
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House
from tests.intake import cases

pytestmark = pytest.mark.django_db
NAME, STREET, TOWN = "Åse Ægir", "Prøvevej 12", "6100 Haderslev"
PERSON = Person(name=NAME, address=f"{STREET}\n{TOWN}")
MISSING = "Vi kender ingen postadresse"


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, cases.DECIDED_AT)


def prepared(house: House, person: Person = PERSON, way: str = "letter") -> Decision:
    return cases.prepared(
        house, visitation=cases.assessed(house, Area.ALCOHOL, person=person), way=way
    )


def page_of(house: House, decision: Decision) -> str:
    where = reverse("intake:decision", args=[decision.pk])
    return str(logged_in(house.caseworker).get(where).content.decode())


def window_of(house: House, decision: Decision) -> list[str]:
    where = reverse("intake:decision_sheet", args=[decision.pk])
    return seen_through_the_window(logged_in(house.caseworker).get(where).content)


def test_the_letter_and_its_preview_bear_the_address(house: House) -> None:
    decision = prepared(house)
    page = page_of(house, decision)
    assert STREET in page and TOWN in page
    assert MISSING not in page
    assert window_of(house, decision) == [NAME, STREET, TOWN]


@pytest.mark.parametrize(
    ("way", "told"),
    [("letter", True), ("digital_post", False), ("secure_mail", False), ("handed_over", False)],
)
def test_where_no_address_is_known_a_letter_by_post_says_so_and_is_sent_all_the_same(
    house: House, way: str, told: bool
) -> None:
    decision = prepared(house, Person(name=NAME), way)
    page = page_of(house, decision)
    assert (MISSING in page) is told
    assert (reverse("file:who", args=[decision.inquiry.citizen_id]) in page) is told
    assert window_of(house, decision) == [NAME]
    send = reverse("intake:decision_act", args=[decision.pk, "send"])
    assert logged_in(house.caseworker).post(send).status_code == 302
    assert MISSING not in page_of(house, decision)


def test_a_protected_address_stands_in_no_letter_and_on_no_page(house: House) -> None:
    decision = prepared(house)
    Citizen.objects.update(protected=True)
    page = page_of(house, decision)
    assert "Beskyttet adresse" in page
    assert STREET not in page and TOWN not in page
    assert MISSING not in page
    assert window_of(house, decision) == [NAME]


def test_what_was_sent_before_the_protection_is_read_in_the_letter_alone_and_that_is_logged(
    house: House,
) -> None:
    decision = prepared(house)
    send = reverse("intake:decision_act", args=[decision.pk, "send"])
    assert logged_in(house.caseworker).post(send).status_code == 302
    assert STREET in page_of(house, decision)
    Citizen.objects.update(protected=True)
    page = page_of(house, decision)
    assert NAME in page
    assert STREET not in page and TOWN not in page
    before = readings(purpose="letter")
    assert window_of(house, decision) == [NAME, STREET, TOWN]
    assert readings(purpose="letter") == before + 1
