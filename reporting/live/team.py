"""Those who work there: the demo's team, and as many counsellors as the people need."""

from dataclasses import dataclass

from centre.staff.choices import Role
from centre.staff.models import Unit, User
from centre.standard.schema import Standard
from reporting.demo.staff import Team, engage

# As many people in a year as one counsellor of a unit can see through their treatment.
PEOPLE_EACH = 60
MOST = 12


@dataclass(frozen=True)
class Staff:
    """Who does what, by unit."""

    team: Team
    units: dict[str, Unit]
    counsellors: dict[int, list[User]]

    @property
    def leader(self) -> User:
        return self.team.leader


def gather(standard: Standard, *, citizens: int, days: int) -> Staff:
    """Engage the team, and further counsellors in each unit; twice changes nothing."""
    team = engage(standard)
    units = {one.key: Unit.objects.get(key=one.key) for one in standard.units}
    a_year = citizens * 365 / max(days, 1)
    wanted = min(MOST, max(2, round(a_year / PEOPLE_EACH / len(units))))
    counsellors = {}
    for unit in units.values():
        known = team.counsellors_of(unit)
        more = [_counsellor(unit, number) for number in range(len(known) + 1, wanted + 1)]
        counsellors[unit.pk] = [*known, *more]
    return Staff(team=team, units=units, counsellors=counsellors)


def _counsellor(unit: Unit, number: int) -> User:
    """One who holds talks, but no open counselling: that stays with the team of the demo."""
    name = f"{unit.key}_{number}"
    return User.objects.get_or_create(
        username=name,
        defaults={
            "first_name": "Behandler",
            "last_name": f"{unit.name} {number}",
            "email": f"{name}@example.com",
            "role": Role.CASEWORKER,
            "unit": unit,
        },
    )[0]
