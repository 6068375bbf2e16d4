"""Who may do what, role by role."""

import pytest

from centre.staff.choices import Role
from centre.staff.rules import DOORS, Door, may

TABLE = {
    Role.CASEWORKER: "work_cases assess book overbook",
    Role.DOCTOR: "work_cases assess health_record",
    Role.NURSE: "work_cases assess book health_record",
    Role.LEADER: (
        "work_cases assess approve book see_risk assign_others settings overbook see_look_ups see_log"
        " dispose approve_disposal"
    ),
    Role.SECRETARY: "work_cases book",
    Role.QUALITY: "see_risk see_log",
    Role.ADMINISTRATOR: "settings see_log approve_disposal",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_its_own_doors_and_no_others(role: Role) -> None:
    assert {door.value for door in Door if may(role, door)} == set(TABLE[role].split())


def test_every_role_is_in_the_table() -> None:
    assert set(DOORS) == set(Role)


def test_an_unknown_role_opens_nothing() -> None:
    assert not any(may(role, door) for role in ("", "superuser", "LEADER") for door in Door)
