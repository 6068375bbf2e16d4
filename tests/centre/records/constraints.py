"""How to break the constraints of the records, beside those of `tests/constraints.py`."""

from typing import Any

from centre.records.models import LookUp
from tests.constraints import AT, UNKNOWN, breaks, citizen
from tests.factories import House


def look_up(house: House, **changes: Any) -> LookUp:
    given: dict[str, Any] = {"reason": "contact", "text": "Ringede selv.", "at": AT}
    given |= {"by": house.caseworker, "citizen": citizen(house)}
    return LookUp.objects.create(**{**given, **changes})


@breaks("look_up_reason_known")
def _(house: House) -> None:
    look_up(house, reason=UNKNOWN)


@breaks("look_up_says_why")
def _(house: House) -> None:
    look_up(house, text="")
