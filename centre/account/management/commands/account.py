"""`manage.py account`: what only the operator does to a login, when the leader and the person have asked."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now
from django.utils.translation import override

from centre.account.actions.arrival import TiedAlready, tie
from centre.account.actions.factor import forget_factor
from centre.account.mapping import MappingError, roles_of
from centre.account.queries import named
from centre.staff.models import User
from centre.staff.queries import unit_by_key


class Command(BaseCommand):
    help = "Lost apps, accounts that move to the council's own login, and its mapping of roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        forget = commands.add_parser(
            "forget-app",
            help="the app and the recovery codes are lost: the next login sets up anew",
        )
        forget.add_argument("username")
        link = commands.add_parser("link", help="ties an account to a login at OIDC_ISSUER")
        link.add_argument("username")
        link.add_argument("subject", help="the provider's own number of the person: `sub`")
        check = commands.add_parser("check-mapping", help="names every fault of a mapping file")
        check.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            if options["command"] == "check-mapping":
                self._check(options["file"])
            elif options["command"] == "link":
                self._link(_person(options["username"]), options["subject"])
            else:
                self._forget(_person(options["username"]))

    def _forget(self, user: User) -> None:
        ended = forget_factor(user=user, at=now())
        self.stdout.write(
            f"{user} sets up an app at the next login; {ended} sessions ended. The password is as it was."
        )

    def _link(self, user: User, subject: str) -> None:
        if not settings.OIDC_ISSUER:
            raise CommandError("OIDC_ISSUER is not set: there is no provider to tie an account to.")
        try:
            tie(user=user, issuer=settings.OIDC_ISSUER, subject=subject, at=now())
        except TiedAlready:
            raise CommandError(
                "The account or the login is tied already. Nothing was changed."
            ) from None
        self.stdout.write(f"{user} comes in by the council's own login from now on.")

    def _check(self, file: str) -> None:
        try:
            roles = roles_of(file)
        except MappingError as error:
            raise CommandError("\n".join(error.faults)) from None
        missing = sorted(
            {one.unit for one in roles.gives if one.unit and not unit_by_key(one.unit)}
        )
        if missing:
            raise CommandError(f"These units are not set up here: {', '.join(missing)}.")
        self.stdout.write(
            f"{len(roles.gives)} lines, read from the claim {roles.claim}: all right."
        )


def _person(username: str) -> User:
    user = named(username)
    if user is None:
        raise CommandError(f"Nobody has the user name {username}.")
    return user
