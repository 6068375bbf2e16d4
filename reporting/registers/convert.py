"""A row of ours as the register's line; what is wrong with it is told by place, never by person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from centre.cells import inert
from centre.forms.cpr import birth_date, is_number, is_replacement, normalise
from centre.vault import VaultError, keyring
from reporting.registers.schema import Event, Register

NUMBER, REPLACEMENT = "1", "2"
# What is read from the personal number, after the columns of the row.
DERIVED: Final = ("number", "number_type", "birth_year", "sex", "age")
UNKNOWN: Final = "unknown"
# Nobody grows older; a number that tells so has a slip in it.
OLDEST: Final = 120


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which column. `stops`: the line cannot be delivered."""

    field: str
    what: str
    stops: bool = False


class LeftOut(Exception):
    """The line is not delivered, for a reason that is no fault."""


def from_number(sealed: bytes | None, day: date) -> tuple[str, str, str, str, str]:
    """The number, its kind, year of birth, sex and age on the day; what it does not tell is empty."""
    number = _opened(sealed)
    if not number or not is_number(number):
        return number, "", "", UNKNOWN, ""
    kind = REPLACEMENT if is_replacement(number) else NUMBER
    born = birth_date(number)
    if born is None:
        return number, kind, "", UNKNOWN, ""
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    sex = ("female" if int(number[-1]) % 2 == 0 else "male") if kind == NUMBER else UNKNOWN
    return number, kind, str(born.year), sex, str(age)


def _opened(sealed: bytes | None) -> str:
    try:
        return normalise(keyring().open(bytes(sealed), context="citizen.cpr")) if sealed else ""
    except VaultError:
        return ""


class Converter:
    """The columns of an event, made ready once for all its rows."""

    def __init__(self, register: Register, event: Event, columns: Sequence[str]) -> None:
        self.event, self.with_number = event, register.with_number
        self.heads = [one.name for one in event.fields]
        places = {name: place for place, name in enumerate((*columns, *DERIVED))}
        self.steps: list[tuple[int, Callable[[Any], str | None], str, bool]] = [
            (places[one.value], self._cell(register, one.codes), one.name, one.needed)
            for one in event.fields
        ]
        if event.deadline:
            self.heads.append("deadline")

    @staticmethod
    def _cell(register: Register, codes: str) -> Callable[[Any], str | None]:
        """How a value becomes a cell: by its list of codes, or as it is; None for an unknown word."""
        if not codes:
            return _plain
        known = register.codes[codes]
        blank = known.codes.get(known.blank, "")
        found = dict(known.codes)

        def coded(value: Any) -> str | None:
            return blank if value is None else found.get(value)

        return coded

    def line(self, row: tuple[Any, ...], *, asks_profile: bool) -> tuple[list[str], list[Fault]]:
        """The cells of a row and what is wrong with them."""
        _record, day, area, _anonymous, sealed, _excluded, profile, *_rest = row
        derived = from_number(sealed, day)
        whole = row + derived
        faults = list(self._of_number(derived[0], derived[4]))
        if asks_profile and not profile:
            faults.append(Fault("profile", "missing"))
        cells = []
        for place, cell, name, needed in self.steps:
            told = cell(whole[place])
            if told is None:
                faults.append(Fault(name, "unmapped", stops=True))
                told = ""
            elif needed and whole[place] in (None, "") and name not in ("cpr", "person_id"):
                faults.append(Fault(name, "missing"))
            cells.append(told)
        if self.event.deadline:
            cells.append(self._deadline(area, day).isoformat())
        return cells, faults

    def _of_number(self, number: str, age: str) -> list[Fault]:
        """Without a number nothing is delivered where the register wants it, nor with an impossible one."""
        if not number:
            return [Fault("cpr", "missing", stops=self.with_number)]
        if not is_number(number) or (age and not 0 <= int(age) <= OLDEST):
            return [Fault("cpr", "wrong", stops=self.with_number)]
        return []

    def _deadline(self, area: str, day: date) -> date:
        social, medical = self.event.deadline, self.event.medical_deadline
        found = medical if medical and area == "substitution" else social
        assert found is not None
        return found.on(day)


def _plain(value: Any) -> str:
    return "" if value is None else inert(str(value))
