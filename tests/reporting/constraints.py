"""How to break the rules of what has left the house, beside `tests/constraints.py`."""

from datetime import date, timedelta
from typing import Any

from reporting.models import LogLook, OddAnswer, OddReading, RegisterDelivery
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


@breaks("log_look_known")
def _(house: House) -> None:
    LogLook.objects.create(kind=UNKNOWN[:5], on=date(2026, 1, 1), looked_at=AT)


@breaks("log_look_once")
def _(house: House) -> None:
    for _number in range(2):
        LogLook.objects.create(kind="day", on=date(2026, 1, 1), looked_at=AT)


def odd(house: House, **changes: Any) -> OddReading:
    given: dict[str, Any] = {"kind": "many", "by": house.caseworker, "unit": house.adults}
    given |= {"from_at": AT, "until_at": AT, "number": 31, "found_at": AT}
    return OddReading.objects.create(**{**given, **changes})


@breaks("odd_reading_known")
def _(house: House) -> None:
    odd(house, kind=UNKNOWN)


@breaks("odd_reading_ends_after_it_begins")
def _(house: House) -> None:
    odd(house, until_at=AT - timedelta(seconds=1))


@breaks("odd_reading_of_something")
def _(house: House) -> None:
    odd(house, number=0)


@breaks("odd_reading_once")
def _(house: House) -> None:
    for _number in range(2):
        odd(house)


def odd_answer(house: House, **changes: Any) -> OddAnswer:
    given: dict[str, Any] = {"verdict": "explained", "words": "", "at": AT, "by": house.leader}
    return OddAnswer.objects.create(**{"reading": odd(house), **given, **changes})


@breaks("odd_answer_known")
def _(house: House) -> None:
    odd_answer(house, verdict=UNKNOWN, words="Talt om.")


@breaks("odd_answer_says_what")
def _(house: House) -> None:
    odd_answer(house, verdict="talked")
