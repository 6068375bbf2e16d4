"""How to break the rules of a saved filter and of a call back, beside `tests/constraints.py`."""

from typing import Any

from intake.models import SavedFilter
from tests import factories
from tests.constraints import AT, breaks, changed, slot
from tests.factories import House


def saved_filter(house: House, **changes: Any) -> SavedFilter:
    given: dict[str, Any] = {
        "saved_by": house.caseworker,
        "saved_at": AT,
        "name": "Nye",
        "query": "who=unit&show=new",
    }
    return SavedFilter.objects.create(**{**given, **changes})


@breaks("filter_has_a_name")
def _(house: House) -> None:
    changed(saved_filter(house), name="")


@breaks("filter_name_once_an_owner")
def _(house: House) -> None:
    saved_filter(house, saved_by=house.colleague)
    saved_filter(house)
    saved_filter(house, name="NYE")


@breaks("filter_name_once_a_unit")
def _(house: House) -> None:
    saved_filter(house, shared_with=house.adults)
    saved_filter(house, saved_by=house.leader, shared_with=house.youth)
    saved_filter(house, saved_by=house.colleague, name="nye", shared_with=house.adults)


@breaks("inquiry_called_back_after_a_message")
def _(house: House) -> None:
    changed(factories.inquiry(house, received_at=AT), call_back_at=AT)


@breaks("slot_closed_reason_known")
def _(house: House) -> None:
    changed(slot(house, closed_at=AT, closed_by=house.leader), closed_reason="?")


@breaks("slot_open_without_reason")
def _(house: House) -> None:
    changed(slot(house), closed_reason="meeting")
