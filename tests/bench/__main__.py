"""`python -m tests.bench [names] [--quick] [--json] [--write] [--inquiries N]`."""

import argparse
import logging
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from config.local.places import LocalError

if TYPE_CHECKING:
    from tests.bench.context import Bench
    from tests.bench.servers import Databases
    from tests.bench.table import Line

NAMES = (
    "booking", "slots", "sweep", "lists", "door", "figures", "background", "disposal",
    "memory", "pages",
)  # fmt: skip
MANY, MANY_QUICK = 100_000, 10_000
DOCUMENT = Path("docs/performance.md")


def main() -> int:
    """Measure, print, and never fail because a number is bad."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(NAMES)}; else all")
    parser.add_argument("--quick", action="store_true", help="few rows, short runs: does it work?")
    parser.add_argument("--json", action="store_true", help="for a machine")
    parser.add_argument("--write", action="store_true", help=f"keep the table in {DOCUMENT}")
    parser.add_argument("--inquiries", type=int, help=f"how many; {MANY:,} unless told")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(NAMES)
    if unknown:
        parser.error(f"no such measure: {', '.join(sorted(unknown))}")
    from tests.bench.servers import servers

    # Told to stop, it still drops its databases.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with servers() as server, tempfile.TemporaryDirectory() as folder:
            return run(asked, server, Path(folder))
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1


def run(asked: argparse.Namespace, server: str, folder: Path) -> int:
    """Make the databases, take the measures in their order, drop the databases."""
    os.environ["EMAIL_URL"] = "dummymail://"
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ["STATEMENT_TIMEOUT_MS"] = "120000"
    import django

    django.setup()
    # A refused page is a finding here, not a warning.
    logging.disable(logging.WARNING)
    from tests.bench import table
    from tests.bench.servers import Databases

    databases = Databases()
    try:
        bench = prepare(databases, folder, asked)
        lines: list[Line] = []
        try:
            for name in asked.names or NAMES:
                lines += measured(name, bench)
        except (KeyboardInterrupt, SystemExit):
            say("stopped early; this is what there is")
        with databases.connect("empty") as plain:
            head = table.machine(server, bench.today, plain)
    finally:
        databases.drop()
    print(table.as_json(lines, head) if asked.json else table.as_text(lines, head))
    if asked.write:
        write(head, lines, bench.inquiries)
    return 0


def prepare(databases: "Databases", folder: Path, asked: argparse.Namespace) -> "Bench":
    """The template, and the two sizes that all comparisons need."""
    from django.core.management import call_command
    from django.utils.timezone import now

    from tests.bench import data
    from tests.bench.context import Bench, use_standard

    many = asked.inquiries or (MANY_QUICK if asked.quick else MANY)
    bench = Bench(databases, folder, now(), asked.quick, many)
    databases.use("empty")
    say("making the databases")
    call_command("migrate", verbosity=0)
    use_standard()
    # So few counsellors in the smaller one that their own pages are full as well: pages of as many
    # rows are compared.
    sizes = (("small", bench.few, 8), ("large", bench.inquiries, 40))
    for name, size, counsellors in sizes:
        databases.add(name)
        databases.use(name)
        data.fill(
            data.Size(size, counsellors, days_of_slots=30 if asked.quick else 120),
            at=bench.at,
            today=bench.today,
        )
        data.settle()
    return bench


def measured(name: str, bench: "Bench") -> "list[Line]":
    """One measure; what goes wrong in it is a line of the table, not the end of the others."""
    from importlib import import_module

    from tests.bench.table import Line

    say(f"measuring {name}")
    try:
        lines: list[Line] = import_module(f"tests.bench.{name}").measure(bench)
    except Exception as error:  # noqa: BLE001 - a bench never fails a build
        if os.environ.get("BENCH_TRACE"):
            raise
        return [Line(0, name, f"could not be measured: {type(error).__name__}: {error}"[:200])]
    return lines


def say(words: str) -> None:
    """Where it is, apart from what it found."""
    print(f"bench: {words} …", file=sys.stderr, flush=True)


def write(head: str, lines: "list[Line]", inquiries: int) -> None:
    """Keep the table among the documents."""
    from tests.bench import table

    text = INTRODUCTION.format(head=head, inquiries=f"{inquiries:,}")
    DOCUMENT.write_text(f"{text}\n{table.as_markdown(lines)}\n")


INTRODUCTION = """# Measured

The last run of `make bench ARGS=--write`, with {inquiries} inquiries.

{head}

Client, web server and database share these cores, and the same work varies by a third between
minutes. So each of ours is taken in turn with the same rows written or read by hand (plain SQL on
the same database): the ratio counts, a wall time alone does not. Middle value first, then the least
and the most of so many runs. "Published" numbers of others come from another machine and time.
"""

if __name__ == "__main__":
    raise SystemExit(main())
