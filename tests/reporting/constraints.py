"""How to break the rules of what has left the house, beside `tests/constraints.py`."""

from datetime import date
from typing import Any

from reporting.models import RegisterDelivery
from tests.constraints import AT, UNKNOWN, breaks
from tests.factories import House


def delivery(house: House, **changes: Any) -> RegisterDelivery:
    given: dict[str, Any] = {
        "register": "nab",
        "first_on": date(2026, 1, 1),
        "last_on": date(2026, 12, 31),
        "records": 0,
        "left_out": 0,
        "faults": 0,
        "built_at": AT,
        "built_by": house.leader,
    }
    return RegisterDelivery.objects.create(**{**given, **changes})


@breaks("delivery_register_known")
def _(house: House) -> None:
    delivery(house, register=UNKNOWN[:4])


@breaks("delivery_ends_after_it_begins")
def _(house: House) -> None:
    delivery(house, last_on=date(2025, 12, 31))
