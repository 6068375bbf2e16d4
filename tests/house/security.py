"""docs/security.md, written from the marks on the tests: `python -m tests.house.security`.

A test that goes red when a threat's control is taken away carries `@pytest.mark.threat("T4", ...)`. The
threats stand in `tests/threats.toml`, the requirements of OWASP's ASVS 5.0.0 of level 1 and 2 in
`tests/asvs.toml`: there each names tests, a place in the code, or a reason. Nothing is run here.
"""

import ast
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
THREATS = ROOT / "tests" / "threats.toml"
ASVS = ROOT / "tests" / "asvs.toml"
HEAD = """# What could go wrong, and what holds it

Written by `python -m tests.house.security` from the marks on the tests; a test compares them. The 38
threats are our own list; the requirements are those of OWASP's Application Security Verification Standard
5.0.0, level 1 and 2, by number and in our own words (its text is OWASP's, CC BY-SA 4.0). What is not built,
or shown by no test, says so. A test's name is told without its `test_`.
"""
LEGEND = {
    "tested": "a test goes red without it",
    "built": "stands in the code, and no test of ours shows it",
    "partly": "some of it is tested, the rest says what is missing",
    "open": "not built",
    "operator": "the council's own: its servers, proxy, certificates or routines",
    "not ours": "nothing in this house that it could be asked of",
}


@lru_cache
def tests_of(folder: Path = ROOT / "tests") -> dict[str, frozenset[str]]:
    """Every test by `file::name`, and the threats it is marked with."""
    found = {}
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text())
        module = {one for node in tree.body for one in _of_module(node)}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                own = {one for mark in node.decorator_list for one in _named(mark)}
                found[f"{path.relative_to(ROOT)}::{node.name}"] = frozenset(own | module)
    return found


def _of_module(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Assign) and any(
        isinstance(one, ast.Name) and one.id == "pytestmark" for one in node.targets
    ):
        marks = node.value.elts if isinstance(node.value, ast.List) else [node.value]
        for mark in marks:
            yield from _named(mark)


def _named(mark: ast.expr) -> Iterator[str]:
    """The threats of `pytest.mark.threat("T4", "T9")`."""
    if (
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr == "threat"
    ):
        for one in mark.args:
            assert isinstance(one, ast.Constant)
            yield str(one.value)


@lru_cache
def marked() -> dict[str, tuple[str, ...]]:
    """The tests of each threat."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, threats in tests_of().items():
        for one in threats:
            found[one].append(name)
    return {threat: tuple(sorted(names)) for threat, names in found.items()}


@lru_cache
def threats() -> dict[str, dict[str, Any]]:
    """T1 to T38."""
    return tomllib.loads(THREATS.read_text())


@lru_cache
def chapters() -> dict[str, dict[str, Any]]:
    """V1 to V17, each with its name and its requirements."""
    return tomllib.loads(ASVS.read_text())


def requirements() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each requirement with its number."""
    for chapter in chapters().values():
        yield from chapter["rows"].items()


def shown_by(row: dict[str, Any]) -> list[str]:
    """The tests of a requirement: those it names."""
    return [*row.get("tests", ())]


def state(row: dict[str, Any]) -> str:
    """What may be said of a requirement. What is missing is never passed over for a test."""
    told = row.get("state", "")
    if told:
        return str(told)
    tested = bool(row.get("tests") or any(marked().get(one) for one in row.get("threats", ())))
    if tested:
        return "partly" if row.get("missing") else "tested"
    return "built" if row.get("where") and not row.get("missing") else "open"


def state_of_threat(number: str, row: dict[str, Any]) -> str:
    """A threat is held when tests show it and nothing of its control is missing."""
    if not marked().get(number):
        return "open"
    return "partly" if row.get("missing") else "tested"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _tests(names: Iterable[str]) -> list[str]:
    """The names by file, so that each file is told once."""
    files: dict[str, list[str]] = defaultdict(list)
    for one in names:
        file, _, name = one.partition("::")
        files[file].append(name.removeprefix("test_").replace("_", " "))
    return [f"`{file}`: {'; '.join(told)}" for file, told in sorted(files.items())]


def _threat(number: str, row: dict[str, Any]) -> Iterator[str]:
    yield f"### {number} · {row['threat']}\n"
    yield f"**{state_of_threat(number, row)}** · {row['control']}\n"
    if row.get("where"):
        yield f"- stands in {', '.join(f'`{one}`' for one in row['where'])}"
    if row.get("missing"):
        yield f"- **missing:** {row['missing']}"
    yield from (f"- {line}" for line in _tests(marked().get(number, ())))
    yield ""


def _requirement(number: str, row: dict[str, Any]) -> str:
    told = [f"see {', '.join(row['threats'])}"] if row.get("threats") else []
    told += _tests(shown_by(row))
    told += [f"`{one}`" for one in row.get("where", ())]
    told += [f"**missing:** {row['missing']}"] if row.get("missing") else []
    told += [row["why"]] if row.get("why") else []
    cells = [number, str(row["level"]), row["of"], state(row), "<br>".join(told)]
    return f"| {' | '.join(_cell(one) for one in cells)} |"


def _count(states: Iterable[str]) -> str:
    found = Counter(states)
    return ", ".join(f"{found[one]} {one}" for one in LEGEND if found[one])


def page() -> str:
    """The whole page."""
    lines = [HEAD, *(f"- **{name}**: {words}" for name, words in LEGEND.items()), ""]
    all_threats, every = threats(), list(requirements())
    lines += ["## The 38 threats\n"]
    lines += [f"{_count(state_of_threat(*one) for one in all_threats.items())}.\n"]
    for one in all_threats.items():
        lines += _threat(*one)
    lines += ["## ASVS 5.0.0, level 1 and 2\n", f"{_count(state(row) for _, row in every)}.\n"]
    for number, chapter in chapters().items():
        lines += [f"### {number} {chapter['name']}\n"]
        lines += ["| no. | level | what | state | how |", "| --- | --- | --- | --- | --- |"]
        lines += [_requirement(*one) for one in chapter["rows"].items()]
        lines += [""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE.name} is written\n")
