"""Reads rendered markup into elements that tests can ask."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

EMPTY = frozenset({"input", "br", "meta", "link", "img", "hr"})


@dataclass
class Element:
    """One element: its name, attributes, parent, and all text inside."""

    name: str
    attrs: dict[str, str]
    parent: "Element | None" = None
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    def inside(self, name: str) -> "Element | None":
        """The nearest surrounding element of a kind."""
        outer = self.parent
        while outer is not None and outer.name != name:
            outer = outer.parent
        return outer


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else None
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice on <{tag}>: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, parent)
        self.found.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)


class Page:
    """All elements of a piece of markup; asserts that every tag is closed where it should be."""

    def __init__(self, markup: str) -> None:
        reader = _Reader()
        reader.feed(markup)
        assert not reader.open, f"never closed: {[one.name for one in reader.open]}"
        self.markup = markup
        self.elements = reader.found

    def all(self, name: str = "", css_class: str = "", **attrs: Any) -> list[Element]:
        """The elements with a name, a class and attributes (`for_` stands for `for`)."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attrs.items()}
        return [
            one
            for one in self.elements
            if (not name or one.name == name)
            and (not css_class or css_class in one.classes)
            and all(one.attrs.get(key) == value for key, value in wanted.items())
        ]

    def one(self, name: str = "", css_class: str = "", **attrs: Any) -> Element:
        found = self.all(name, css_class, **attrs)
        assert len(found) == 1, f"{len(found)} of {name} {css_class} {attrs}"
        return found[0]

    def by_id(self, ident: str) -> Element:
        return self.one(id=ident)

    def described(self, element: Element) -> str:
        """What a screen reader says as the element's description."""
        return " ".join(
            self.by_id(ident).text for ident in element.attrs.get("aria-describedby", "").split()
        )
