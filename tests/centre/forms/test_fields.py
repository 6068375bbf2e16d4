"""What people write in fields, and what they are told."""

import unicodedata
from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from centre.forms.fields import CprField, DkDateField, DkTimeField, NameField, PhoneField
from centre.forms.widgets import DkDateWidget, DkTimeWidget

DANISH = "+4512345678"


def told(field: forms.Field, value: Any) -> str:
    """The one sentence a field answers with."""
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    (sentence,) = caught.value.messages
    return sentence


@pytest.mark.parametrize(
    "written",
    ["12345678", "12 34 56 78", "+4512345678", "+45 12345678", "004512345678", "(+45) 12-34-56-78"],
)
def test_danish_telephone_numbers_are_read_as_people_write_them(written: str) -> None:
    assert PhoneField().clean(written) == DANISH


@given(
    st.integers(20_000_000, 99_999_999), st.sampled_from(["", "+45", "0045", "(+45) "]), st.data()
)
def test_eight_digits_with_any_spacing_are_a_danish_number(
    number: int, prefix: str, data: st.DataObject
) -> None:
    gaps = data.draw(st.lists(st.sampled_from(["", " ", "-", "."]), min_size=8, max_size=8))
    gaps[-1] = ""
    written = prefix + "".join(a + b for a, b in zip(str(number), gaps, strict=True))
    assert PhoneField().clean(written) == f"+45{number}"


@pytest.mark.parametrize(
    ("written", "read"),
    [("+46 70 123 45 67", "+46701234567"), ("0049 30 123456", "+4930123456")],
)
def test_foreign_numbers_need_their_country_code(written: str, read: str) -> None:
    assert PhoneField().clean(written) == read


@pytest.mark.parametrize(
    "written", ["1234567", "123456789012345678", "ring til mig", "1234 ABCD", "+999 1", "9" * 5000]
)
def test_a_wrong_telephone_number_is_described(written: str) -> None:
    assert told(PhoneField(), written) == "The phone number must have 8 digits or a country code"


def test_an_empty_telephone_number_is_an_instruction_or_nothing() -> None:
    assert told(PhoneField(), "") == "Enter your phone number"
    assert PhoneField(required=False).clean("  ") == ""


@pytest.mark.parametrize(
    "name", ["Ærø Ødegård-Åström", "Ó Brien-Åse", "Þórður Ðü", "O'Neill", "K2", "李小龍", "محمد"]
)
def test_names_of_all_letters_come_back_as_written(name: str) -> None:
    assert NameField().clean(name) == unicodedata.normalize("NFC", name)


def test_a_ring_written_apart_becomes_one_letter() -> None:
    assert NameField().clean("A\u030ase") == "Åse"


def test_invisible_characters_do_not_come_along() -> None:
    assert NameField().clean("Kim\x00 \u202eAnna\nBo ") == "Kim Anna Bo"


@pytest.mark.parametrize("written", ["Kim 010190-1234", "0101901234", "123456"])
def test_a_name_with_a_personal_number_is_described(written: str) -> None:
    assert told(NameField(), written) == "Write only the name here, without a CPR number"


def test_a_name_without_letters_or_too_long_is_described() -> None:
    assert told(NameField(), "123") == "The name must have at least one letter"
    assert told(NameField(), "a" * 201) == "The name can have at most 200 letters"
    assert NameField().clean("a" * 200) == "a" * 200


@pytest.mark.parametrize(
    ("written", "read"),
    [("050520-9996", "0505209996"), ("610190 1234", "6101901234"), ("010190-1ab2", "0101901AB2")],
)
def test_personal_numbers_are_read_with_and_without_hyphen(written: str, read: str) -> None:
    assert CprField().clean(written) == read


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Enter the CPR number"),
        ("010190", "A CPR number has 6 digits for the date of birth and 4 more characters"),
        (
            "0101901234" + " " * 20 + "5",
            "A CPR number has 6 digits for the date of birth and 4 more characters",
        ),
        ("3102901234", "The first 6 digits of the CPR number must be a date"),
    ],
)
def test_a_wrong_personal_number_is_described(written: str, words: str) -> None:
    assert told(CprField(), written) == words


@pytest.mark.parametrize(
    "written",
    [
        ["1", "12", "2026"],
        ["01", "december", "2026"],
        ["1.", "Dec.", "2026"],
        ["1.12.2026", "", ""],
        ["1/12 2026", "", ""],
        ["1. december 2026", "", ""],
    ],
)
def test_dates_are_read_as_people_write_them(written: list[str]) -> None:
    assert DkDateField().clean(written) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("written", "words", "parts"),
    [
        (["", "12", "2026"], "The date must have a day", {"day"}),
        (["1", "", "2026"], "The date must have a month", {"month"}),
        (["1", "12", ""], "The date must have a year", {"year"}),
        (["32", "12", "2026"], "The day must be a number from 1 to 31", {"day"}),
        (["1", "13", "2026"], "The month must be a number from 1 to 12", {"month"}),
        (["1", "hest", "2026"], "The month must be a number from 1 to 12", {"month"}),
        (["1", "12", "26"], "The year must have 4 digits", {"year"}),
        (["29", "2", "2027"], "This day is not in the calendar", {"day", "month", "year"}),
        (["٣", "x", "2026"], "The day must be a number from 1 to 31", {"day"}),
    ],
)
def test_a_wrong_date_says_which_part(written: list[str], words: str, parts: set[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        DkDateField().clean(written)
    (fault,) = caught.value.error_list
    assert fault.messages == [words]
    assert set((fault.params or {})["parts"]) == parts


def test_an_empty_date_is_an_instruction_or_nothing() -> None:
    assert told(DkDateField(), ["", "", ""]) == "Enter the date"
    assert DkDateField(required=False).clean(["", " ", ""]) is None
    assert DkDateField().clean(["29", "2", "2028"]) == date(2028, 2, 29)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_date_shown_is_the_date_read(day: date) -> None:
    assert DkDateField().clean(DkDateWidget().decompress(day)) == day


def test_a_date_typed_again_has_not_changed() -> None:
    assert not DkDateField().has_changed(date(2026, 12, 1), ["01", "12", "2026"])
    assert DkDateField().has_changed(date(2026, 12, 1), ["2", "12", "2026"])
    assert DkDateField().has_changed(date(2026, 12, 1), ["x", "12", "2026"])


@pytest.mark.parametrize("written", ["8.30", "08:30", "830", "0830", "kl. 8.30", "8,30", " 8.30 "])
def test_the_clock_is_read_as_people_write_it(written: str) -> None:
    assert DkTimeField().clean(written) == time(8, 30)


@pytest.mark.parametrize(
    ("written", "read"), [("8", time(8)), ("0.00", time(0)), ("23.59", time(23, 59))]
)
def test_the_clock_may_be_a_whole_hour_or_the_edge_of_the_day(written: str, read: time) -> None:
    assert DkTimeField().clean(written) == read


@pytest.mark.parametrize("written", ["24.00", "8.60", "8.3", "halv ni", "8.30.15", "8" * 5000])
def test_a_wrong_clock_is_described(written: str) -> None:
    assert told(DkTimeField(), written) == "Write the time with hour and minutes, for example 8.30"


def test_the_clock_is_shown_with_a_full_stop() -> None:
    assert DkTimeWidget().format_value(time(8, 5)) == "8.05"
    assert DkTimeWidget().format_value("8:5x") == "8:5x"
