import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from centre.citizens.actions import reindex
from centre.vault import VaultError


class Command(BaseCommand):
    help = (
        "Make the look-up hashes of everybody anew, after INDEX_KEY was changed. Safe to run twice; "
        "prints counts as JSON, and fails when somebody stands twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = reindex()
        except VaultError as error:
            raise CommandError(f"FIELD_KEYS does not fit this database: {error}.") from None
        counts = {"changed": told.changed, "right": told.right, "twice": len(told.twice)}
        self.stdout.write(json.dumps(counts))
        if told.twice:
            numbers = ", ".join(str(one) for one in told.twice)
            raise CommandError(f"These stand twice under one CPR number: {numbers}.")
