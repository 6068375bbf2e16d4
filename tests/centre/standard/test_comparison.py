"""The 18 points of the executive order, and the difference between two standards."""

import msgspec
import pytest

from centre.standard.comparison import Change, completeness, difference
from centre.standard.loader import load_shipped, shipped_keys
from centre.standard.points import REQUIRED_POINTS

MISSING = {
    "aabenraa": {
        "organisation",
        "treatment_plan",
        "action_plan",
        "complaints",
        "gift_cards",
        "children",
        "future",
        "inpatient_quality",
    },
    "fredericia": {"action_plan", "monitoring", "gift_cards", "future", "inpatient_quality"},
    "rebild": {"goals_and_values", "future", "inpatient_quality"},
    "haderslev": {"action_plan", "children", "inpatient_quality"},
    "skanderborg": set(),
}


def test_the_order_asks_for_eighteen_points_each_once() -> None:
    assert len(REQUIRED_POINTS) == 18
    assert len({point.key for point in REQUIRED_POINTS}) == 18


@pytest.mark.parametrize("key", shipped_keys())
def test_the_points_a_text_is_silent_on_are_told(key: str) -> None:
    coverage = completeness(load_shipped(key))
    assert [found.point for found in coverage] == list(REQUIRED_POINTS)
    assert {found.point.key for found in coverage if not found.covered} == MISSING[key]


def test_a_covered_point_tells_the_headings_and_a_missing_one_the_parts() -> None:
    found = {one.point.key: one for one in completeness(load_shipped("haderslev"))}
    assert found["gift_cards"].sources == ("Kommunens retningslinjer for brug af gavekort",)
    assert found["gift_cards"].missing == ()
    assert found["action_plan"].parts == ()
    assert found["action_plan"].missing == ("plan.action_plan",)


def test_a_value_without_a_heading_of_its_own_tells_the_one_around_it() -> None:
    found = {one.point.key: one for one in completeness(load_shipped("rebild"))}
    assert found["action_plan"].sources == ("Behandlingsplan",)


def test_a_point_is_no_longer_covered_when_its_part_is_taken_out() -> None:
    standard = load_shipped("skanderborg")
    without = msgspec.structs.replace(standard, gift_cards=None)
    [lost] = [found for found in completeness(without) if not found.covered]
    assert lost.point.key == "gift_cards"


def test_a_standard_does_not_differ_from_itself() -> None:
    for key in shipped_keys():
        assert difference(load_shipped(key), load_shipped(key), texts=True) == []


def test_a_changed_cap_is_told_with_the_name_of_its_offer() -> None:
    standard = load_shipped("rebild")
    offers = tuple(
        msgspec.structs.replace(offer, max_talks=12) if offer.key == "individual_drugs" else offer
        for offer in standard.offers
    )
    other = msgspec.structs.replace(standard, offers=offers)
    assert difference(standard, other) == [Change("offers[individual_drugs].max_talks", 10, 12)]


def test_another_order_is_no_difference() -> None:
    standard = load_shipped("rebild")
    other = msgspec.structs.replace(standard, offers=standard.offers[::-1])
    assert difference(standard, other) == []


def test_texts_are_only_compared_when_asked_for() -> None:
    standard = load_shipped("haderslev")
    assert standard.purpose is not None
    purpose = msgspec.structs.replace(standard.purpose, text_da="Andre ord.")
    other = msgspec.structs.replace(standard, purpose=purpose)
    assert difference(standard, other) == []
    [change] = difference(standard, other, texts=True)
    assert (change.place, change.right) == ("purpose.text_da", "Andre ord.")


def test_what_only_one_side_has_is_told_with_nothing_on_the_other() -> None:
    standard = load_shipped("haderslev")
    other = msgspec.structs.replace(standard, survey=load_shipped("skanderborg").survey)
    [change] = difference(standard, other)
    assert change.place == "survey"
    assert change.left is None
    assert change.right == {"every_months": 12, "weeks": 3, "anonymous": True, "everyone": True}


def test_a_list_that_is_empty_on_one_side_is_told_element_by_element() -> None:
    standard = load_shipped("haderslev")
    contact = msgspec.structs.replace(
        standard.contact, phones=load_shipped("aabenraa").contact.phones
    )
    other = msgspec.structs.replace(standard, contact=contact)
    [change] = difference(standard, other)
    assert change.place == "contact.phones[main]"
    assert change.left is None


def test_two_councils_differ_in_what_stops_the_guarantee() -> None:
    changes = {c.place: c for c in difference(load_shipped("fredericia"), load_shipped("rebild"))}
    stop = changes["clocks[social_drug].stop_when"]
    assert stop.left == ("treatment_offered",)
    assert stop.right == ("plan_made", "visitation_held", "first_meeting_agreed")
