"""Tests side by side never share a number on the broker, nor take one of somebody else's."""

import pytest

from tests.lanes import NUMBERS, lane


@pytest.mark.parametrize(
    ("url", "worker", "expected"),
    [
        ("unix:///run/valkey.sock", "gw0", "unix:///run/valkey.sock?db=1"),
        ("unix:///run/valkey.sock?db=3", "gw2", "unix:///run/valkey.sock?db=6"),
        ("redis://127.0.0.1:6379/9", "gw0", "redis://127.0.0.1:6379/10"),
        ("redis://127.0.0.1:6379", "gw1", "redis://127.0.0.1:6379/2"),
        ("redis://:secret@broker:6379/0", "gw5", "redis://:secret@broker:6379/6"),
    ],
)
def test_each_lane_has_a_later_number_of_the_same_broker(
    url: str, worker: str, expected: str
) -> None:
    assert lane(url, worker) == expected


def test_a_lane_without_a_number_says_so_instead_of_beginning_again() -> None:
    with pytest.raises(ValueError, match="begin with a lower one"):
        lane(f"redis://127.0.0.1:6379/{NUMBERS - 1}", "gw0")
