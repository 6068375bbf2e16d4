import base64
from pathlib import Path

from config.local import keys


def test_keys_are_made_once_and_found_again(tmp_path: Path) -> None:
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    keys.fill(first, tmp_path)
    keys.fill(second, tmp_path)
    assert first == second
    assert set(first) == {"SECRET_KEY", "FIELD_KEYS", "INDEX_KEY"}


def test_keys_are_random_and_as_long_as_their_use_asks(tmp_path: Path) -> None:
    made: dict[str, str] = {}
    other: dict[str, str] = {}
    keys.fill(made, tmp_path)
    (tmp_path / "other").mkdir()
    keys.fill(other, tmp_path / "other")
    number, _, field_key = made["FIELD_KEYS"].partition(":")
    assert number == "1"
    assert len(base64.b64decode(field_key)) == len(base64.b64decode(made["INDEX_KEY"])) == 32
    assert not set(made.values()) & set(other.values())


def test_nobody_else_may_read_the_keys(tmp_path: Path) -> None:
    keys.fill({}, tmp_path)
    assert (tmp_path / keys.FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [keys.FILE]


def test_a_key_that_is_given_is_not_replaced(tmp_path: Path) -> None:
    environment = {"SECRET_KEY": "given", "INDEX_KEY": ""}
    keys.fill(environment, tmp_path)
    assert environment["SECRET_KEY"] == "given"
    assert environment["INDEX_KEY"]


def test_the_first_of_two_commands_that_make_keys_wins(tmp_path: Path) -> None:
    path = tmp_path / keys.FILE
    keys._write(path)
    before = path.read_text()
    keys._write(path)
    assert path.read_text() == before
