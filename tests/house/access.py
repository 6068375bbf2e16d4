"""The tables of docs/access.md, written from the doors of the code: `python -m tests.house.access`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
HEAD = """# Who may do what

Written from `centre/staff/rules.py` and from the door on each page by `python -m tests.house.access`; a test
compares them, another walks each address in each role. Whom a page shows is a second question: a person's
page opens for the own unit, for a leader of all units, and for an hour to read only, with a reason that the
unit's leader is told of and reviews. Who runs the system or looks after its quality sees no person.
"""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(first: str, rows: Iterator[tuple[str, set[str]]]) -> str:
    from centre.staff.choices import Role

    lines = [_row([first, *(str(role.value) for role in Role)]), _row(["---"] * (len(Role) + 1))]
    for name, roles in rows:
        lines.append(_row([name, *("✓" if role in roles else "" for role in Role)]))
    return "\n".join(lines)


def _doors() -> Iterator[tuple[str, set[str]]]:
    from centre.staff.rules import DOORS, Door

    for door in Door:
        yield f"`{door}`: {door.words}", {role for role, doors in DOORS.items() if door in doors}


def _addresses() -> Iterator[tuple[str, set[str]]]:
    from centre.staff.choices import Role
    from centre.staff.rules import DOORS
    from tests.access.addresses import patterns

    for _name, path, one in sorted(patterns(), key=lambda each: each[1]):
        door = getattr(one.callback, "door", None)
        if path.startswith("staff/") and door is not None:
            every = door in ("open", "logged in")
            yield f"`/{path}`", {role for role in Role if every or door in DOORS[role]}


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            _table("may", _doors()),
            "\n## Pages and acts\n",
            _table("address", _addresses()),
            "",
        ]
    )


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE.name} is written\n")


if __name__ == "__main__":
    main()
