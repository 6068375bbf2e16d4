"""Every rule between values has a file that breaks it."""

from collections.abc import Callable

import pytest

from tests.centre.standard.loader.small import SMALL, changed, faults, places

SENSES = [
    ('key = "byen"', 'key = "Byen 1"', "identity.key", "small letters"),
    ('region_code = "1083"', 'region_code = "1099"', "identity.region_code", "not a region"),
    ('"0510"', '"510"', "identity.municipality_code", "four digits with the leading zero"),
    (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nnext_revision_on = 2028-01-02",
        "identity.next_revision_on",
        "not within two years",
    ),
    (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nvalid_to = 2025-12-31",
        "identity.valid_from",
        "comes after",
    ),
    (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nrevision_years = 3",
        "identity.revision_years",
        "at least every second year",
    ),
    (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01\nproposed = true",
        "identity.reading",
        "say which and why",
    ),
    ('"12345678"', '"12 34 56 78"', "contact.phones[0].number", "eight digits without spaces"),
    ('postcode = "6100"', 'postcode = "610"', "contact.postcode", "four digits"),
    ('postcode = "6100"', 'email = "centret"', "contact.email", "an e-mail address"),
    ('postcode = "6100"', 'web = "https://a.dk"', "contact.web", "without http"),
    ('number = "', 'unit = "nobody"\nnumber = "', "contact.phones[0].unit", 'no unit "nobody"'),
    ("closes = 12:00:00", "closes = 08:00:00", "hours.opening.monday[0]", "is not before closes"),
    ("opens = 13:00:00", "opens = 11:00:00", "hours.opening.monday[1]", "before the stretch above"),
    (
        "opens = 09:00:00, closes = 10:30:00",
        "opens = 16:00:00, closes = 17:00:00",
        "hours.open_counselling.monday[0]",
        "outside the opening and phone hours",
    ),
    (
        "closes = 10:30:00",
        "closes = 09:30:00",
        "hours.open_counselling.monday[0]",
        "shorter than one time of 45 minutes",
    ),
    (
        "monday = [{ opens = 09:00:00, closes = 10:30:00 }]",
        "monday = []",
        "hours.open_counselling",
        "no hours on any day",
    ),
    ('"30_plus", "unknown"', '"30_plus"', "units", 'no unit takes the age group "unknown"'),
    ("age_from = 18", "age_from = 100", "target_groups[0].age_from", "comes after age_to"),
    ("age_to = 99", "age_to = 130", "target_groups[0].age_to", "is not an age"),
    ("talks_from = 1", "talks_from = 13", "offers[0].talks_from", "comes after max_talks"),
    ("max_talks = 12", "max_talks = 0", "offers[0].max_talks", "0 means nothing here"),
    (
        'for_groups = ["adults"]',
        'for_groups = ["elves"]',
        "offers[0].for_groups",
        'no target group "elves"',
    ),
    ("talks_from = 1", 'after = "first"', "offers[0].after", 'no offer "first"'),
    ("days = 14", "days = 14\nweeks = 2", "clocks[0]", "exactly one of days, weeks and months"),
    ("days = 14\n", "", "clocks[0]", "exactly one of days, weeks and months"),
    ("days = 14", "days = 15", "clocks[0]", "longer than the 14 days of SEL § 101 stk. 4"),
    ("days = 14", "months = 1", "clocks[0]", "longer than the 14 days of SEL § 101 stk. 4"),
    ('stop_when = ["treatment_initiated"]', "stop_when = []", "clocks[0].stop_when", "one event"),
    ('kind = "social_drug"', 'kind = "anonymous_drug"', "clocks[0].guaranteed_by", "no deadline"),
    ("months = [1, 6]", "months = [6, 1]", "follow_up[0].months", "the earliest first"),
    (
        'area = "drugs"\nmonths',
        'area = "alcohol"\nmonths',
        "follow_up[0].guaranteed_by",
        "drug treatment only",
    ),
    ("max_cards = 7\n", "", "gift_cards.max_cards", "must be given"),
    ("used = true", "used = false", "gift_cards.max_cards", "cannot be given"),
    ('offers = ["move"]', 'offers = ["moove"]', "gift_cards.offers", 'no offer "moove"'),
    (
        "deadline_weeks = 4",
        "deadline_weeks = 4\nno_deadline = true",
        "complaints[0].deadline_weeks",
        "both a deadline and none",
    ),
    ("deadline_weeks = 4", "possible = false", "complaints[0]", "no deadline and no appeal"),
    (
        'about = ["social_decision"]',
        'about = ["alcohol_decision"]',
        "complaints[0].appeal",
        "cannot be appealed",
    ),
    ('unit = "percent"\n', "", "targets[0]", "both value and unit"),
    ('value = 40\nunit = "percent"\n', "", "targets[0].value", '"at_least" takes a value'),
    ("value = 40", "value = 140", "targets[0].value", "more than everybody"),
    (
        'section = "101"',
        'section = "101"\nin_force = false',
        "law_texts[0].reading",
        "which and why",
    ),
]


@pytest.mark.parametrize(("old", "new", "place", "words"), SENSES)
def test_a_fault_of_sense_is_told_with_its_place(
    old: str, new: str, place: str, words: str
) -> None:
    found = {fault.place: fault.message for fault in faults(changed(old, new))}
    assert words in found[place]


DOUBLES: list[tuple[str, Callable[[], str]]] = [
    ("offers[1].key", lambda: SMALL + _again("[[offers]]", "[[clocks]]")),
    ("clocks[1].kind", lambda: SMALL + _again("[[clocks]]", "[[follow_up]]")),
    ("follow_up[1].area", lambda: SMALL + _again("[[follow_up]]", "[gift_cards]")),
    ("complaints[1].key", lambda: SMALL + _again("[[complaints]]", "[[targets]]")),
    ("targets[1].key", lambda: SMALL + _again("[[targets]]", "[[law_texts]]")),
    ("target_groups[1].key", lambda: SMALL + _again("[[target_groups]]", "[[offers]]")),
]


@pytest.mark.parametrize(("place", "text"), DOUBLES)
def test_a_name_that_is_used_twice_is_told(place: str, text: Callable[[], str]) -> None:
    assert places(text()) == [place]


def _again(first: str, until: str) -> str:
    return SMALL[SMALL.index(first) : SMALL.index(until)]


def test_an_age_group_that_two_units_take_is_told() -> None:
    second = _again("[[units]]", "[[target_groups]]").replace('"centre"', '"other"')
    assert places(SMALL + second) == ["units"] * 5
