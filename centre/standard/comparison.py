"""Completeness of one standard and the difference between two. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from centre.standard.points import REQUIRED_POINTS, RequiredPoint
from centre.standard.schema import Sourced, Standard

# Words about a value, not the value itself.
_TEXTS = ("source", "reading", "title_da", "title_en", "text_da", "text_en")
_IDENTIFIERS = ("key", "kind", "register", "area", "name")


@dataclass(frozen=True, slots=True)
class PointCoverage:
    """Whether one of the 18 points is covered.

    `parts` are the places of the schema that cover it and `sources` the headings they come from;
    `missing` are the places that would have to be there.
    """

    point: RequiredPoint
    covered: bool
    parts: tuple[str, ...]
    sources: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two standards differ; a side that has nothing there is None."""

    place: str
    left: object
    right: object


def completeness(standard: Standard) -> list[PointCoverage]:
    """The 18 points that BEK 1691/2023 asks of a quality standard, in its order."""
    return [_coverage(standard, point) for point in REQUIRED_POINTS]


def _coverage(standard: Standard, point: RequiredPoint) -> PointCoverage:
    found = {part: _find(standard, part) for part in point.parts}
    sources = [source for part in found if found[part] for source in _sources(standard, part)]
    return PointCoverage(
        point=point,
        covered=all(found.values()),
        parts=tuple(part for part, value in found.items() if value),
        sources=tuple(dict.fromkeys(sources)),
        missing=tuple(part for part, value in found.items() if not value),
    )


def _find(standard: Standard, part: str) -> object:
    """The value of "visitation", "plan.action_plan" or "clocks:social_drug"; falsy when not there."""
    name, _, word = part.partition(":")
    value: object = standard
    for step in name.split("."):
        value = getattr(value, step, None)
    if not word or not isinstance(value, tuple):
        return value
    return tuple(element for element in value if _is_about(element, word))


def _is_about(element: object, word: str) -> bool:
    return (
        word in getattr(element, "areas", ())
        or getattr(element, "area", None) == word
        or getattr(element, "kind", None) == word
    )


def _sources(standard: Standard, part: str) -> Iterator[str]:
    """The headings of a part; of the part around it when the value itself has none."""
    value = _find(standard, part)
    elements = value if isinstance(value, tuple) else (value,)
    own = [element.source for element in elements if isinstance(element, Sourced)]
    if not own and "." in part:
        yield from _sources(standard, part.rpartition(".")[0])
    yield from own


def difference(a: Standard, b: Standard, *, texts: bool = False) -> list[Change]:
    """Every place where two standards differ, in the order of the schema.

    Elements of a list are matched by what identifies them, as in `offers[move].max_talks`, so that
    another order is no change. Headings, readings and texts for citizens are left out unless
    `texts` is true.
    """
    return list(_changes("", msgspec.to_builtins(a), msgspec.to_builtins(b), texts))


def _changes(place: str, left: object, right: object, texts: bool) -> Iterator[Change]:
    left, right = _named(left), _named(right)
    # A list that is empty on one side is compared element by element with the other.
    if isinstance(left, dict) and right in ([], ()):
        right = {}
    if isinstance(right, dict) and left in ([], ()):
        left = {}
    if isinstance(left, dict) and isinstance(right, dict):
        for key in dict.fromkeys((*left, *right)):
            if texts or key not in _TEXTS:
                yield from _changes(_under(place, key), left.get(key), right.get(key), texts)
    elif left != right:
        yield Change(place, _bare(left, texts), _bare(right, texts))


def _under(place: str, key: str) -> str:
    return f"{place}{key}" if not place or key.startswith("[") else f"{place}.{key}"


def _named(value: object) -> object:
    """A list of tables as a table by identifier; anything else as it is."""
    if not isinstance(value, list | tuple) or not value:
        return value
    if not all(isinstance(element, dict) for element in value):
        return value
    named: dict[str, object] = {}
    for position, element in enumerate(value):
        label = f"[{_identifier(element) or position}]"
        while label in named:
            label = f"{label[:-1]}+]"
        named[label] = element
    return named


def _identifier(element: dict[str, object]) -> str:
    if "law" in element:
        return f"{element['law']} {element['section']}"
    words = [element[name] for name in _IDENTIFIERS if isinstance(element.get(name), str)]
    return str(words[0]) if words else ""


def _bare(value: object, texts: bool) -> object:
    """A whole part that only one side has, without what says nothing there."""
    if texts or not isinstance(value, dict):
        return value
    kept = {key: _bare(inner, texts) for key, inner in value.items() if key not in _TEXTS}
    return {
        key: inner
        for key, inner in kept.items()
        if inner not in (None, (), []) and inner is not False
    }
