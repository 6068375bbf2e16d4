"""Loading a file: syntax, the whole error, the shipped files, JSON and checksum."""

from random import Random

import pytest

from centre.standard.loader import (
    StandardError,
    checksum,
    from_json,
    load_shipped,
    load_text,
    read_shipped,
    shipped_keys,
    to_json,
)
from tests.centre.standard.loader.small import SMALL, changed, faults, places


def test_the_small_file_of_these_tests_has_no_fault() -> None:
    assert load_text(SMALL, name="byen.toml").identity.council == "Byens Kommune"


@pytest.mark.parametrize("key", shipped_keys())
def test_every_shipped_file_loads(key: str) -> None:
    assert load_shipped(key).identity.key == key


def test_five_councils_ship() -> None:
    assert shipped_keys() == ("aabenraa", "fredericia", "haderslev", "rebild", "skanderborg")


def test_a_council_that_does_not_ship_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        read_shipped("byen")


def test_a_path_out_of_the_folder_is_not_a_council() -> None:
    with pytest.raises(KeyError):
        read_shipped("../files/haderslev")


def test_a_syntax_error_tells_its_line() -> None:
    [fault] = faults("[identity]\nkey = \n")
    assert fault.line == 2
    assert str(fault).startswith("line 2: not readable as TOML: ")


def test_a_time_outside_the_day_is_told_with_its_line() -> None:
    [fault] = faults(changed("opens = 08:00:00", "opens = 25:00:00"))
    assert (
        fault.line == SMALL.splitlines().index("    { opens = 08:00:00, closes = 12:00:00 },") + 1
    )


def test_an_empty_file_misses_every_needed_part() -> None:
    assert "identity" in places("")
    assert "clocks" in places("")


def test_the_whole_error_has_one_line_for_each_fault() -> None:
    text = changed("max_talks = 12", "max_talks = 0").replace("value = 40", "value = 140")
    with pytest.raises(StandardError) as caught:
        load_text(text, name="byen.toml")
    lines = str(caught.value).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["byen.toml"] * len(caught.value.faults)
    assert len(lines) == 3  # talks_from is now above max_talks too


@pytest.mark.parametrize("key", shipped_keys())
def test_a_standard_survives_the_round_trip_through_json(key: str) -> None:
    standard = load_shipped(key)
    assert from_json(to_json(standard)) == standard


def test_the_same_standard_always_gives_the_same_json() -> None:
    turned = SMALL.replace(
        'key = "byen"\ncouncil = "Byens Kommune"', 'council = "Byens Kommune"\nkey = "byen"'
    )
    assert turned != SMALL
    assert to_json(load_text(turned, name="a")) == to_json(load_text(SMALL, name="b"))


def test_json_has_its_keys_sorted_and_its_days_as_text() -> None:
    lines = to_json(load_text(SMALL, name="byen.toml")).splitlines()
    top = [line.strip().split('"')[1] for line in lines if line.startswith('  "')]
    assert top == sorted(top)
    assert '    "valid_from": "2026-01-01",' in lines


def test_a_checksum_follows_the_text_but_not_its_line_ends() -> None:
    assert checksum("a\nb\n") == checksum("a\r\nb\r\n")
    assert checksum("a\nb\n") != checksum("a\nc\n")
    assert len(checksum("")) == 64


def test_whatever_is_broken_in_a_file_only_faults_come_out() -> None:
    """Lines are lost, doubled and given values of every type, always in the same way."""
    chance = Random(20)
    values = ["3", '"x"', "true", "-1", "1.5", "[]", "{}", '["x"]', "2026-01-01", "08:00:00", "nan"]
    broken = 0
    for _ in range(300):
        lines = SMALL.splitlines()
        at = chance.randrange(len(lines))
        name, _, _value = lines[at].partition("=")
        lines[at : at + 1] = chance.choice(
            [[], [lines[at]] * 2, [f"{name}= {chance.choice(values)}"]]
        )
        try:
            load_text("\n".join(lines), name="byen.toml")
        except StandardError as error:
            broken += 1
            assert error.faults
            assert all(str(fault).count("\n") == 0 for fault in error.faults)
    assert 100 < broken < 300
