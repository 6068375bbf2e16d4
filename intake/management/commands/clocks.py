from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from centre.clocks.words import sentence
from intake.models import Guarantee, Inquiry


class Command(BaseCommand):
    help = "Explain the clocks of an inquiry: each line of the ledger, and the sentence it gives."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        explain = verbs.add_parser("explain", help="the ledger and the sentence of each clock")
        explain.add_argument("--inquiry", required=True, help="the id in the address of its page")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            inquiry = Inquiry.objects.get(pk=options["inquiry"])
        except (Inquiry.DoesNotExist, ValidationError):
            raise CommandError("There is no inquiry with this id.") from None
        guarantees = Guarantee.objects.filter(inquiry=inquiry).select_related("clock")
        if not guarantees:
            self.stdout.write(
                "No clock runs: no treatment was asked for, or nobody promises a day."
            )
        with override("en"):
            for guarantee in guarantees.order_by("kind"):
                self._explain(guarantee)

    def _explain(self, guarantee: Guarantee) -> None:
        clock = guarantee.clock
        self.stdout.write(f"{clock.kind} ({clock.source}, {clock.basis})")
        for event in clock.events.all():
            until = f" until {event.until}" if event.until else ""
            self.stdout.write(
                f"  {event.number}. {event.on} {event.type}{until} {event.basis}".rstrip()
            )
        self.stdout.write(f"  {sentence(clock)}")
