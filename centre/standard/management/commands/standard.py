"""`manage.py standard`: list, show, check, compare and load quality standards."""

import json
import os
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import override

from centre.calendar import danish_day
from centre.standard import comparison, rules
from centre.standard.handbook import schema_page
from centre.standard.loader import (
    StandardError,
    load_text,
    read_shipped,
    shipped_keys,
    to_json,
)
from centre.standard.schema import Standard
from centre.standard.words import grouped

HEADINGS_SHOWN = 3
WIDTH = 120


class Command(BaseCommand):
    help = "List, show, check, compare and load the councils' quality standards."
    # A file is checked on machines that have nothing else set up.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command each; KEY is a shipped council, or the path of a TOML file."""
        commands = parser.add_subparsers(dest="command", required=True)
        commands.add_parser("list", help="the standards that ship with the code")
        show = commands.add_parser("show", help="the main values of one standard")
        show.add_argument("key")
        show.add_argument("--json", action="store_true", help="the whole standard as JSON")
        check = commands.add_parser("check", help="faults, the 18 points, the next revision")
        check.add_argument("key")
        diff = commands.add_parser("diff", help="where two standards differ")
        diff.add_argument("left", metavar="key")
        diff.add_argument("right", metavar="key")
        diff.add_argument("--texts", action="store_true", help="compare texts and headings too")
        diff.add_argument("--whole", action="store_true", help="cut no value, however long")
        load = commands.add_parser("load", help="take a standard into use from a TOML file")
        load.add_argument("file")
        commands.add_parser("schema", help="the description of the schema, in Markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one sub-command in plain English, whatever the language of the screens is."""
        try:
            with override("en"):
                getattr(self, f"_{options['command']}")(options)
        except BrokenPipeError:
            # The reader closed early, as `| head` does; what is left has nowhere to go.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _list(self, _options: dict[str, Any]) -> None:
        for key in shipped_keys():
            identity = self._read(key).identity
            line = f"{key:<12} {identity.valid_from}  {identity.council}: {identity.title}"
            self.stdout.write(line)

    def _show(self, options: dict[str, Any]) -> None:
        standard = self._read(options["key"])
        if options["json"]:
            self.stdout.write(to_json(standard))
            return
        for line in _summary(standard):
            self.stdout.write(line)

    def _check(self, options: dict[str, Any]) -> None:
        standard = self._read(options["key"])
        coverage = comparison.completeness(standard)
        for found in coverage:
            mark = "covered    " if found.covered else "NOT covered"
            why = _headings(found.sources) if found.covered else ", ".join(found.missing)
            label = "from" if found.covered else "missing"
            self.stdout.write(f"{mark}  {found.point.label!s} ({label}: {why})")
        covered = sum(found.covered for found in coverage)
        self.stdout.write(f"{covered} of {len(coverage)} points covered (BEK 1691/2023).")
        self.stdout.write(_revision(standard, danish_day(now())))

    def _diff(self, options: dict[str, Any]) -> None:
        left, right = self._read(options["left"]), self._read(options["right"])
        changes = comparison.difference(left, right, texts=options["texts"])
        cut = 0
        for change in changes:
            sides = [_shown(side) for side in (change.left, change.right)]
            if not options["whole"]:
                cut += sum(len(side) > WIDTH for side in sides)
                sides = [_cut(side) for side in sides]
            self.stdout.write(f"{change.place}: {sides[0]} -> {sides[1]}")
        self.stdout.write(f"{len(changes)} differences.")
        if cut:
            # Beside the answer, so that its last line stays the count.
            self.stderr.write(
                f"{cut} long {'value is' if cut == 1 else 'values are'} cut: see --whole."
            )

    def _load(self, options: dict[str, Any]) -> None:
        # Here, not at the top: the other sub-commands work without a database.
        from centre.standard.actions import load_standard

        path = Path(options["file"])
        text = self._text(options["file"])
        try:
            version, new = load_standard(text=text, name=path.name, at=now())
        except StandardError as error:
            raise _refused(error) from error
        said = "loaded" if new else "was loaded already"
        self.stdout.write(f"{version.key}, valid from {version.valid_from}, {said}.")

    def _schema(self, _options: dict[str, Any]) -> None:
        self.stdout.write(schema_page(), ending="")

    def _text(self, key: str) -> str:
        """The TOML text of a shipped council or of a file; ends the command when it is neither."""
        try:
            return read_shipped(key)
        except KeyError:
            pass
        try:
            return Path(key).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            known = ", ".join(shipped_keys())
            raise CommandError(f'no standard "{key}"; shipped are {known}') from error

    def _read(self, key: str) -> Standard:
        name = f"{key}.toml" if key in shipped_keys() else Path(key).name
        try:
            return load_text(self._text(key), name=name)
        except StandardError as error:
            raise _refused(error) from error


def _refused(error: StandardError) -> CommandError:
    """One line for each fault, after a line that counts them; the command ends with 1."""
    count = len(error.faults)
    return CommandError(f"{count} {'fault' if count == 1 else 'faults'} found\n{error}")


def _summary(standard: Standard) -> list[str]:
    identity, contact = standard.identity, standard.contact
    phones = ", ".join(grouped(phone.number) for phone in contact.phones) or "none in the text"
    lines = [
        f"{identity.council} ({identity.key}), {identity.title}",
        f"Centre: {identity.centre_name}. Municipality {identity.municipality_code}.",
        f"In force from {identity.valid_from}. Next revision {rules.next_revision(standard)}.",
        f"Phones: {phones}. E-mail: {contact.email or 'none in the text'}.",
        f"Units: {', '.join(unit.name for unit in standard.units)}.",
        "Promises:",
    ]
    for clock in standard.clocks:
        amount, unit = _length(clock.days, clock.weeks, clock.months)
        lines.append(
            f"  {clock.kind}: {amount} {unit} from {' or '.join(clock.start_any)}"
            f" to {' and '.join(clock.stop_when)} ({clock.source})"
        )
    lines.append("Offers:")
    lines += [f"  {offer.key}: {offer.title_en}" for offer in standard.offers]
    return lines


def _length(days: int | None, weeks: int | None, months: int | None) -> tuple[int, str]:
    named = ((days, "days"), (weeks, "weeks"), (months, "months"))
    return next((amount, unit) for amount, unit in named if amount)


def _headings(sources: tuple[str, ...]) -> str:
    more = len(sources) - HEADINGS_SHOWN
    shown = "; ".join(sources[:HEADINGS_SHOWN])
    return f"{shown}; and {more} more" if more > 0 else shown


def _revision(standard: Standard, today: date) -> str:
    due = rules.next_revision(standard)
    if due < today:
        return f"The next revision was due on {due} and is overdue."
    return f"The next revision is due on {due}."


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."
