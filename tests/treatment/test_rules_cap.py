"""How many talks a decision grants, and until when."""

from datetime import date

import pytest

from treatment.rules.cap import Cap

TEN = 10


@pytest.mark.parametrize(
    ("attended", "near", "used_up"),
    [(0, False, False), (7, False, False), (8, True, False), (9, True, False), (10, True, True)],
)
@pytest.mark.promise(53, "rebild")
def test_of_ten_talks_the_eighth_is_told_and_the_tenth_is_the_last(
    attended: int, near: bool, used_up: bool
) -> None:
    cap = Cap(granted=TEN, attended=attended)
    assert (cap.is_near, cap.used_up) == (near, used_up)


@pytest.mark.parametrize(
    ("granted", "told_from"), [(1, 1), (2, 2), (3, 3), (4, 4), (5, 4), (6, 5), (12, 10), (15, 12)]
)
def test_it_is_told_from_four_fifths_on_whatever_is_granted(granted: int, told_from: int) -> None:
    near = [n for n in range(granted + 1) if Cap(granted=granted, attended=n).is_near]
    assert near[0] == told_from


def test_without_a_number_there_is_always_room_and_nothing_is_told() -> None:
    cap = Cap(attended=400, planned=20)
    assert (cap.left, cap.is_near, cap.used_up, cap.room_for_one_more()) == (
        None,
        False,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("attended", "planned", "room"),
    [(9, 0, True), (9, 1, False), (0, 10, False), (10, 0, False), (0, 9, True)],
)
def test_what_is_planned_takes_up_room_too(attended: int, planned: int, room: bool) -> None:
    assert Cap(granted=TEN, attended=attended, planned=planned).room_for_one_more() is room


def test_a_grant_reaches_its_last_day_and_is_told_two_weeks_before() -> None:
    cap = Cap(until=date(2027, 1, 31))
    assert cap.covers(date(2027, 1, 31))
    assert not cap.covers(date(2027, 2, 1))
    assert not cap.ends_soon(date(2027, 1, 16))
    assert cap.ends_soon(date(2027, 1, 17))
    assert Cap().covers(date(2099, 1, 1))
    assert not Cap().ends_soon(date(2099, 1, 1))
