from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from centre.clocks.queries.health import missing


class Command(BaseCommand):
    help = "Say whether database, broker, worker, beat and a recent sweep are there; 0 if all are."

    def handle(self, *args: Any, **options: Any) -> None:
        absent = missing(now())
        if absent:
            self.stderr.write("missing: " + ", ".join(absent))
            raise SystemExit(1)
        self.stdout.write("all is well")
