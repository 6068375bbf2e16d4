"""What leaves as a table opens as words in every spreadsheet."""

import csv
import io
from types import SimpleNamespace

import pytest

from centre.cells import inert
from centre.clocks.queries.risk import Table
from tests.desk import logged_in
from tests.factories import House
from tests.house import source

PAYLOADS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x.example";"Klik")', "-2+3+cmd|' /C calc'!A0", '="a";"b"',
)  # fmt: skip
# Each is held by a test: the first two here and in reporting, the registers byte by byte.
WRITERS = {
    "centre/clocks/views/risk.py",
    "reporting/views/measures.py",
    "reporting/registers/build.py",
}


@pytest.mark.threat("T9")
@pytest.mark.parametrize("words", PAYLOADS)
def test_no_cell_is_a_formula(words: str) -> None:
    assert inert(words) == f"'{words}"


def test_other_cells_are_left_as_they_are() -> None:
    assert [inert(one) for one in ("", "–", "12", "<5", "a=b")] == ["", "–", "12", "<5", "a=b"]


@pytest.mark.threat("T9")
def test_nobody_else_writes_tables() -> None:
    found = {
        str(path)
        for path in source.files("centre", *source.FLOORS, "config")
        if {"csv.writer", "csv.DictWriter", "openpyxl"} & source.dotted(path)
    }
    assert found == WRITERS


@pytest.mark.threat("T9")
@pytest.mark.django_db
@pytest.mark.parametrize("words", PAYLOADS)
def test_a_name_in_the_overview_is_no_formula(
    house: House, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """Of units, causes and colleagues: whatever somebody called them."""
    group = SimpleNamespace(words=words)
    monkeypatch.setattr(Table, "printed", property(lambda _table: [(group, "0", "0")]))
    raw = logged_in(house.leader).get("/staff/risk/overview.csv").content.decode("utf-8-sig")
    cells = [
        cell for row in csv.reader(io.StringIO(raw, newline=""), delimiter=";") for cell in row
    ]
    assert f"'{words}" in cells
    assert [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))
    ] == []
