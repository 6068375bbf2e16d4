"""With the database away every page says so, whichever part of the house asked it first."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tests.desk import logged_in
from tests.factories import House


def away(*_asked: Any) -> None:
    raise OperationalError


@pytest.mark.parametrize("name", ["clocks:desk", "intake:inbox", "intake:register"])
def test_a_session_that_cannot_be_read_is_a_503_with_a_kind_page(house: House, name: str) -> None:
    client = logged_in(house.caseworker)
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        answer = client.get(reverse(name))
    assert answer.status_code == 503
    assert client.get(reverse(name)).status_code == 200


def test_a_fault_of_our_own_is_still_a_500(
    council: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(**_asked: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("intake.queries.slots.next_free", wrong)
    client = Client(raise_request_exception=False)
    assert client.get("/").status_code == 500
