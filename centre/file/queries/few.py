"""For whom a colleague's file is: who is named, and who could be."""

from dataclasses import dataclass
from datetime import date

from centre.citizens.models import Citizen
from centre.citizens.rules import fold
from centre.records.models import Insider, Tie
from centre.staff.models import User
from centre.staff.queries import colleagues, everybody


@dataclass(frozen=True)
class Few:
    """The marks in force and those who are named; besides them who answers for it, and who leads."""

    ties: list[Tie]
    insiders: list[Insider]

    @property
    def barred(self) -> set[int | None]:
        """Whose own matter it is."""
        return {one.user_id for one in self.ties}


def few_of(citizen: Citizen) -> Few:
    ties = Tie.objects.in_force().filter(citizen=citizen).select_related("user", "made_by")
    named = Insider.objects.in_force().filter(citizen=citizen).select_related("user", "named_by")
    return Few(list(ties.order_by("made_at", "id")), list(named.order_by("named_at", "id")))


def people(today: date) -> list[User]:
    """Whoever works here may be meant by a mark."""
    return list(everybody(today))


def namesake(citizen: Citizen, among: list[User]) -> User | None:
    """Who of the staff has the citizen's whole name: a person decides whether it is the same one."""
    name = fold(citizen.name)
    return next((one for one in among if name and fold(one.get_full_name()) == name), None)


def to_name(user: User, few: Few, today: date) -> list[User]:
    """Whom a leader can name: people of the unit who are neither named nor concerned."""
    out = few.barred | {one.user_id for one in few.insiders}
    return [one for one in colleagues(user.unit_id, today) if one.pk not in out]
