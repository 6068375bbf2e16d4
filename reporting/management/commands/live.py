import json
import sys
from argparse import ArgumentParser
from datetime import date, time
from time import process_time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from centre.calendar import danish_moment
from centre.standard.actions import load_standard
from centre.standard.loader import read_shipped, shipped_keys
from intake.models import Inquiry
from reporting.live.check.after import Check
from reporting.live.digest import digest
from reporting.live.year import Lived, live


class Command(BaseCommand):
    help = (
        "Live a council's days with invented people through the real actions, in an empty database; "
        "same seed, same rows. With --check every day is counted anew, and a fault ends with 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipality", choices=shipped_keys(), default=None)
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)
        parser.add_argument("--citizens", type=int, default=300)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--check", action="store_true", help="verify after each day")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off here: invented people do not belong in this database.")
        if Inquiry.objects.exists():
            raise CommandError(
                "There are inquiries in this database already, and these days are lived in an empty "
                "one: `make empty MUNICIPALITY=…`, or name another in DATABASE_URL."
            )
        if options["last"] < options["first"]:
            raise CommandError("--to lies before --from.")
        # The whole house of this process is the council's, and nobody is written to.
        key = settings.MUNICIPALITY = options["municipality"] or settings.MUNICIPALITY
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        began = process_time()
        load_standard(text=read_shipped(key), name=key, at=danish_moment(options["first"], time(0)))
        lived = live(
            first=options["first"],
            last=options["last"],
            citizens=options["citizens"],
            seed=options["seed"],
            secret=settings.SECRET_KEY.encode(),
            check=Check() if options["check"] else None,
            tell=(lambda _line: None) if options["json"] else self.stdout.write,
        )
        self._say(lived, process_time() - began, as_json=options["json"])
        if lived.faults:
            sys.exit(1)

    def _say(self, lived: Lived, seconds: float, *, as_json: bool) -> None:
        told = {
            "days": lived.days,
            "acts": lived.acts,
            "inquiries": lived.inquiries,
            "cpu_seconds": round(seconds, 1),
            "digest": digest(),
            "faults": [one.as_data() for one in lived.faults],
        }
        if as_json:
            self.stdout.write(json.dumps(told))
        else:
            self.stdout.write(
                f"{lived.days} days, {lived.acts} acts, {lived.inquiries} inquiries, "
                f"{len(lived.faults)} faults; {told['digest']}"
            )
