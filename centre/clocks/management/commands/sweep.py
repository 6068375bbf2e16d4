import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from centre.calendar import DENMARK
from centre.clocks.actions.sweep import sweep


class Command(BaseCommand):
    help = "Give every warning that is true, as of now or of another moment; prints counts as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at", help="as of this moment (2026-12-24 or 2026-12-24T07:00, Danish time)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        moment = now()
        counts = sweep(at=self._moment(options["at"]) or moment, started_at=moment)
        self.stdout.write(json.dumps(counts))

    def _moment(self, text: str | None) -> datetime | None:
        if text is None:
            return None
        try:
            found = parse_datetime(text if "T" in text or " " in text else f"{text}T12:00")
        except ValueError:
            found = None
        if found is None:
            raise CommandError(f"{text!r} is no moment: write 2026-12-24 or 2026-12-24T07:00.")
        return found if found.tzinfo else found.replace(tzinfo=DENMARK)
