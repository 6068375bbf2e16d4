"""Which line of a TOML text a value stands on. `tomllib` tells only for syntax errors."""

import re

_HEADER = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.\s-]+?)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_.-]+)\s*=")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')


class _Reader:
    """Walks the lines and remembers the table it is in."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}
        self.table = ""
        self.counts: dict[str, int] = {}
        self.depth = 0
        self.quote = ""

    def read(self, number: int, line: str) -> None:
        if self.quote:
            if self.quote in line:
                self.quote = ""
            return
        if self.depth == 0:
            self._name(number, line)
        self._measure(line)

    def _name(self, number: int, line: str) -> None:
        if header := _HEADER.match(line):
            self.table = self._resolve(header[2].replace(" ", ""), new=bool(header[1]))
            self.found.setdefault(self.table, number)
        elif key := _KEY.match(line):
            place = f"{self.table}.{key[1]}" if self.table else key[1]
            self.found.setdefault(place, number)

    def _resolve(self, dotted: str, *, new: bool) -> str:
        """The place of a table header, with the index of each array of tables on the way."""
        place, parts = "", dotted.split(".")
        for position, part in enumerate(parts):
            place = f"{place}.{part}" if place else part
            if new and position == len(parts) - 1:
                self.counts[place] = self.counts.get(place, -1) + 1
                self.found.setdefault(place, 0)
            if place in self.counts:
                place = f"{place}[{self.counts[place]}]"
        return place

    def _measure(self, line: str) -> None:
        """Follow brackets and long strings that go on over several lines."""
        for quote in ('"""', "'''"):
            if line.count(quote) % 2:
                self.quote = quote
                line = line.split(quote, maxsplit=1)[0]
        bare = _STRING.sub("", line).split("#")[0]
        self.depth += bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")


def positions(text: str) -> dict[str, int]:
    """The line, counted from 1, of every table and key that begins a line."""
    reader = _Reader()
    for number, line in enumerate(text.splitlines(), start=1):
        reader.read(number, line)
    return {place: line for place, line in reader.found.items() if line}


def line_of(place: str, lines: dict[str, int]) -> int | None:
    """The line of a place, or of the nearest thing around it; None when nothing around it is known."""
    while place:
        if place in lines:
            return lines[place]
        cut = max(place.rfind("."), place.rfind("["))
        place = place[:cut] if cut > 0 else ""
    return None
