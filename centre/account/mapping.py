"""Which value at the council's provider gives which role and unit: a file, checked before the house starts.

claim = "groups"            # where the values stand in the ID token

[[give]]                    # the first line that fits counts
value = "rusmiddel-ledere"
role = "leader"             # of no unit: leads all of them

[[give]]
value = "rusmiddel-voksne"
role = "caseworker"
unit = "adults"
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from centre.staff.choices import Role

# Who works with people works in a unit: without one a person could be given cases by a leader only.
WITHOUT_UNIT = {Role.LEADER, Role.QUALITY, Role.ADMINISTRATOR}


class MappingError(Exception):
    """The file is wrong; `faults` holds a sentence for each fault, with its place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Give(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whoever has the value at the provider has the role in the unit."""

    value: str
    role: str
    unit: str = ""


class Roles(msgspec.Struct, frozen=True):
    """The whole file."""

    claim: str
    gives: tuple[Give, ...]

    def given_to(self, claims: Mapping[str, Any]) -> Give | None:
        """The first line that fits; None for somebody who has no role here."""
        held = claims.get(self.claim)
        values = {held} if isinstance(held, str) else _texts(held)
        return next((one for one in self.gives if one.value in values), None)


def _texts(held: Any) -> set[str]:
    """Of a claim that is neither a text nor a list of them nothing is taken for a role."""
    return {one for one in held if isinstance(one, str)} if isinstance(held, list) else set()


def read(text: str, *, name: str) -> Roles:
    """The mapping of a file's text. Raises MappingError with every fault."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError([f"{name}: {error}"]) from None
    gives: list[Give] = []
    faults = [f"{name}: {fault}" for fault in _faults(told, gives)]
    if faults:
        raise MappingError(faults)
    return Roles(told["claim"], tuple(gives))


def _faults(told: dict[str, Any], gives: list[Give]) -> Iterator[str]:
    """What is wrong; the lines that are right are added to `gives`."""
    yield from (f"`{key}` is not known here" for key in told.keys() - {"claim", "give"})
    claim = told.get("claim")
    if not isinstance(claim, str) or not claim:
        yield '`claim` must name where the values stand in the ID token, such as "groups"'
    lines = told.get("give")
    if not isinstance(lines, list) or not lines:
        yield "there is no [[give]]: nobody could log in"
        return
    for number, line in enumerate(lines, start=1):
        yield from (f"[[give]] number {number}: {fault}" for fault in _faults_of(line, gives))


def _faults_of(line: Any, gives: list[Give]) -> Iterator[str]:
    try:
        one = msgspec.convert(line, Give)
    except msgspec.ValidationError as error:
        yield str(error)
        return
    if not one.value.strip():
        yield "`value` is empty: everybody could have it"
    if any(one.value == other.value for other in gives):
        yield f"`value` {one.value!r} stands in an earlier line, which counts"
    if one.role not in Role.values:
        yield f"`role` {one.role!r} is none of {', '.join(Role.values)}"
    elif not one.unit and one.role not in WITHOUT_UNIT:
        yield f"`unit` is missing: a {one.role} works in one"
    gives.append(one)


@lru_cache(maxsize=4)
def roles_of(path: str) -> Roles:
    """The mapping of a file, read once a process. Raises MappingError."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError([f"{path}: cannot be read: {type(error).__name__}"]) from None
    return read(text, name=path)
