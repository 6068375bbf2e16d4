"""`manage.py staff add`: the first members of the staff of a house that invents nobody."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import override

from centre.records.actions import NameTakenError, employ
from centre.staff.choices import Role
from centre.staff.models import Unit, User
from centre.staff.queries import unit_by_key, units
from centre.staff.rules import LONGEST

TRIES = 3


class Command(BaseCommand):
    help = "Let a leader or an administrator in: the first one of a real house has nobody to ask."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No password: an argument stands in the shell's history and in the list of processes."""
        commands = parser.add_subparsers(dest="command", required=True)
        add = commands.add_parser(
            "add", help="asks for the password twice, or reads one line of standard input"
        )
        add.add_argument("role", choices=(Role.LEADER.value, Role.ADMINISTRATOR.value))
        add.add_argument("username")
        add.add_argument("--name", required=True, help="as colleagues read it: 'Mette Åkjær'")
        add.add_argument("--unit", default="", help="the unit's key; a leader of all has none")
        add.add_argument("--email", default="", help="where warnings are sent")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the password last, when all else is right."""
        with override("en"):
            unit = self._unit(options["unit"])
            person = self._person(options, unit)
            password = self._password(person)
            try:
                user = employ(
                    username=person.username,
                    first_name=person.first_name,
                    last_name=person.last_name,
                    email=person.email,
                    role=person.role,
                    unit=unit,
                    password=password,
                    by=None,
                    at=now(),
                )
            except NameTakenError:
                raise CommandError(_taken(person.username)) from None
        self.stdout.write(f"{user} ({user.role}) may log in as {user.username}.")

    def _unit(self, key: str) -> Unit | None:
        if not key:
            return None
        unit = unit_by_key(key)
        if unit is None:
            known = ", ".join(one.key for one in units()) or "none yet"
            raise CommandError(f"There is no unit {key}. There are: {known}.")
        return unit

    def _person(self, options: dict[str, Any], unit: Unit | None) -> User:
        """The person as they would be, found right but not kept."""
        first, _space, last = options["name"].strip().rpartition(" ")
        person = User(
            username=options["username"],
            first_name=first or last,
            last_name=last if first else "",
            email=options["email"],
            role=options["role"],
            unit=unit,
        )
        try:
            person.full_clean(exclude=["password"], validate_unique=False)
        except ValidationError as error:
            told = (f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
            raise CommandError("\n".join(told)) from None
        if not options["name"].strip():
            raise CommandError("--name is empty: how shall colleagues read who did what?")
        if User.objects.filter(username__iexact=person.username).exists():
            raise CommandError(_taken(person.username))
        return person

    def _password(self, person: User) -> str:
        if not sys.stdin.isatty():
            password = sys.stdin.readline().rstrip("\r\n")
            if faults := _faults(password, person):
                raise CommandError("\n".join(faults))
            return password
        for _try in range(TRIES):
            password = getpass("Password: ")
            faults = _faults(password, person)
            if not faults and getpass("The same once more: ") != password:
                faults = ["The two were not the same."]
            if not faults:
                return password
            for fault in faults:
                self.stderr.write(fault)
        raise CommandError("Nobody was added.")


def _faults(password: str, person: User) -> list[str]:
    if len(password) > LONGEST:
        return [
            f"This password is too long: at most {LONGEST} characters can be typed at the door."
        ]
    try:
        validate_password(password, person)
    except ValidationError as error:
        return [str(message) for message in error.messages]
    return []


def _taken(username: str) -> str:
    return (
        f"Somebody already has the user name {username}. Nothing was changed; choose another one."
    )
