"""What leaves the house tells of nobody: whoever subtracts all numbers from each other finds no few."""

from itertools import permutations, product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from reporting.rules.figures import Share
from reporting.rules.published import (
    FEW,
    HIDDEN,
    SMALLEST,
    Published,
    groups,
    line,
    month,
    publish,
    told,
)

AREAS = ("alcohol", "anonymous_drugs", "drugs")
# Each kind of treatment: how many are counted, and how many are not.
Cells = tuple[tuple[int, int], ...]
CELL = st.integers(0, 12)
HOUSES = st.tuples(*(st.tuples(CELL, CELL) for _ in AREAS))


def published(cells: Cells) -> Published:
    kinds = {
        area: Share(part, part + rest) for area, (part, rest) in zip(AREAS, cells, strict=True)
    }
    whole = Share(sum(part for part, _ in cells), sum(part + rest for part, rest in cells))
    return publish(whole, kinds)


def others(cells: Cells) -> list[Cells]:
    """What might as well be the truth: up to two people counted elsewhere, or some in another kind."""
    flat = [one for pair in cells for one in pair]
    found: set[Cells] = set()
    for moves in product((-2, -1, 0, 1, 2), repeat=len(flat)):
        if any(moves) and sum(map(abs, moves)) <= 4:
            found.add(paired([one + move for one, move in zip(flat, moves, strict=True)]))
    for source, goal in permutations(range(len(cells)), 2):
        part, rest = cells[source]
        for parts, rests in product(range(part + 1), range(rest + 1)):
            moved = list(cells)
            moved[source] = (part - parts, rest - rests)
            moved[goal] = (cells[goal][0] + parts, cells[goal][1] + rests)
            found.add(tuple(moved))
    return [one for one in found if min(min(pair) for pair in one) >= 0]


def paired(flat: list[int]) -> Cells:
    return tuple(zip(flat[::2], flat[1::2], strict=True))


def few(cells: Cells) -> list[tuple[str, int]]:
    """Every number of the house that is about one to four people, by its name."""
    return [(name, one) for name, one in numbers(cells) if 0 < one < SMALLEST]


def numbers(cells: Cells) -> list[tuple[str, int]]:
    parts, rests = [part for part, _ in cells], [rest for _, rest in cells]
    found = [("part", sum(parts)), ("rest", sum(rests)), ("whole", sum(parts) + sum(rests))]
    for area, (part, rest) in zip(AREAS, cells, strict=True):
        found += [(f"{area} part", part), (f"{area} rest", rest), (f"{area} whole", part + rest)]
    return found


@pytest.mark.threat("T26")
@settings(max_examples=60, deadline=None)
@given(HOUSES)
@example(((0, 5), (0, 4), (0, 4)))
@example(((1, 3), (1, 3), (1, 3)))
def test_every_number_of_a_few_might_as_well_be_another(cells: Cells) -> None:
    """Two houses that are told alike, whatever is added or subtracted, and differ in each such number."""
    hidden = few(cells)
    assume(hidden)
    seen = published(cells)
    alike = [dict(numbers(one)) for one in others(cells) if published(one) == seen]
    for name, value in hidden:
        assert any(one[name] != value for one in alike), (name, value, seen)


@pytest.mark.threat("T26")
@settings(max_examples=300, deadline=None)
@given(HOUSES)
def test_no_number_that_is_told_is_of_a_few(cells: Cells) -> None:
    seen = published(cells)
    for one in (seen.whole, *seen.groups.values()):
        for cell in (one.part, one.rest, one.whole):
            assert cell in (HIDDEN, FEW) or int(cell) == 0 or int(cell) >= SMALLEST
        assert one.percent is None or (one.open and int(one.whole) >= 10)


@settings(max_examples=300, deadline=None)
@given(HOUSES)
def test_the_groups_are_all_the_people_and_none_is_small(cells: Cells) -> None:
    kinds = {
        area: Share(part, part + rest) for area, (part, rest) in zip(AREAS, cells, strict=True)
    }
    found = groups(kinds)
    there = {area for area, one in kinds.items() if one.whole}
    if found:
        assert {area for names in found for area in names} == there
        assert sum(one.whole for one in found.values()) == sum(one.whole for one in kinds.values())
        assert min(one.whole for one in found.values()) >= 10
        assert len(found) > 1


@pytest.mark.parametrize(
    ("share", "cells", "percent"),
    [
        (Share(0, 0), ("0", "0", "0"), None),
        (Share(2, 3), (HIDDEN, HIDDEN, FEW), None),
        (Share(1, 6), (HIDDEN, HIDDEN, "6"), None),
        (Share(0, 6), ("0", "6", "6"), None),
        (Share(3, 20), (FEW, HIDDEN, "20"), None),
        (Share(18, 20), (HIDDEN, FEW, "20"), None),
        (Share(5, 10), ("5", "5", "10"), 50.0),
    ],
)
def test_a_share_as_it_is_told(
    share: Share, cells: tuple[str, str, str], percent: float | None
) -> None:
    one = line(share)
    assert (one.part, one.rest, one.whole) == cells
    assert one.percent == percent


def test_small_kinds_are_put_together_until_each_has_ten() -> None:
    kinds = {"alcohol": Share(10, 30), "drugs": Share(6, 12), "anonymous_drugs": Share(1, 2)}
    assert groups(kinds) == {
        ("alcohol",): Share(10, 30),
        ("anonymous_drugs", "drugs"): Share(7, 14),
    }
    assert groups({"alcohol": Share(10, 30), "drugs": Share(1, 2)}) == {}


def test_a_month_is_told_in_percent_of_ten_or_more() -> None:
    assert month(Share(5, 9)) is None
    assert month(Share(4, 20)) is None
    assert month(Share(5, 20)) == 25
    assert (told(0), told(4), told(5)) == ("0", FEW, "5")
