import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from centre.records.actions import rotate
from centre.vault import VaultError


class Command(BaseCommand):
    help = (
        "`rotate` seals anew under the highest number of FIELD_KEYS whatever an older key has sealed, "
        "while the house goes on. Safe to run twice; prints rows by table as JSON."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("rotate",))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = rotate()
        except VaultError as error:
            raise CommandError(f"FIELD_KEYS does not fit this database: {error}.") from None
        self.stdout.write(json.dumps(told))
