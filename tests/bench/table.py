"""What came out: lines of numbers, each with its goal, its measure by hand and a verdict."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from statistics import median

import django
import psycopg


@dataclass(frozen=True)
class Runs:
    """The same measure several times, in one unit."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.values)

    def words(self, unit: str) -> str:
        """`middle (least–most of n) unit`."""
        if len(self.values) == 1:
            return f"{number(self.median)} {unit}".strip()
        low, high = number(min(self.values)), number(max(self.values))
        return f"{number(self.median)} ({low}–{high} of {len(self.values)}) {unit}".strip()


@dataclass(frozen=True)
class Line:
    """One line of the table. `ratio` is ours by the raw one, each pair taken in the same run."""

    goal: int
    what: str
    measured: str
    raw: str = ""
    ratio: str = ""
    floor: str = ""
    ambition: str = ""
    verdict: str = ""
    extra: dict[str, float] = field(default_factory=dict)


def number(value: float) -> str:
    """Three digits that mean something."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def at_most(value: float, floor: float, ambition: float) -> str:
    """The verdict where less is better."""
    if value <= ambition:
        return "met ambition"
    return "met floor" if value <= floor else "missed"


def at_least(value: float, floor: float, ambition: float) -> str:
    """The verdict where more is better."""
    return at_most(-value, -floor, -ambition)


def less(
    goal: int,
    what: str,
    measured: str,
    value: float,
    limits: tuple[float, float | None],
    *,
    raw: str = "",
    ratio: str = "",
) -> Line:
    """A line where less is better; `limits` are floor and ambition, the second may be none."""
    floor, ambition = limits
    best = floor if ambition is None else ambition
    aim = "" if ambition is None else f"≤ {ambition:g}"
    verdict = at_most(value, floor, best)
    return Line(goal, what, measured, raw, ratio, f"≤ {floor:g}", aim, verdict)


def more(
    goal: int,
    what: str,
    measured: str,
    value: float,
    limits: tuple[float, float],
    *,
    raw: str = "",
    ratio: str = "",
) -> Line:
    """A line where more is better; `limits` are floor and ambition."""
    floor, ambition = limits
    verdict = at_least(value, floor, ambition)
    return Line(goal, what, measured, raw, ratio, f"≥ {floor:g}", f"≥ {ambition:g}", verdict)


def holds(fact: bool) -> str:
    """The verdict of what is true or not."""
    return "met ambition" if fact else "missed"


def ratios(ours: Sequence[float], raw: Sequence[float]) -> Runs:
    """Ours by the raw one, pair by pair of the alternating run."""
    return Runs([mine / theirs for mine, theirs in zip(ours, raw, strict=True) if theirs])


def not_there(goal: int, what: str) -> Line:
    """A page that does not exist yet."""
    return Line(goal, what, "not there yet")


def machine(server: str, today: date, connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    """Date, versions and size of the machine in words, and nothing that names it."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    durable = connection.execute(
        "SELECT current_setting('fsync') || '/' || current_setting('synchronous_commit')"
    ).fetchone()
    postgres = connection.info.server_version
    return (
        f"{today.isoformat()} · {os.cpu_count()} cores, {pages / 2**30:.0f} GB ·"
        f" Python {platform.python_version()}, Django {django.__version__},"
        f" psycopg {psycopg.__version__}, Postgres {postgres // 10_000}.{postgres % 10_000} ·"
        f" {server}, fsync/synchronous_commit {durable[0] if durable else '?'}"
    )


HEADS = ("goal", "what", "measured", "by hand", "ratio", "floor", "ambition", "verdict")


def cells(line: Line) -> tuple[str, ...]:
    """The texts of a line."""
    return (
        str(line.goal),
        line.what,
        line.measured,
        line.raw,
        line.ratio,
        line.floor,
        line.ambition,
        line.verdict,
    )


def as_text(lines: Sequence[Line], head: str) -> str:
    """For the terminal."""
    rows = [HEADS, *(cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
    told = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join([head, "", told[0], "-" * len(told[0]), *told[1:]])


def as_markdown(lines: Sequence[Line]) -> str:
    """For the documentation."""
    rows = [HEADS, tuple("---" for _ in HEADS), *(cells(line) for line in lines)]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows
    )


def as_json(lines: Sequence[Line], head: str) -> str:
    """For a machine."""
    return json.dumps(
        {"machine": head, "lines": [asdict(line) for line in lines]}, ensure_ascii=False, indent=1
    )
