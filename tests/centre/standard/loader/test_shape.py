"""Unknown keys, missing keys, wrong types and unknown words are all told at once."""

import pytest

from tests.centre.standard.loader.small import SMALL, changed, faults, places

SHAPES = [
    # what was written, what stands there instead, the place, words of the message
    ('council = "B', 'councl = "B', "identity.councl", "not known here (did you mean"),
    ('key = "byen"\n', "", "identity.key", '"key" is missing'),
    (
        "max_talks = 12",
        'max_talks = "12"',
        "offers[0].max_talks",
        'a whole number, found a text "12"',
    ),
    ("max_talks = 12", "max_talks = 1.5", "offers[0].max_talks", "found a decimal number 1.5"),
    ("max_talks = 12", "max_talks = true", "offers[0].max_talks", "found true or false true"),
    ("max_talks = 12", "max_talks = -1", "offers[0].max_talks", "below zero"),
    (
        "used = true",
        "used = 1",
        "gift_cards.used",
        "expected true or false, found a whole number 1",
    ),
    ('kind = "move"', 'kind = "moove"', "offers[0].kind", '(did you mean "move"?)'),
    ('kind = "move"', "kind = 3", "offers[0].kind", "expected a text"),
    ('areas = ["drugs"]\nfor', 'areas = "drugs"\nfor', "offers[0].areas", "expected a list"),
    (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01T08:00:00",
        "identity.valid_from",
        "a date",
    ),
    ("valid_from = 2026-01-01", 'valid_from = "2026-01-01"', "identity.valid_from", "found a text"),
    ("opens = 08:00:00", 'opens = "08:00"', "hours.opening.monday[0].opens", "a time of day"),
    ('title = "Kvalitetsstandard"', 'title = " "', "identity.title", "the text is empty"),
    ('appeal = { name = "Ankestyrelsen" }', 'appeal = "A"', "complaints[0].appeal", "a table"),
    ('source = "Garanti"\nkind', "kind", "clocks[0].source", '"source" is missing'),
]


@pytest.mark.parametrize(("old", "new", "place", "words"), SHAPES)
def test_a_fault_of_shape_is_told_with_its_place(
    old: str, new: str, place: str, words: str
) -> None:
    found = {fault.place: fault.message for fault in faults(changed(old, new))}
    assert words in found[place]


def test_faults_in_several_parts_are_all_told_at_once_in_the_order_of_the_file() -> None:
    text = changed('council = "B', 'councl = "B').replace("max_talks = 12", 'max_talks = "12"')
    text = text.replace("value = 40", 'value = "40"')
    assert places(text) == [
        "identity.council",
        "identity.councl",
        "offers[0].max_talks",
        "targets[0].value",
    ] or places(text) == [
        "identity.councl",
        "identity.council",
        "offers[0].max_talks",
        "targets[0].value",
    ]


def test_a_fault_tells_the_line_of_the_key() -> None:
    [fault] = faults(changed("max_talks = 12", 'max_talks = "12"'))
    assert fault.line == SMALL.splitlines().index("max_talks = 12") + 1


def test_a_missing_key_tells_the_line_of_its_table() -> None:
    [fault] = faults(changed('title_da = "MOVE"\n', ""))
    assert (fault.place, fault.line) == (
        "offers[0].title_da",
        SMALL.splitlines().index("[[offers]]") + 1,
    )


def test_a_moment_is_not_taken_for_a_day() -> None:
    moment = changed("valid_from = 2026-01-01", "valid_from = 2026-01-01T00:00:00Z")
    assert places(moment) == ["identity.valid_from"]
