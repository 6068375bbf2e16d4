"""What a screen reader says of a page: the role, the name and the description of everything in it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

FOLDER = Path(__file__).with_name("names")
CONTROLS = frozenset(
    {
        *("link", "button", "textbox", "searchbox", "radio", "checkbox", "combobox", "listbox"),
        *("option", "menuitem", "spinbutton", "DisclosureTriangle", "switch", "slider", "tab"),
        *("Date", "InputTime"),
    }
)
PARTS = frozenset(
    {
        *("heading", "navigation", "main", "banner", "contentinfo", "complementary", "region"),
        *("form", "search", "dialog", "alert", "status", "group", "radiogroup", "table"),
        *("columnheader", "rowheader", "timer"),
    }
)
# A link must say where it leads when it is read alone (WCAG 2.4.4, 2.4.9).
EMPTY_WORDS = frozenset(
    {"her", "klik her", "tryk her", "læs mere", "læs mere her", "se mere", "mere", "link", "gå til"}
)
# A receipt's letters are drawn by lot.
BY_LOT = re.compile(r"\b(?=[A-Z0-9]*[0-9])[A-HJ-NP-Z2-9]{4}[ -]?[A-HJ-NP-Z2-9]{2,4}\b")


@dataclass(frozen=True)
class Said:
    """One thing of a page as it is read out."""

    role: str
    name: str
    description: str
    states: str

    @property
    def is_control(self) -> bool:
        return self.role in CONTROLS

    def __str__(self) -> str:
        words = f"{self.role} “{self.name}”" if self.name else self.role
        words += f" ({self.states})" if self.states else ""
        return f"{words} — {self.description}" if self.description else words


def read_out(page: Page) -> list[Said]:
    """Everything of the page that has a role worth saying, in its order.

    The browser builds this tree beside the page, in its own time: it is read until it keeps still.
    """
    line = page.context.new_cdp_session(page)
    try:
        said = _read_once(line)
        while (anew := _read_once(line)) != said:
            said = anew
    finally:
        line.detach()
    return said


def _read_once(line: CDPSession) -> list[Said]:
    nodes: list[dict[str, Any]] = line.send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found: list[Said] = []
    todo = [nodes[0]["nodeId"]]
    while todo:
        node = by_id[todo.pop()]
        todo += [one for one in reversed(node.get("childIds", [])) if one in by_id]
        said = _said(node)
        if said is not None:
            found.append(said)
    return found


def _said(node: dict[str, Any]) -> Said | None:
    role = _value(node, "role")
    if node.get("ignored") or role not in CONTROLS | PARTS:
        return None
    name = _value(node, "name")
    if not name and role not in CONTROLS | {"heading", "dialog", "region", "table"}:
        return None
    told = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
    states = [f"niveau {told['level']}"] if role == "heading" else []
    states += [key for key in ("required", "expanded", "disabled") if told.get(key)]
    states += ["invalid"] if told.get("invalid") == "true" else []
    states += ["checked"] if told.get("checked") == "true" else []
    return Said(role, _plain(name), _plain(_value(node, "description")), ", ".join(states))


def _value(node: dict[str, Any], key: str) -> str:
    return str(node.get(key, {}).get("value") or "")


def _plain(words: str) -> str:
    return BY_LOT.sub("‹kode›", " ".join(words.split()))


def unnamed(found: list[Said]) -> list[str]:
    """The controls that a screen reader can say nothing of, or nothing that helps."""
    return [
        str(one)
        for one in found
        if one.is_control
        and one.role != "option"
        and (not one.name or one.name.casefold().strip(" .:…>»") in EMPTY_WORDS)
    ]


def in_any_order_of_rows(found: list[Said]) -> list[str]:
    """The lines of a page; rows that nothing comes between stand by their name.

    A table that sorts by a day puts two rows of one day in the order of numbers drawn by lot.
    """
    lines: list[str] = []
    rows: list[list[str]] = []
    for one in found:
        if one.role == "rowheader":
            rows.append([str(one)])
        elif rows and (one.role == "button" or rows[-1][0] == f"rowheader “{one.name}”"):
            rows[-1].append(str(one))
        else:
            lines += [line for row in sorted(rows) for line in row] + [str(one)]
            rows = []
    return lines + [line for row in sorted(rows) for line in row]


def compare(name: str, found: list[Said]) -> list[str]:
    """What differs from the page's kept file; with `NAMES=1` the file is written anew instead."""
    path = FOLDER / f"{name}.txt"
    told = in_any_order_of_rows(found)
    if os.environ.get("NAMES"):
        path.write_text("\n".join(told) + "\n")
        return []
    kept = path.read_text().splitlines() if path.exists() else []
    gone = [f"{name}: gone: {one}" for one in kept if one not in told]
    new = [f"{name}: new: {one}" for one in told if one not in kept]
    return gone + new or ([f"{name}: another order or number"] if kept != told else [])
