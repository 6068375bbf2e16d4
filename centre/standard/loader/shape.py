"""Does the file have the shape of the schema? Every fault is told, not only the first.

msgspec stops at the first fault, so the values are walked here against the type hints; what
passes is then converted by msgspec in one go.
"""

import types
from collections.abc import Iterator
from datetime import date, time
from difflib import get_close_matches
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec

Found = tuple[str, str]
"""The place and the sentence of one fault."""

_WORDS: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    date: "a date (2026-01-31)",
    time: "a time of day (08:30:00)",
    list: "a list",
    dict: "a table",
    float: "a decimal number",
}


def faults_of_shape(value: object, expected: object, place: str = "") -> Iterator[Found]:
    """The faults of `value` held against the type `expected`, each with its place."""
    origin = get_origin(expected)
    if origin in (Union, types.UnionType):
        # TOML has no null: an optional value is there with its type, or not there at all.
        expected = next(part for part in get_args(expected) if part is not type(None))
        origin = get_origin(expected)
    if origin is Literal:
        yield from _faults_of_word(value, get_args(expected), place)
    elif origin is tuple:
        yield from _faults_of_list(value, get_args(expected)[0], place)
    elif isinstance(expected, type) and issubclass(expected, msgspec.Struct):
        yield from _faults_of_table(value, expected, place)
    elif isinstance(expected, type):
        yield from _faults_of_leaf(value, expected, place)
    else:
        raise TypeError(f"the schema holds a type this loader does not know: {expected!r}")


def _faults_of_table(value: object, expected: type[msgspec.Struct], place: str) -> Iterator[Found]:
    if not isinstance(value, dict):
        yield place, _wanted("a table", value)
        return
    hints = get_type_hints(expected)
    fields = msgspec.structs.fields(expected)
    names = [field.name for field in fields]
    for key in value:
        if key not in names:
            yield (
                _under(place, key),
                f'the key "{key}" is not known here{_guess(key, names)}',
            )
    for field in fields:
        inner = _under(place, field.name)
        if field.name in value:
            yield from faults_of_shape(value[field.name], hints[field.name], inner)
        elif field.required:
            yield inner, f'"{field.name}" is missing'


def _faults_of_list(value: object, item: object, place: str) -> Iterator[Found]:
    if not isinstance(value, list):
        yield place, _wanted("a list", value)
        return
    for index, element in enumerate(value):
        yield from faults_of_shape(element, item, f"{place}[{index}]")


def _faults_of_word(value: object, words: tuple[str, ...], place: str) -> Iterator[Found]:
    if not isinstance(value, str):
        yield place, _wanted("a text", value)
    elif value not in words:
        guess = _guess(value, list(words))
        yield (
            place,
            f'"{value}" is not a known word{guess}; known are {", ".join(words)}',
        )


def _faults_of_leaf(value: object, expected: type, place: str) -> Iterator[Found]:
    # Exact types: in Python true is a number and a moment is a date, in a standard they are not.
    if type(value) is not expected:
        yield place, _wanted(_WORDS[expected], value)
    elif isinstance(value, str) and not value.strip():
        yield place, "the text is empty; leave the key out when the standard is silent"
    elif isinstance(value, int) and value < 0:
        yield place, f"{value} is below zero"


def _under(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _wanted(expected: str, value: object) -> str:
    shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
    got = _WORDS.get(type(value), type(value).__name__)
    ending = "" if isinstance(value, list | dict) else f" {shown}"
    return f"expected {expected}, found {got}{ending}"


def _guess(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""
