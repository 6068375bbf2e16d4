"""What can be wrong with a standard's file, one sentence per fault."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StandardFault:
    """One fault of a file.

    `place` is the path of the value, as in "offers[2].max_talks" (counted from 0; "" is the whole
    file); `message` is one English sentence; `line` is counted from 1 and absent when unknown.
    """

    place: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line is not None else ""
        return f"{where}{self.place}: {self.message}" if self.place else f"{where}{self.message}"


class StandardError(Exception):
    """The file cannot be used; `faults` holds every fault found, in the order of the file."""

    def __init__(self, name: str, faults: tuple[StandardFault, ...]) -> None:
        self.name = name
        self.faults = faults
        super().__init__("\n".join(f"{name}: {fault}" for fault in faults))
