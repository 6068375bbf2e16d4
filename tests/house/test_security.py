"""docs/security.md says of each threat and each requirement what is true, and forgets none."""

import re
from collections import Counter

from tests.house import security, source

# OWASP ASVS 5.0.0: how many requirements each chapter has on level 1 and on level 2.
COUNTED = {
    "V1": (8, 19), "V2": (4, 7), "V3": (8, 11), "V4": (2, 8), "V5": (4, 5), "V6": (13, 22),
    "V7": (6, 12), "V8": (4, 3), "V9": (4, 3), "V10": (5, 24), "V11": (3, 11), "V12": (3, 6),
    "V13": (1, 12), "V14": (2, 7), "V15": (3, 10), "V16": (0, 16), "V17": (0, 7),
}  # fmt: skip


def test_the_page_is_that_of_the_marks() -> None:
    assert security.PAGE.read_text() == security.page(), "run `python -m tests.house.security`"


def test_every_threat_is_there_and_no_mark_names_another() -> None:
    assert list(security.threats()) == [f"T{number}" for number in range(1, 39)]
    assert set(security.marked()) <= set(security.threats())


def test_every_requirement_of_level_one_and_two_is_there() -> None:
    for number, chapter in security.chapters().items():
        levels = Counter(row["level"] for row in chapter["rows"].values())
        assert (levels[1], levels[2]) == COUNTED[number], number
        for one in chapter["rows"]:
            assert re.fullmatch(rf"{number[1:]}\.\d+\.\d+", one)
    assert sum(levels[0] for levels in COUNTED.values()) == 70
    assert sum(levels[1] for levels in COUNTED.values()) == 183


def test_a_named_test_exists() -> None:
    named = {one for _number, row in security.requirements() for one in security.shown_by(row)}
    assert named - set(security.tests_of()) == set()


def test_a_named_place_exists() -> None:
    rows = [*security.threats().values(), *(row for _number, row in security.requirements())]
    places = {one for row in rows for one in row.get("where", ())}
    assert len(places) > 30
    for one in places:
        file, _, name = one.partition(":")
        path = source.ROOT / file
        assert path.exists(), one
        assert not name or name in path.read_text(), one


def test_what_is_not_tested_says_why() -> None:
    for number, row in security.requirements():
        found = security.state(row)
        assert found in security.LEGEND, number
        assert set(row.get("threats", ())) <= set(security.threats()), number
        if found in ("open", "operator", "not ours"):
            assert row.get("missing") or row.get("why"), number
    for number, row in security.threats().items():
        assert row["control"], number
        if security.state_of_threat(number, row) == "open":
            assert row.get("missing"), number
