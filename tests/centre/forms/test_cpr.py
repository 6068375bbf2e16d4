"""Personal numbers: domain.md 3.1."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.forms.cpr import birth_date, is_number, is_replacement, mask_cpr, normalise


@pytest.mark.parametrize(
    ("number", "born"),
    [
        # Seventh digit 0-3: the 1900s, whatever the year.
        ("0101360000", date(1936, 1, 1)),
        ("3112993999", date(1999, 12, 31)),
        # Seventh digit 4 and 9: 2000-2036, then 1937-1999.
        ("0101364000", date(2036, 1, 1)),
        ("0101374000", date(1937, 1, 1)),
        ("0101369000", date(2036, 1, 1)),
        ("0101379000", date(1937, 1, 1)),
        # Seventh digit 5-8: 2000-2057, then 1858-1899.
        ("0101575000", date(2057, 1, 1)),
        ("0101588000", date(1858, 1, 1)),
    ],
)
def test_the_seventh_digit_and_the_year_give_the_century(number: str, born: date) -> None:
    assert birth_date(number) == born


def test_29_february_exists_only_in_the_century_the_number_says() -> None:
    assert birth_date("2902004000") == date(2000, 2, 29)
    assert birth_date("2902000000") is None


@pytest.mark.parametrize("number", ["0505209996", "2911829996", "2512489996"])
def test_numbers_that_fail_modulus_11_are_numbers(number: str) -> None:
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
    assert total % 11 != 0
    assert is_number(number)


def test_a_day_plus_sixty_is_a_replacement_with_a_birth_date() -> None:
    assert is_number("6101901234")
    assert is_replacement("6101901234")
    assert birth_date("6101901234") == date(1990, 1, 1)
    assert not is_number("9201901234")


@pytest.mark.parametrize(
    "number", ["0101901AB2", "0101907AB2", "0101900ZZ9", "0101905AB2", "0101906AB2"]
)
def test_x_and_d_replacement_numbers_are_numbers_without_a_birth_date(number: str) -> None:
    assert is_number(number)
    assert is_replacement(number)
    assert birth_date(number) is None


@pytest.mark.parametrize(
    "number", ["0101902AB2", "3213901AB2", "010190AB12", "010190123", "01019012345", ""]
)
def test_other_shapes_are_no_numbers(number: str) -> None:
    assert not is_number(number)


@pytest.mark.parametrize(
    "written", ["010190-1234", "010190 1234", "010190–1234", " 0101901234 ", "０１０１９０１２３４"]
)
def test_ways_of_writing_become_ten_characters(written: str) -> None:
    assert normalise(written) == "0101901234"


def test_small_letters_of_a_replacement_become_large() -> None:
    assert normalise("010190-1ab2") == "0101901AB2"


@pytest.mark.threat("T26")
@pytest.mark.parametrize(
    "text",
    [
        "min mor 010190-1234 drikker",
        "min mor 010190 1234 drikker",
        "min mor 0101901234 drikker",
        "min mor 01.01.90-1234 drikker",
        "min mor 010190 - 1234 drikker",
        "min mor 610190-1ab2 drikker",
    ],
)
def test_what_looks_like_a_personal_number_is_masked_in_text(text: str) -> None:
    assert mask_cpr(text) == "min mor ******-**** drikker"


@pytest.mark.parametrize(
    "text", ["Ring 12 34 56 78", "+45 12345678", "4512345678", "sag 2026-123456", "kl. 10.30-11.15"]
)
def test_telephone_numbers_and_case_numbers_are_left_alone(text: str) -> None:
    assert mask_cpr(text) == text


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(1999, 12, 31)), st.integers(0, 3999))
def test_every_number_of_the_1900s_is_known_and_masked(born: date, serial: int) -> None:
    number = f"{born:%d%m%y}{serial:04}"
    assert birth_date(number) == born
    assert number not in mask_cpr(f"a {number} b")


@pytest.mark.threat("T30")
def test_a_hundred_thousand_digits_are_masked_in_no_time() -> None:
    started = time.perf_counter()
    mask_cpr("1" * 100_000)
    mask_cpr("01 " * 33_000)
    # Linear: about 10 ms on a slow machine; a backtracking pattern takes minutes.
    assert time.perf_counter() - started < 0.5
