"""How to break the rules of a saved filter and of a call back, beside `tests/constraints.py`."""

from typing import Any

from intake.choices import Verdict
from intake.models import LookUpReview, SavedFilter
from tests import factories
from tests.centre.records.constraints import look_up
from tests.constraints import AT, breaks, changed, clock, slot
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


def look_up_review(house: House) -> LookUpReview:
    return LookUpReview.objects.create(look_up=look_up(house), clock=clock(house))


@breaks("look_up_review_whole")
def _(house: House) -> None:
    changed(look_up_review(house), verdict=Verdict.WARRANTED)


@breaks("look_up_review_says_what")
def _(house: House) -> None:
    closed = {"reviewed_by": house.leader, "reviewed_at": AT}
    changed(look_up_review(house), verdict=Verdict.UNWARRANTED, **closed)


@breaks("slot_closed_reason_known")
def _(house: House) -> None:
    changed(slot(house, closed_at=AT, closed_by=house.leader), closed_reason="?")


@breaks("slot_open_without_reason")
def _(house: House) -> None:
    changed(slot(house), closed_reason="meeting")
