"""A delivery as files: read, converted and written line by line, so that its size costs no memory."""

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from reporting.queries import deliveries
from reporting.registers.convert import DERIVED, Converter, Fault
from reporting.registers.schema import Event, Register

PART = ".part"
ERRORS = ("file", "line", "record", "field", "fault", "delivered")
Write = Callable[[list[str]], object]


@dataclass
class Counts:
    """What was found. Anonymous people are counted, and nothing else is told of them."""

    records: Counter[str] = field(default_factory=Counter)
    anonymous: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


class Delivery:
    """The files of one delivery, each under another name until `finish`."""

    def __init__(self, folder: Path | None, register: Register) -> None:
        self.folder, self.register = folder, register
        self.written: list[Path] = []

    def name(self, what: str) -> str:
        return f"{self.register.key}_{what}.csv"

    def open(self, what: str, stack: ExitStack) -> Write:
        """A file that only its owner can read, from its first byte on."""
        if self.folder is None:
            return lambda _cells: None
        path = self.folder / (self.name(what) + PART)
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.written.append(path)
        file: IO[str] = stack.enter_context(os.fdopen(handle, "w", encoding="utf-8", newline=""))
        return csv.writer(file, delimiter=";", lineterminator="\n").writerow

    @contextmanager
    def errors(self) -> Iterator[Write]:
        """The file of what is wrong, a fault a line."""
        with ExitStack() as stack:
            told = self.open("errors", stack)
            told(list(ERRORS))
            yield told

    def finish(self) -> list[str]:
        """Give the files their names; answers with these."""
        for path in self.written:
            path.replace(path.with_suffix(""))
        return [path.with_suffix("").name for path in self.written]

    def drop(self) -> None:
        """Leave nothing behind."""
        for path in self.written:
            path.unlink(missing_ok=True)


def write(delivery: Delivery, *, first: date, last: date, unit: str, told: Write) -> Counts:
    """Write every event of the register; `told` hears of each fault. In the caller's transaction."""
    counts, given = Counts(), deliveries.values(first, last, unit=unit)
    asked = {one.value for event in delivery.register.events for one in event.fields}
    if "unit" in asked and not unit:
        _tell(Fault("unit", "missing"), counts, told, ["", "", ""])
    for event in delivery.register.events:
        with ExitStack() as stack:
            out = delivery.open(event.key, stack)
            _event(delivery, event, given, counts, out, told)
    return counts


def _event(
    delivery: Delivery,
    event: Event,
    given: dict[str, Any],
    counts: Counts,
    out: Write,
    told: Write,
) -> None:
    register, file = delivery.register, delivery.name(event.key)
    names = [one.value for one in event.fields if one.value not in DERIVED]
    columns = list(dict.fromkeys(names))
    converter = Converter(register, event, [*deliveries.FIXED, *columns])
    asks_profile = any(name in deliveries.PROFILE for name in columns)
    out(converter.heads)
    # The head is the first line.
    number = 1
    rows = deliveries.read(deliveries.statement(register.key, event.key, columns), given)
    for row in _of_somebody(rows, event, counts):
        cells, faults = converter.line(row, asks_profile=asks_profile)
        stopped = any(one.stops for one in faults)
        if stopped:
            counts.left_out["fault"] += 1
        else:
            number += 1
            counts.records[event.key] += 1
            out(cells)
        for one in faults:
            place = [file, "" if stopped else str(number), str(row[0])]
            _tell(one, counts, told, place, delivered=not stopped)


def _of_somebody(
    rows: Iterator[tuple[Any, ...]], event: Event, counts: Counts
) -> Iterator[tuple[Any, ...]]:
    """Those that are delivered one by one: the others are counted."""
    for row in rows:
        if row[3]:
            counts.anonymous[event.key] += 1
        elif row[5]:
            counts.left_out[row[5]] += 1
        else:
            yield row


def _tell(
    fault: Fault, counts: Counts, told: Write, place: list[str], *, delivered: bool = True
) -> None:
    """A fault by its place: the file, the line it has there, and the record's own page."""
    counts.faults[f"{fault.field}: {fault.what}"] += 1
    told([*place, fault.field, fault.what, "yes" if delivered else "no"])
