"""The leader's figures: as many statements for many cases as for few, and all counted in one."""

import pytest
from django.db import connection
from django.test import Client

from centre.staff.models import User
from centre.standard.models import QualityStandard
from tests.bench import cases, data
from tests.desk import at_the_doors, logged_in
from tests.performance.conftest import AT, TODAY, asked_by
from treatment.models import Course, Session

BOARD = "/staff/measures/"
# The session and its person, the frame's own, the versions of the standard, the board's counts.
MOST = 6
COUNTED = "WITH promise AS"
MANY = 3_000


@pytest.fixture
def leader(council: QualityStandard, monkeypatch: pytest.MonkeyPatch) -> Client:
    at_the_doors(monkeypatch, AT)
    data.fill(data.Size(MANY, counsellors=5, days_of_slots=2), at=AT, today=TODAY)
    with connection.cursor() as cursor:
        # The triggers of a deletion wait for no key.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cases.fill(at=AT, today=TODAY)
    client: Client = logged_in(User.objects.get(username="leader"))
    return client


def opened(client: Client, address: str) -> list[str]:
    """The statements of a page, opened once before so that what a process learns is not counted."""
    assert client.get(address).status_code == 200
    return asked_by(lambda: client.get(address))


def test_the_figures_ask_as_often_for_many_cases_as_for_few(leader: Client) -> None:
    addresses = [
        BOARD,
        f"{BOARD}?area=drugs",
        f"{BOARD}completed/",
        f"{BOARD}no_show/rows/",
        f"{BOARD}file/",
    ]
    many = {address: opened(leader, address) for address in addresses}
    assert all(sum(COUNTED in one for one in asked) == 1 for asked in many.values())
    assert Session.objects.count() > 5_000
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE treatment_discharge DISABLE TRIGGER USER")
        cursor.execute(
            "DELETE FROM followup_followup WHERE discharge_id IN"
            " (SELECT id FROM treatment_discharge WHERE discharged_on < '2026-10-01')"
        )
        cursor.execute("DELETE FROM treatment_discharge WHERE discharged_on < '2026-10-01'")
        cursor.execute("DELETE FROM treatment_session WHERE held_on < '2026-11-20'")
        cursor.execute("ALTER TABLE treatment_discharge ENABLE TRIGGER USER")
    assert Course.objects.count() > 1_000
    for address in addresses:
        assert len(opened(leader, address)) == len(many[address]) <= MOST, address
