from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from centre.records.queries import Head, faults, head


class Command(BaseCommand):
    help = (
        "`head` prints where the chain of the logs ends, to be kept outside the house. `verify` names "
        "every line that was changed, removed, put in or cut off since it was written, and then fails."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=("verify", "head"))
        parser.add_argument(
            "--head", help="an end of the chain that was kept outside: NUMBER:DIGEST"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "head":
            last = head()
            if last is None:
                raise CommandError("Nothing is sealed yet, or the last seal is none of ours.")
            self.stdout.write(str(last))
            return
        found = 0
        for fault in faults(self._known(options["head"]), at=now()):
            self.stdout.write(str(fault))
            found += 1
        if found:
            raise CommandError(f"{found} are not as they were written.")
        self.stdout.write(f"All is as it was written, up to seal {head() or 'none'}.")

    def _known(self, text: str | None) -> Head | None:
        try:
            return Head.read(text) if text else None
        except ValueError:
            raise CommandError(f"{text!r} is no end of a chain: write NUMBER:DIGEST.") from None
