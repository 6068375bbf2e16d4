"""Which promises of the five standards are kept, and by which tests: `make promises [ARGS=--tests|--json]`.

A test that shows a feature row working, through an action or a page, carries
`@pytest.mark.promise(ROW, *KEYS)`; without keys it stands for every council that has the row. Here
the tests are only collected, not run.
"""

import contextlib
import io
import json
import os
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.run import FIXED

COUNCILS = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")
ROWS = Path(__file__).with_suffix(".toml")
LEGEND = """A F R H S  Aabenraa, Fredericia, Rebild, Haderslev, Skanderborg
+          kept, and tests show it      .  promised, and shown by no test yet
(space)    this council does not promise it
tests      how many show the row; `make promises ARGS=--tests` names them, ARGS=--json as data
"""


@dataclass
class Row:
    """A feature row: who has it, and what shows it."""

    name: str
    promised_by: list[str]
    councils: set[str] = field(default_factory=set)
    tests: set[str] = field(default_factory=set)


class Collector:
    """Notes every marked test. An unknown row or council is a fault of the test."""

    def __init__(self) -> None:
        with ROWS.open("rb") as file:
            listed = tomllib.load(file)["row"]
        self.rows = {one["number"]: Row(one["name"], one["councils"]) for one in listed}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.take(session.items)

    def take(self, items: Iterable[pytest.Item]) -> None:
        """Note what these tests show. One that is run for a council shows the row of that council alone."""
        for item in items:
            for mark in item.iter_markers("promise"):
                number, *keys = mark.args
                row = self.rows[number]
                silent = set(keys) - set(row.promised_by)
                if silent:
                    raise pytest.UsageError(f"{item.nodeid}: row {number} is not {silent}'s")
                shown = set(keys or row.promised_by)
                run_for = _council_of(item)
                row.councils |= shown & {run_for} if run_for else shown
                row.tests.add(item.nodeid)


def _council_of(item: pytest.Item) -> str | None:
    """The one council that a test is run for, if its parameters name one."""
    call = getattr(item, "callspec", None)
    named = call.params.get("council") if call else None
    return named if named in COUNCILS else None


def collect() -> dict[int, Row]:
    """The rows with what the suite shows of them."""
    os.environ.update({name: value for name, value in FIXED.items() if name not in os.environ})
    collector = Collector()
    with contextlib.redirect_stdout(io.StringIO()) as told:
        ended = pytest.main(["--collect-only", "-q"], plugins=[collector])
    if ended not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        print(told.getvalue(), file=sys.stderr)
        raise SystemExit(int(ended))
    return collector.rows


def as_json(rows: dict[int, Row]) -> str:
    """Row number: the councils shown, the tests that show them, and the councils that promise it."""
    return json.dumps(
        {
            "rows": {
                str(number): {
                    "name": row.name,
                    "promised_by": row.promised_by,
                    "councils": sorted(row.councils),
                    "tests": sorted(row.tests),
                }
                for number, row in rows.items()
            }
        },
        ensure_ascii=False,
        indent=1,
    )


def as_table(rows: dict[int, Row], *, tests: bool = False) -> str:
    """A line a row, with the names of its tests under it when asked for, and what the signs mean."""
    lines = [f"{'':>4} {'A F R H S':11} tests  what"]
    for number, row in rows.items():
        signs = " ".join(_sign(key, row) for key in COUNCILS)
        lines.append(f"{number:>4} {signs:11} {len(row.tests):>5}  {row.name}")
        lines += [f"{'':>23}{name}" for name in sorted(row.tests) if tests]
    shown = sum(len(row.councils & set(row.promised_by)) for row in rows.values())
    promised = sum(len(row.promised_by) for row in rows.values())
    return "\n".join([*lines, "", LEGEND, f"shown: {shown} of {promised} promises"])


def _sign(key: str, row: Row) -> str:
    if key in row.councils:
        return "+"
    return "." if key in row.promised_by else " "


if __name__ == "__main__":
    found = collect()
    asked = sys.argv[1:]
    print(as_json(found) if "--json" in asked else as_table(found, tests="--tests" in asked))
