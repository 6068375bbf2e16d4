"""Those who work at the invented centre. Their password stands on the login page in demo mode."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from centre.staff.choices import DEMO_PASSWORD, Role, UnitKind
from centre.staff.models import Unit, User
from centre.standard.schema import AgeGroup, Standard


@dataclass(frozen=True)
class Team:
    """The units and the people the stories need."""

    main: Unit
    youth: Unit
    caseworker: User
    colleague: User
    youth_worker: User
    doctor: User
    leader: User

    def counsellors_of(self, unit: Unit) -> list[User]:
        """Who takes open counselling in a unit."""
        everybody = (self.caseworker, self.colleague, self.youth_worker)
        return [user for user in everybody if user.unit_id == unit.pk]


def engage(standard: Standard) -> Team:
    """Set up the units of the standard and a person in each role; twice changes nothing."""
    units = {one.key: _unit(one.key, one.name, _kind(one.takes)) for one in standard.units}
    main = next((unit for unit in units.values() if unit.kind == UnitKind.ADULT), None)
    main = main or _unit("adults", standard.identity.centre_name, UnitKind.ADULT)
    youth = next((unit for unit in units.values() if unit.kind == UnitKind.YOUTH), main)
    health = _unit("health", "Sundhedsteam", UnitKind.HEALTH)
    _person("secretary", "Bodil", "Brevik", Role.SECRETARY, main)
    _person("quality", "Kirstine", "Kvist", Role.QUALITY, None)
    _person("admin", "Finn", "Drift", Role.ADMINISTRATOR, None)
    return Team(
        main=main,
        youth=youth,
        caseworker=_person("caseworker", "Mette", "Åkjær", Role.CASEWORKER, main, counsels=True),
        colleague=_person("colleague", "Lars", "Brønd", Role.CASEWORKER, main, counsels=True),
        youth_worker=_person(
            "youth_worker", "Johanne", "Lærke", Role.CASEWORKER, youth, counsels=True
        ),
        doctor=_person("doctor", "Søren", "Lægaard", Role.DOCTOR, health),
        leader=_person("leader", "Charlotte", "Ødegaard", Role.LEADER, None),
    )


def _kind(takes: tuple[AgeGroup, ...]) -> UnitKind:
    return UnitKind.ADULT if "30_plus" in takes else UnitKind.YOUTH


def _unit(key: str, name: str, kind: UnitKind) -> Unit:
    return Unit.objects.get_or_create(key=key, defaults={"name": name, "kind": kind})[0]


def _person(
    username: str, first: str, last: str, role: Role, unit: Unit | None, *, counsels: bool = False
) -> User:
    return User.objects.get_or_create(
        username=username,
        defaults={
            "password": _password(),
            "first_name": first,
            "last_name": last,
            "email": f"{username}@example.com",
            "role": role,
            "unit": unit,
            "takes_open_counselling": counsels,
        },
    )[0]


@cache
def _password() -> str:
    """The one password of them all: to hash it is slow on purpose, and once is enough."""
    return make_password(DEMO_PASSWORD)
