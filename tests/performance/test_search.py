"""Searching a house with many people: as many statements as with few, each by an index."""

from functools import partial
from time import perf_counter

import pytest
from django.test import Client

from centre.citizens.actions import Person
from centre.staff.choices import UnitKind
from centre.staff.models import User
from intake.models import Inquiry
from tests import factories
from tests.factories import House
from tests.performance.conftest import Morning, asked_by, read_whole

PERSON = Person(name="Ærø Ødegård-Åström", phone="+4520304077", email="aero@example.dk",
                cpr="0505209996")  # fmt: skip
TEXTS = (
    "ødegaard",
    "Ærø Ødegård-Åström",
    "20 30 40 77",
    "050520-9996",
    "aero@example.dk",
    "ABCDEF",
)


def reader(username: str) -> User:
    """A caseworker to whom all is closed, or one to whom all is open."""
    user = User.objects.get(username=username)
    if username == "caseworker2":
        user.unit = factories.UnitFactory(key="youth", name="Unge", kind=UnitKind.YOUTH)
        user.save()
    return user


@pytest.fixture
def one_of_many(busy: Morning) -> Inquiry:
    house = House.build()
    return factories.inquiry(house, received_at=busy.at, person=PERSON)


@pytest.mark.parametrize("username", ["leader", "caseworker1", "caseworker2"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_search_reads_no_hot_table_from_end_to_end(
    one_of_many: Inquiry, username: str, text: str
) -> None:
    client = Client()
    client.force_login(reader(username))
    statements = asked_by(lambda: client.post("/staff/search/", {"text": text}))
    assert any("citizens_citizen" in one or "intake_booking" in one for one in statements)
    assert read_whole(statements) == set()


@pytest.mark.parametrize("username", ["leader", "caseworker1", "caseworker2"])
def test_a_name_that_thousands_have_asks_as_often_as_one_that_nobody_has(
    one_of_many: Inquiry, username: str
) -> None:
    client = Client()
    client.force_login(reader(username))
    # What is written once a login is not the search's.
    client.get("/staff/search/")
    counts = {
        text: len(asked_by(partial(client.post, "/staff/search/", {"text": text})))
        for text in ("mette åkjær", "xyzzy zyx", "ødegaard åstrøm")
    }
    assert len(set(counts.values())) == 1, counts
    began = perf_counter()
    page = client.post("/staff/search/", {"text": "mette åkjær"})
    assert perf_counter() - began < 1
    assert len(page.context["rows"]) <= 25
