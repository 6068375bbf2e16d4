import json
from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.timezone import now

from centre.staff.models import User
from reporting.actions.delivery import log_reading, record_delivery
from reporting.registers.build import ERRORS, Counts, Delivery, write
from reporting.registers.schema import REGISTERS, load


class Command(BaseCommand):
    help = "Build what a national register is delivered: files that only their owner can read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        build = verbs.add_parser("build", help="write the files, or --check what is wrong")
        build.add_argument("register", choices=REGISTERS)
        build.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        build.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
        build.add_argument("--out", type=Path, metavar="DIR", help="made when it is not there")
        build.add_argument("--by", required=True, metavar="USERNAME", help="who takes it out")
        build.add_argument("--check", action="store_true", help="list the faults, write no file")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["last"] < options["first"]:
            raise CommandError("The last day lies before the first.")
        if not options["check"] and options["out"] is None:
            raise CommandError("Say where the files go (--out DIR), or that you only --check.")
        by = self._person(options["by"])
        (self._check if options["check"] else self._build)(options, by, now())

    def _person(self, username: str) -> User:
        found = User.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise CommandError("Nobody who works here has this user name.")
        return found

    def _check(self, options: dict[str, Any], by: User, at: datetime) -> None:
        """A fault a line, then the counts."""
        delivery = Delivery(None, load(options["register"]))

        def told(cells: list[str]) -> None:
            self.stdout.write(json.dumps(dict(zip(ERRORS, cells, strict=True))))

        with transaction.atomic():
            counts = self._written(delivery, options, told)
            read = sum(counts.records.values())
            log_reading(register=delivery.register.key, what="check", rows=read, by=by, at=at)
        self._say(options, counts, [])

    def _build(self, options: dict[str, Any], by: User, at: datetime) -> None:
        """The files get their names only when it stands in the log that they were built."""
        folder: Path = options["out"]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        delivery = Delivery(folder, load(options["register"]))
        try:
            with transaction.atomic():
                counts = self._with_errors(delivery, options)
                record_delivery(
                    register=delivery.register.key,
                    first=options["first"],
                    last=options["last"],
                    records=sum(counts.records.values()),
                    left_out=sum(counts.left_out.values()),
                    faults=sum(counts.faults.values()),
                    by=by,
                    at=at,
                )
            files = delivery.finish()
        except BaseException:
            delivery.drop()
            raise
        self._say(options, counts, files)

    def _with_errors(self, delivery: Delivery, options: dict[str, Any]) -> Counts:
        with delivery.errors() as told:
            return self._written(delivery, options, told)

    def _written(self, delivery: Delivery, options: dict[str, Any], told: Any) -> Counts:
        with connection.cursor() as cursor:
            # A year of a whole country may take longer than a page is given.
            cursor.execute("SET LOCAL statement_timeout = 0")
        return write(
            delivery,
            first=options["first"],
            last=options["last"],
            unit=settings.SOR_CODE,
            told=told,
        )

    def _say(self, options: dict[str, Any], counts: Counts, files: list[str]) -> None:
        self.stdout.write(
            json.dumps(
                {
                    "register": options["register"],
                    "from": options["first"].isoformat(),
                    "to": options["last"].isoformat(),
                    "records": counts.records,
                    "anonymous": counts.anonymous,
                    "left_out": counts.left_out,
                    "faults": counts.faults,
                    "files": files,
                }
            )
        )
