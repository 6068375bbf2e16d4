"""A filter as an address carries it."""

from itertools import product

import pytest
from django.http import QueryDict

from centre.citizens.choices import AgeGroup
from intake.choices import About, Group
from intake.models.filter import LONGEST_QUERY
from intake.rules.filter import KNOWN, Filter, group_of, known, read, whole

FULL = Filter(
    who="unit",
    show="call",
    unit="youth",
    channel="phone",
    group="young",
    topic="both",
    anonymous="no",
    responsible="17",
    left="soon",
)


def test_a_filter_comes_back_from_its_own_address() -> None:
    found, wrong = read(QueryDict(FULL.query), who="mine")
    assert (found, wrong) == (FULL, [])


def test_an_address_without_a_word_narrows_nothing() -> None:
    for who in ("mine", "unit"):
        assert read({}, who=who) == (Filter(who=who), [])
        assert read({"after": "x", "next": "1"}, who=who) == (Filter(who=who), [])
    assert Filter().query == "who=mine"


NO_CHOICE = ("Å", "٣", "a" * 31, "new\x00", "' OR 1=1 --")
NO_WORD = ("gone", "-1", "0", "9" * 30)
WRONG = [
    *product([*KNOWN, "unit", "responsible"], NO_CHOICE),
    # These could be the key of a unit: whether it is here is for the database to say.
    *product([*KNOWN, "responsible"], NO_WORD),
]


@pytest.mark.parametrize(("name", "word"), WRONG)
def test_what_is_no_choice_is_named_and_left_out(name: str, word: str) -> None:
    found, wrong = read({"topic": "both", name: word}, who="unit")
    assert wrong == [name]
    assert found == Filter(who="unit", topic="" if name == "topic" else "both")


def test_what_is_not_here_any_more_is_named_and_left_out() -> None:
    here = {"unit": ["adults"], "responsible": ["17"]}
    assert known(FULL, here) == (FULL.but(unit=""), ["unit"])
    assert known(FULL, {**here, "unit": ["youth"]}) == (FULL, [])
    assert known(Filter(), {"unit": [], "responsible": []}) == (Filter(), [])


def test_nobodys_and_a_colleagues_are_looked_for_in_the_unit() -> None:
    assert whole(Filter(show="unassigned")).who == "unit"
    assert Filter().but(responsible="17").who == "unit"
    assert read({"who": "mine", "show": "unassigned"}, who="mine")[0].who == "unit"
    assert Filter().but(show="new").who == "mine"


def test_back_to_mine_keeps_what_can_be_kept() -> None:
    assert FULL.mine == Filter(
        who="mine",
        show="call",
        unit="youth",
        channel="phone",
        group="young",
        topic="both",
        anonymous="no",
        left="soon",
    )
    assert Filter(who="unit", show="unassigned").mine == Filter()


@pytest.mark.parametrize(
    ("about", "age_group", "group"),
    [
        (About.SELF, AgeGroup.UNDER_15, Group.YOUNG),
        (About.SELF, AgeGroup.FROM_15, Group.YOUNG),
        (About.SELF, AgeGroup.FROM_18, Group.ADULT),
        (About.UNSAID, AgeGroup.FROM_30, Group.ADULT),
        (About.UNSAID, AgeGroup.UNKNOWN, Group.UNKNOWN),
        (About.RELATIVE, AgeGroup.FROM_15, Group.RELATIVE),
        (About.PROFESSIONAL, AgeGroup.UNKNOWN, Group.PROFESSIONAL),
    ],
)
def test_each_inquiry_is_in_one_group(about: str, age_group: str, group: Group) -> None:
    assert group_of(about, age_group) == group


def test_the_longest_filter_has_room() -> None:
    longest = {name: max(words, key=len) for name, words in KNOWN.items()}
    filled = Filter(**{**longest, "unit": "u" * 30, "responsible": "9" * 9})
    assert len(filled.query) <= LONGEST_QUERY
