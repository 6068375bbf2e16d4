"""The diagrams of docs/states.md, drawn from the transition tables: `python -m tests.house.diagrams`."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "states.md"
HEAD = """# States

Drawn from the tables in each app's `rules/status.py` by `python -m tests.house.diagrams`; a test compares
them. There is no other way from one state to another.
"""
# Where the tables stand, the lowest floor first.
MODULES = (
    "centre.rights.rules.status",
    "centre.retention.rules.status",
    "intake.rules.status",
    "treatment.rules.status",
    "followup.rules.status",
    "complaints.rules.status",
)


def diagram(table: Mapping[str, frozenset[str]]) -> str:
    """One table as a Mermaid diagram, the first state of the table being where everything begins."""
    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(table))}"]
    for status, ways in table.items():
        lines += [f"    {status} --> {way}" for way in sorted(ways)]
        if not ways:
            lines.append(f"    {status} --> [*]")
    return "\n".join(lines)


def tables() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The tables of all apps, each by its name."""
    found: dict[str, Mapping[str, frozenset[str]]] = {}
    for module in MODULES:
        found |= import_module(module).TABLES
    return found


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, table in tables().items():
        plain = {str(status): frozenset(map(str, ways)) for status, ways in table.items()}
        parts.append(f"## {name.capitalize()}\n\n```mermaid\n{diagram(plain)}\n```\n")
    return "\n".join(parts)


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE.name} is written\n")


if __name__ == "__main__":
    main()
