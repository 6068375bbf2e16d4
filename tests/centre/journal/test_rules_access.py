"""Two records, two circles of readers: nobody reads by rank, and nobody chooses the record."""

import pytest

from centre.journal.choices import NoteKind, Regime
from centre.journal.rules.access import KINDS, reads, written_by
from centre.staff.choices import Role

HEALTH, SOCIAL = Regime.HEALTH, Regime.SOCIAL
# Of each role: what it reads, and what it writes in.
TABLE: dict[str, tuple[set[Regime], Regime | None]] = {
    Role.CASEWORKER: ({SOCIAL}, SOCIAL),
    Role.DOCTOR: ({HEALTH, SOCIAL}, HEALTH),
    Role.NURSE: ({HEALTH, SOCIAL}, HEALTH),
    Role.LEADER: ({SOCIAL}, SOCIAL),
    Role.SECRETARY: (set(), None),
    Role.QUALITY: (set(), None),
    Role.ADMINISTRATOR: (set(), None),
    "nobody": (set(), None),
}


def test_the_table_names_every_role() -> None:
    assert {*map(str, Role), "nobody"} == {*map(str, TABLE)}


@pytest.mark.parametrize("role", TABLE)
def test_a_role_reads_and_writes_what_the_table_says(role: str) -> None:
    read, written = TABLE[role]
    assert {one for one in Regime if reads(role, one)} == read
    assert written_by(role) == written


def test_whoever_writes_in_a_record_reads_it() -> None:
    for role in TABLE:
        own = written_by(role)
        assert own is None or reads(role, own)


def test_each_kind_of_note_stands_in_a_record() -> None:
    assert {one for kinds in KINDS.values() for one in kinds} == set(NoteKind)
    assert NoteKind.CONFERRAL not in KINDS[SOCIAL]
    assert NoteKind.MEDICINE not in KINDS[SOCIAL]
