import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.timezone import now

from centre.calendar import danish_day
from centre.standard.actions import load_standard
from centre.standard.loader import read_shipped, shipped_keys
from intake.models import Inquiry
from reporting.demo.build import build


class Command(BaseCommand):
    help = "Fill an empty database with invented people in every state; same seed, same centre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--municipality", choices=shipped_keys(), default=None)
        parser.add_argument("--citizens", type=int, default=40)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, metavar="DATE")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where people are")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("DEMO is off here: invented people do not belong in this database.")
        if Inquiry.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(_full())
        moment = now()
        # The whole centre of this process is the council's; a server must be started as the same.
        key = settings.MUNICIPALITY = options["municipality"] or settings.MUNICIPALITY
        with transaction.atomic():
            load_standard(text=read_shipped(key), name=key, at=moment)
            counts = build(
                today=options["as_of"] or danish_day(moment),
                citizens=options["citizens"],
                seed=options["seed"],
                secret=settings.SECRET_KEY.encode(),
                at=moment,
            )
        self.stdout.write(json.dumps(counts))


def _full() -> str:
    """Why nobody is invented, and what to do about it."""
    why = (
        "There are inquiries in this database already, and invented people come into an empty one."
    )
    if settings.EMBEDDED:
        key = settings.MUNICIPALITY
        return f"{why} To begin anew, stop the house and say `make empty MUNICIPALITY={key}`."
    return f"{why} Name an empty database in DATABASE_URL."
