"""When a plan is looked at again, by the five standards."""

from datetime import date

import pytest

from centre.calendar import add_months
from centre.standard.loader import load_shipped
from treatment.rules.review import new_offer_asks_for_review, review_clock, review_months


def _offer(council: str, evaluated: bool) -> str:
    offers = load_shipped(council).offers
    return next(one.key for one in offers if bool(one.evaluate_months) is evaluated)


@pytest.mark.parametrize(
    ("council", "months"),
    [
        pytest.param("haderslev", 3, marks=pytest.mark.promise(48, "haderslev")),
        pytest.param("rebild", 3, marks=pytest.mark.promise(48, "rebild")),
        ("aabenraa", None),
        ("fredericia", None),
        ("skanderborg", None),
    ],
)
def test_the_council_says_how_long_a_plan_may_stand(council: str, months: int | None) -> None:
    assert review_months(load_shipped(council), _offer(council, evaluated=False)) == months


@pytest.mark.promise(48, "skanderborg")
def test_an_offer_that_is_evaluated_more_often_asks_for_more() -> None:
    standard = load_shipped("skanderborg")
    assert review_months(standard, _offer("skanderborg", evaluated=True)) == 3


def test_an_offer_that_the_standard_does_not_know_is_reviewed_as_any_plan() -> None:
    assert review_months(load_shipped("haderslev"), "gone") == 3
    assert review_months(load_shipped("aabenraa"), "gone") is None


@pytest.mark.parametrize(
    ("agreed_on", "due_on", "act_by_on"),
    [
        # Months clamp to the month's end, and the day to act by is a working day (domain 1.1).
        (date(2026, 11, 30), date(2027, 2, 28), date(2027, 2, 26)),
        (date(2026, 9, 24), date(2026, 12, 24), date(2026, 12, 23)),
        (date(2026, 12, 28), date(2027, 3, 28), date(2027, 3, 24)),
        (date(2026, 8, 31), date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_the_day_of_review_is_strict_and_acted_on_before_closed_days(
    agreed_on: date, due_on: date, act_by_on: date
) -> None:
    plan = review_clock(load_shipped("haderslev"), "gone", agreed_on)
    assert plan is not None
    assert (plan.kind, plan.source, plan.basis) == ("plan_review", "local", "Haderslev Kommune")
    assert plan.due_and_act_by == (due_on, act_by_on)
    assert due_on == add_months(agreed_on, 3)


@pytest.mark.parametrize("council", ["aabenraa", "fredericia", "skanderborg"])
def test_a_standard_that_is_silent_starts_no_clock(council: str) -> None:
    assert review_clock(load_shipped(council), "gone", date(2026, 12, 1)) is None


@pytest.mark.promise(48, "haderslev")
def test_only_haderslev_reviews_a_plan_whenever_the_offer_changes() -> None:
    councils = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
    asks = [one for one in councils if new_offer_asks_for_review(load_shipped(one))]
    assert asks == ["haderslev"]
