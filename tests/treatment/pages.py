"""What the tests of the treatment's pages share: a page, a form that is sent, a day in three fields."""

import uuid
from datetime import date
from typing import Any

from tests.conftest import moment
from tests.desk import logged_in
from tests.factories import House

NOW = moment("2026-12-10 14.00")


def day(name: str, on: date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def page(house: House, url: str, status: int = 200) -> str:
    found = logged_in(house.caseworker).get(url)
    assert found.status_code == status
    return str(found.content.decode())


def send(house: House, url: str, **data: Any) -> Any:
    data.setdefault("form_key", str(uuid.uuid4()))
    return logged_in(house.caseworker).post(url, data)
