"""How long a draft lives, what it may hold, whose text may replace whose."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.drafts import rules
from centre.drafts.rules import Hand, content_of, forgotten_on, is_name, is_newer

MINE, THEIRS = "a" * 32, "b" * 32
FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("seen", "version", "tab", "newer"),
    [
        (None, FIRST, THEIRS, True),
        (FIRST, FIRST, THEIRS, False),
        (FIRST, SECOND, THEIRS, True),
        # One's own saving whose answer was lost on the way.
        (FIRST, SECOND, MINE, False),
        (None, FIRST, MINE, False),
    ],
)
def test_another_pages_words_are_newer_until_they_were_seen(
    seen: UUID | None, version: UUID, tab: str, newer: bool
) -> None:
    assert is_newer(version=version, tab=tab, hand=Hand(MINE, seen)) is newer


@pytest.mark.parametrize(
    ("told", "hand"),
    [
        ({}, Hand()),
        (
            {"draft_tab": MINE, "draft_seen": str(FIRST), "draft_turn": "7"},
            Hand(MINE, FIRST, 7),
        ),
        ({"draft_tab": "A" * 32, "draft_seen": "x", "draft_turn": "-1"}, Hand()),
        ({"draft_tab": "a" * 33, "draft_seen": "\x00", "draft_turn": "²"}, Hand()),
        ({"draft_turn": "9" * 10}, Hand()),
    ],
)
def test_what_nobodys_page_says_is_not_said(told: dict[str, str], hand: Hand) -> None:
    assert Hand.read(told) == hand


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "[]", "null", "1", '"a"', '{"a": "b"}', '{"a": [1]}', '{"": []}', "[" * 15_000,
        '{"a": {"b": []}}', json.dumps({"a" * 61: []}), json.dumps({str(n): [] for n in range(101)}),
        json.dumps({"a": ["x" * 16_000], "b": ["y"]}), '{"a": [null]}',
    ],
)  # fmt: skip
def test_what_is_no_form_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"form|field|text|longer|Expecting|Unterminated"):
        content_of(text)


def test_a_note_of_six_thousand_characters_fits() -> None:
    words = {"note": ["æ\n" * 3000], "extras": ["a", "b"], "outcome": []}
    assert content_of(json.dumps(words, ensure_ascii=False)) == words


@given(st.text(max_size=80))
def test_a_name_holds_nothing_that_a_search_could_trip_on(text: str) -> None:
    plain = all(one.isascii() and (one.isalnum() or one in "._-") for one in text)
    assert is_name(text) == (plain and len(text) <= 60)


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2024, 2, 1), date(2026, 10, 24)])
def test_a_draft_goes_after_thirty_days_and_five_days_after_the_notice(day: date) -> None:
    assert forgotten_on(day, None) == day + timedelta(days=30)
    assert forgotten_on(day, day + timedelta(days=25)) == day + timedelta(days=30)
    # Beat slept for a week: the notice still has its days.
    assert forgotten_on(day, day + timedelta(days=32)) == day + timedelta(days=37)
    assert rules.NOTICE < rules.KEPT
