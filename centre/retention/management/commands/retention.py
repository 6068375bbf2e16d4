import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from centre.calendar import danish_day
from centre.refusal import Refused
from centre.retention.actions.carry_out import carry_out
from centre.retention.actions.outside import again, keep_outside
from centre.retention.queries.preview import counted


class Command(BaseCommand):
    help = (
        "`preview` counts what is old enough to be deleted, by kind and year, and changes nothing. `run` "
        "carries out what two people have approved. `again` carries out anew, from the files outside of "
        "the database, what an older backup has brought back. Each prints JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("preview", "run", "again"))

    def handle(self, *args: Any, **options: Any) -> None:
        told: Any
        if options["what"] == "preview":
            told = [one.as_json() for one in counted(danish_day(now()))]
        elif options["what"] == "run":
            keep_outside()
            told = carry_out(at=now())
            keep_outside()
        else:
            try:
                told = again(at=now())
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
        self.stdout.write(json.dumps(told))
