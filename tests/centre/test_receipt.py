"""Codes nobody mistakes and nobody guesses."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.receipt import (
    SYMBOLS,
    code_for,
    code_hash,
    reference_for,
    shown,
    typed,
)

SECRET, OTHER = b"one secret", b"another"
KEY = uuid.UUID("00000000-0000-4000-8000-000000000001")


def test_no_symbol_looks_like_another() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS)) == 31
    assert not set("0O1IL") & set(SYMBOLS)


@given(st.uuids())
def test_the_same_form_always_gets_the_same_code_and_reference(key: uuid.UUID) -> None:
    code, reference = code_for(key, SECRET), reference_for(key, SECRET)
    assert (code, reference) == (code_for(key, SECRET), reference_for(key, SECRET))
    assert (len(code), len(reference)) == (8, 6)
    assert set(code + reference) <= set(SYMBOLS)


@given(st.uuids(), st.uuids())
def test_other_forms_and_other_secrets_get_other_codes(one: uuid.UUID, two: uuid.UUID) -> None:
    assert code_for(one, SECRET) != code_for(one, OTHER)
    assert (code_for(one, SECRET) == code_for(two, SECRET)) is (one == two)


@pytest.mark.threat("T4")
def test_the_reference_tells_nothing_of_the_code() -> None:
    assert reference_for(KEY, SECRET) not in code_for(KEY, SECRET)


@pytest.mark.threat("T4")
def test_every_symbol_is_about_as_likely_as_any_other() -> None:
    letters = "".join(code_for(uuid.UUID(int=number), SECRET) for number in range(2000))
    counts = [letters.count(symbol) for symbol in SYMBOLS]
    expected = len(letters) / len(SYMBOLS)
    assert min(counts) > expected * 0.8 and max(counts) < expected * 1.2


@given(st.uuids())
def test_a_code_may_be_typed_as_it_is_shown_or_in_small_letters(key: uuid.UUID) -> None:
    code = code_for(key, SECRET)
    assert shown(code) == f"{code[:4]}-{code[4:]}"
    for spelling in (shown(code), code.lower(), " ".join(code), f" {shown(code).lower()} "):
        assert typed(spelling) == code
        assert code_hash(spelling, "ABC234", SECRET) == code_hash(code, "ABC234", SECRET)


@pytest.mark.threat("T4")
@pytest.mark.parametrize(
    ("code", "reference", "secret"),
    [("ABCD2345", "ABC234", OTHER), ("ABCD2345", "ABC235", SECRET), ("ABCD2346", "ABC234", SECRET)],
)
def test_what_is_kept_of_a_code_fits_no_other_code_booking_or_key(
    code: str, reference: str, secret: bytes
) -> None:
    kept = code_hash("ABCD2345", "ABC234", SECRET)
    assert len(kept) == 32
    assert code_hash(code, reference, secret) != kept
