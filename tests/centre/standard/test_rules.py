"""What later code asks of a standard."""

from datetime import date, time
from functools import cache

import msgspec
import pytest

from centre.standard import rules
from centre.standard.law import ClockKind
from centre.standard.loader import load_shipped, shipped_keys
from centre.standard.rules import Length
from centre.standard.schema import AgeGroup, Area, GuaranteeKind, Standard, StartEvent, StopEvent

TODAY = date(2026, 11, 22)


@cache
def shipped(key: str) -> Standard:
    return load_shipped(key)


# --- promises about time ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("fredericia", "doctors_talk"),
        ("haderslev", "youth_drug"),
        ("skanderborg", "anonymous_drug"),
        ("skanderborg", "inpatient_decision"),
        ("aabenraa", "medical"),
    ],
)
def test_a_council_that_is_silent_promises_nothing(key: str, kind: GuaranteeKind) -> None:
    assert rules.guarantee_promise(shipped(key), kind) is None


def test_the_alcohol_promise_holds_for_the_young_unless_they_have_their_own() -> None:
    promise = rules.guarantee_promise(shipped("rebild"), "youth_alcohol")
    assert promise is not None
    assert promise.kind == "alcohol"
    own = rules.guarantee_promise(shipped("skanderborg"), "youth_alcohol")
    assert own is not None
    assert own.kind == "youth_alcohol"


@pytest.mark.parametrize("key", ["aabenraa", "haderslev"])
def test_a_centre_that_may_not_treat_the_young_for_alcohol_promises_them_nothing(key: str) -> None:
    """Aabenraa waits for its approval, Haderslev is approved from 18; the law binds all the same."""
    assert rules.guarantee_promise(shipped(key), "alcohol") is not None
    assert rules.guarantee_promise(shipped(key), "youth_alcohol") is None
    assert rules.promised_length(shipped(key), "youth_alcohol") is None


STARTS: list[tuple[str, GuaranteeKind, dict[StartEvent, date], date | None]] = [
    ("haderslev", "social_drug", {"request": date(2026, 12, 1)}, date(2026, 12, 1)),
    ("haderslev", "social_drug", {"request_at_children_unit": date(2026, 12, 1)}, None),
    ("aabenraa", "social_drug", {"request_at_children_unit": date(2026, 12, 1)}, date(2026, 12, 1)),
    (
        "aabenraa",
        "social_drug",
        {"request": date(2026, 12, 4), "request_at_children_unit": date(2026, 12, 1)},
        date(2026, 12, 1),
    ),
    ("rebild", "youth_drug", {"request": date(2026, 12, 1)}, None),
    (
        "rebild",
        "youth_drug",
        {"request": date(2026, 12, 1), "consents_given": date(2026, 12, 9)},
        date(2026, 12, 9),
    ),
    (
        "rebild",
        "youth_drug",
        {"request": date(2026, 12, 1), "consents_given": date(2026, 11, 20)},
        date(2026, 12, 1),
    ),
    ("fredericia", "inpatient_decision", {"request": date(2026, 12, 1)}, None),
]


@pytest.mark.parametrize(("key", "kind", "events", "day"), STARTS)
def test_a_promise_starts_at_the_councils_own_event(
    key: str, kind: GuaranteeKind, events: dict[StartEvent, date], day: date | None
) -> None:
    promise = rules.guarantee_promise(shipped(key), kind)
    assert promise is not None
    assert rules.started_on(promise, events) == day


KEPT: list[tuple[tuple[StopEvent, ...], dict[StopEvent, date], date | None]] = [
    (("treatment_initiated",), {"treatment_offered": date(2026, 12, 1)}, None),
    (("treatment_offered",), {"treatment_initiated": date(2026, 12, 4)}, date(2026, 12, 4)),
    (
        ("treatment_offered",),
        {"treatment_offered": date(2026, 12, 2), "treatment_initiated": date(2026, 12, 4)},
        date(2026, 12, 2),
    ),
    (("talks_offered",), {"first_talk_held": date(2026, 12, 3)}, date(2026, 12, 3)),
    (("doctors_talk_offered",), {"doctors_talk_held": date(2026, 12, 3)}, date(2026, 12, 3)),
    (("doctors_talk_held",), {"doctors_talk_offered": date(2026, 12, 3)}, None),
    (("visitation_held", "decided"), {"decided": date(2026, 12, 3)}, None),
    (
        ("visitation_held", "decided"),
        {"visitation_held": date(2026, 12, 3), "decided": date(2026, 12, 8)},
        date(2026, 12, 8),
    ),
]


@pytest.mark.parametrize(("stop_when", "facts", "day"), KEPT)
def test_a_promise_is_kept_on_the_day_of_its_last_event(
    stop_when: tuple[StopEvent, ...], facts: dict[StopEvent, date], day: date | None
) -> None:
    assert rules.kept_on(stop_when, facts) == day


LENGTHS: list[tuple[str, ClockKind, Length | None]] = [
    ("haderslev", "social_drug", Length(days=14)),
    ("fredericia", "inpatient_decision", Length(weeks=8)),
    ("rebild", "youth_alcohol", Length(days=14)),
    ("haderslev", "plan_review", Length(months=3)),
    ("skanderborg", "plan_review", None),
    ("rebild", "doctor_review", Length(months=6)),
    ("rebild", "urine_test", Length(months=3)),
    ("haderslev", "urine_test", None),
    ("aabenraa", "urine_test", None),
    ("skanderborg", "follow_up_1", Length(months=1)),
    ("fredericia", "follow_up_6", Length(months=6)),
    ("aabenraa", "follow_up_6", None),
    ("haderslev", "complaint_deadline", Length(weeks=4)),
    ("rebild", "complaint_deadline", None),
    ("skanderborg", "reassessment", Length(weeks=4)),
    ("fredericia", "reassessment", None),
    ("rebild", "standard_revision", Length(months=24)),
    ("haderslev", "standard_revision", None),
]


@pytest.mark.parametrize(("key", "kind", "length"), LENGTHS)
def test_every_clock_has_the_length_the_council_gives_it(
    key: str, kind: ClockKind, length: Length | None
) -> None:
    assert rules.promised_length(shipped(key), kind) == length


@pytest.mark.parametrize(
    ("key", "day"),
    [
        ("aabenraa", date(2028, 1, 1)),
        ("fredericia", date(2028, 1, 1)),
        ("rebild", date(2028, 1, 1)),
        ("haderslev", date(2028, 1, 1)),
        ("skanderborg", date(2026, 11, 30)),
    ],
)
def test_the_next_revision_is_the_stated_day_or_two_years_after_the_start(
    key: str, day: date
) -> None:
    assert rules.next_revision(shipped(key)) == day


def test_a_standard_from_a_leap_day_is_revised_by_the_last_of_february() -> None:
    standard = shipped("haderslev")
    leap = msgspec.structs.replace(standard.identity, valid_from=date(2028, 2, 29))
    standard = msgspec.structs.replace(standard, identity=leap)
    assert rules.next_revision(standard) == date(2030, 2, 28)


@pytest.mark.parametrize(
    ("on", "holds"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (TODAY, True)]
)
def test_a_standard_is_in_force_from_its_first_day(on: date, holds: bool) -> None:
    assert rules.in_force(shipped("skanderborg"), on) is holds


# --- who, when and where ------------------------------------------------------------------------


def test_hours_are_asked_for_by_weekday_and_are_none_when_the_text_gives_none() -> None:
    phone = shipped("rebild").hours.phone
    monday = rules.hours_on(phone, 0)
    assert [(i.opens, i.closes) for i in monday] == [(time(8), time(9))]
    assert rules.hours_on(phone, 6) == ()
    assert rules.hours_on(shipped("fredericia").hours.phone, 0) == ()


@pytest.mark.parametrize(
    ("key", "group", "unit"),
    [
        ("skanderborg", "15_17", "youth"),
        ("skanderborg", "18_29", "youth"),
        ("skanderborg", "30_plus", "adults"),
        ("skanderborg", "unknown", "adults"),
        ("fredericia", "18_29", "youth"),
        ("fredericia", "30_plus", "centre"),
        ("haderslev", "18_29", "centre"),
        ("rebild", "under_15", "centre"),
        ("aabenraa", "30_plus", "centre"),
    ],
)
def test_an_inquiry_goes_to_the_unit_of_its_age_group(key: str, group: AgeGroup, unit: str) -> None:
    assert rules.unit_for_age_group(shipped(key), group).key == unit


def test_a_unit_that_a_new_standard_has_dropped_is_none() -> None:
    assert rules.unit_by_key(shipped("haderslev"), "youth") is None
    found = rules.unit_by_key(shipped("skanderborg"), "youth")
    assert found is not None
    assert found.name == "Ungerådgivningen"


@pytest.mark.parametrize(
    ("key", "area", "age", "treated"),
    [
        ("haderslev", "drugs", 17, False),
        ("haderslev", "drugs", 18, True),
        ("aabenraa", "drugs", 15, True),
        ("aabenraa", "drugs", 14, False),
        ("aabenraa", "alcohol", 16, False),
        ("skanderborg", "alcohol", 13, True),
        ("skanderborg", "drugs", 12, False),
        ("rebild", "drugs", 12, True),
        ("rebild", "anonymous_drugs", 17, False),
        ("fredericia", "alcohol", 16, True),
    ],
)
def test_the_young_are_treated_as_far_as_the_centre_is_approved(
    key: str, area: Area, age: int, treated: bool
) -> None:
    assert rules.treats_age(shipped(key), area, age) is treated


@pytest.mark.parametrize(
    ("key", "area", "age", "decided_by"),
    [
        ("skanderborg", "drugs", 14, "children_unit"),
        ("skanderborg", "drugs", 17, "children_unit"),
        ("skanderborg", "alcohol", 14, "centre"),
        ("aabenraa", "drugs", 16, "centre_and_children_unit"),
        ("rebild", "drugs", 16, "centre"),
        ("rebild", "alcohol", 16, "centre"),
    ],
)
def test_who_decides_about_the_young_follows_kind_and_age(
    key: str, area: Area, age: int, decided_by: str
) -> None:
    route = rules.youth_route(shipped(key), area, age)
    assert route is not None
    assert route.decided_by == decided_by


@pytest.mark.parametrize("area", ["drugs", "alcohol"])
def test_the_young_persons_own_consent_is_needed_from_fifteen(area: Area) -> None:
    """Rebild's front text asks it of all treatment, not of drugs alone."""
    younger = rules.youth_route(shipped("rebild"), area, 14)
    older = rules.youth_route(shipped("rebild"), area, 15)
    assert younger is not None
    assert older is not None
    assert younger.consents == ("custody_holder",)
    assert older.consents == ("custody_holder", "young_person_15_plus")


def test_no_route_is_made_up_for_the_grown_or_where_the_text_is_silent() -> None:
    assert rules.youth_route(shipped("skanderborg"), "drugs", 18) is None
    assert rules.youth_route(shipped("haderslev"), "drugs", 16) is None


def test_an_offer_that_has_ended_is_hidden_from_the_day_after() -> None:
    keys = [offer.key for offer in rules.offers_for(shipped("skanderborg"), on=date(2025, 12, 31))]
    assert "brus" in keys
    keys = [offer.key for offer in rules.offers_for(shipped("skanderborg"), on=date(2026, 1, 1))]
    assert "brus" not in keys
    assert "move" in keys
    assert rules.offer_by_key(shipped("skanderborg"), "brus") is not None


def test_offers_are_found_by_group_and_kind_of_treatment() -> None:
    standard = shipped("rebild")
    found = rules.offers_for(standard, on=TODAY, group="relatives", area="drugs")
    keys = [offer.key for offer in found]
    assert "relatives" in keys
    assert "family" in keys  # for everybody
    assert "consultancy" not in keys
    assert "individual_alcohol" not in keys


# --- rights -------------------------------------------------------------------------------------


def test_free_choice_sets_drug_deadlines_aside_but_never_alcohols() -> None:
    assert rules.free_choice_waives("social_drug", TODAY)
    assert rules.free_choice_waives("medical", TODAY)
    assert not rules.free_choice_waives("alcohol", TODAY)
    assert not rules.free_choice_waives("anonymous_drug", TODAY)


@pytest.mark.parametrize("key", shipped_keys())
def test_no_council_lets_free_choice_set_the_alcohol_deadline_aside(key: str) -> None:
    choice = rules.free_choice_for(shipped(key), "alcohol")
    assert choice is None or not choice.waives_guarantee


@pytest.mark.parametrize("key", shipped_keys())
def test_no_council_sends_an_alcohol_decision_to_ankestyrelsen(key: str) -> None:
    route = rules.complaint_route(shipped(key), "alcohol_decision", "alcohol")
    assert route is None or (not route.possible and route.appeal is None)


def test_a_complaint_follows_what_it_is_about_and_the_kind_of_treatment() -> None:
    standard = shipped("skanderborg")
    decision = rules.complaint_route(standard, "social_decision", "drugs")
    assert decision is not None
    assert decision.appeal is not None
    assert decision.appeal.name == "Ankestyrelsen"
    assert rules.complaint_route(standard, "social_decision", "alcohol") is None
    assert rules.complaint_route(shipped("aabenraa"), "social_decision", "drugs") is None


@pytest.mark.parametrize(
    ("key", "area", "months"),
    [
        ("skanderborg", "alcohol", (1, 6)),
        ("rebild", "alcohol", (1, 6)),
        ("haderslev", "alcohol", ()),
        ("fredericia", "alcohol", ()),
        ("aabenraa", "drugs", (1, 6)),
        ("rebild", "anonymous_drugs", ()),
    ],
)
def test_follow_up_is_the_laws_for_drugs_and_the_councils_own_for_alcohol(
    key: str, area: Area, months: tuple[int, ...]
) -> None:
    assert rules.follow_up_months(shipped(key), area) == months


def test_the_four_discharges_of_the_law_are_followed_up_when_the_text_names_none() -> None:
    four = rules.follow_up_statuses(shipped("fredericia"), "drugs")
    assert set(four) == {"completed", "other_offer", "hospital", "other_reason"}
    assert set(rules.follow_up_statuses(shipped("haderslev"), "drugs")) == set(four)


def test_a_target_group_is_found_by_its_key() -> None:
    found = rules.target_group(shipped("skanderborg"), "youth")
    assert found is not None
    assert (found.age_from, found.age_to) == (13, 29)
    assert rules.target_group(shipped("haderslev"), "pregnant") is None
