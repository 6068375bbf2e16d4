"""The description of the schema, written from the docstrings of its parts. Pure."""

import inspect
import re
import types
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from centre.standard.schema import Part, Standard

_FIELD = re.compile(r"^([a-z_]+): (.+)$")

_INTRODUCTION = """\
# The schema of a quality standard

This page is written by `manage.py standard schema` from the docstrings in
`centre/standard/schema/`; do not edit it by hand. It describes a council's TOML file in
`centre/standard/files/` and the JSON of `manage.py standard show KEY --json`, which hold the same
keys: in TOML a key the standard is silent on is left out, in JSON it is `null` or an empty list.
The JSON has its keys sorted and its days and times as text (`2026-01-01`, `08:30:00`).

Every part with a value from the council's text has `source`, the heading it comes from. `reading`
says which reading was chosen and why where the text contradicts itself, quotes repealed law or
gives no value. What a standard is silent on is absent, and the national rule applies.

A new council is a new file `centre/standard/files/<key>.toml`. `manage.py standard check <key>`, or
`check` with the path of any file, tells every fault at once with its line and its place, as in
`offers[2].max_talks` (the third offer: places are counted from 0), and then which of the 18 points
of executive order 1691/2023 are covered. `manage.py standard load <file>` takes it into use.
"""


def meanings(part: type[Part]) -> dict[str, str]:
    """The meaning of each key of a part, from its docstring and those of the parts it builds on."""
    found: dict[str, str] = {}
    for owner in reversed(part.__mro__):
        if issubclass(owner, Part) and owner.__doc__ and owner is not Part:
            found |= _fields_of(owner.__doc__)
    return found


def _fields_of(docstring: str) -> dict[str, str]:
    found: dict[str, str] = {}
    last = ""
    for line in inspect.cleandoc(docstring).splitlines()[1:]:
        if match := _FIELD.match(line):
            last = match[1]
            found[last] = match[2]
        elif last and line.startswith("    "):
            found[last] += f" {line.strip()}"
    return found


def parts_of_the_schema() -> list[type[Part]]:
    """Every part of the schema, the whole standard first, each before what stands inside it."""
    found: list[type[Part]] = []

    def visit(part: type[Part]) -> None:
        if part in found:
            return
        found.append(part)
        for hint in get_type_hints(part).values():
            for inner in _parts_in(hint):
                visit(inner)

    visit(Standard)
    return found


def _parts_in(hint: object) -> list[type[Part]]:
    if isinstance(hint, type) and issubclass(hint, Part):
        return [hint]
    return [part for argument in get_args(hint) for part in _parts_in(argument)]


def schema_page() -> str:
    """The whole page in Markdown: a table of keys for every part."""
    return "\n".join([_INTRODUCTION, *(_section(part) for part in parts_of_the_schema())])


def _section(part: type[Part]) -> str:
    hints, told = get_type_hints(part), meanings(part)
    summary = inspect.cleandoc(part.__doc__ or "").splitlines()[0]
    lines = [f"## {part.__name__}", "", summary, "", "| key | type | needed | meaning |"]
    lines.append("|---|---|---|---|")
    for field in sorted(msgspec.structs.fields(part), key=lambda field: not field.required):
        needed = "yes" if field.required else "no"
        kind = _type_words(hints[field.name])
        lines.append(f"| `{field.name}` | {kind} | {needed} | {told.get(field.name, '')} |")
    return "\n".join([*lines, ""])


def _type_words(hint: object) -> str:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _type_words(next(part for part in arguments if part is not type(None)))
    if origin is Literal:
        return "one of " + ", ".join(f"`{word}`" for word in arguments)
    if origin is tuple:
        return f"list of {_type_words(arguments[0])}"
    if isinstance(hint, type) and issubclass(hint, Part):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    words = {str: "text", int: "whole number", bool: "true or false"}
    return words.get(hint, getattr(hint, "__name__", str(hint))) if isinstance(hint, type) else ""
