"""How names fold for look-up: one name however it is written (C-18)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.citizens.rules import LONGEST_WORD, MOST_WORDS, beginnings, fold, words_of

NAME = "Ærø Ødegård-Åström"
DECOMPOSED = unicodedata.normalize("NFD", NAME)
# Letters on which the rules turn, beside all the others.
LETTERS = "aAoOeEåÅäÄöÖøØæÆéðÞßſİıﬁ\u0308\u030a\u0327'’ -.\u00ad\u200d"
texts = st.text(max_size=20) | st.text(alphabet=LETTERS, max_size=20)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        (NAME, "aero odegard astrom"),
        (DECOMPOSED, "aero odegard astrom"),
        (NAME.upper(), "aero odegard astrom"),
        ("ødegaard", "odegard"),
        ("ODEGARD", "odegard"),
        ("Oedegaard", "odegard"),
        ("A\u030astro\u0308m", "astrom"),
        ("Aagaard", "agard"),
        ("Ågård", "agard"),
        ("Kjær", "kjaer"),
        ("Kjär", "kjaer"),
        ("Björk Guðmundsdóttir Þór", "bjork gudmundsdottir thor"),
        ("O'Brien", "obrien"),
        ("Ó Brien", "o brien"),
        ("Zoë", "zo"),
        ("Joe", "jo"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("  Bo\t Li  ", "bo li"),
        ("Иван 王", "иван 王"),
        ("x\u200dy\u00adz", "xyz"),
        ("", ""),
        ("-'\u030a", ""),
    ],
)
def test_a_name_folds_to_plain_letters(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(texts)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_composed_and_decomposed_letters_meet(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(text) == fold(decomposed)


@given(texts)
def test_a_name_is_found_by_each_of_its_words_and_their_first_three_letters(name: str) -> None:
    found = beginnings(name)
    for word in words_of(name):
        assert {word, word[:3]} <= found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Åse Bo", {"ase", "bo"}),
        ("Ærø", {"aer", "aero"}),
        ("Bo Bo", {"bo"}),
        ("", set()),
    ],
)
def test_words_are_found_from_three_letters_on_and_shorter_ones_whole(
    name: str, found: set[str]
) -> None:
    assert beginnings(name) == found


@given(st.text(max_size=400))
def test_what_is_kept_of_a_name_has_an_end(name: str) -> None:
    words = words_of(name)
    assert len(words) <= MOST_WORDS
    assert all(len(word) <= LONGEST_WORD for word in words)
    assert len(beginnings(name)) <= MOST_WORDS * LONGEST_WORD
