"""Who reads and writes which of the two records. Pure.

A role reaches a record through a door of `centre.staff.rules`, so docs/access.md shows it; which
citizens it may do so for is the scope's question. A look-up with a reason widens the scope, never this.
"""

from typing import Final

from centre.journal.choices import NoteKind, Regime
from centre.staff.rules import Door, may

# What a health professional writes is not for the social side without a basis (domain 6). The other
# way it is: who treats a citizen needs the social side's notes. A secretary reads neither (ux T11).
READ_THROUGH: Final = {Regime.HEALTH: Door.HEALTH_RECORD, Regime.SOCIAL: Door.ASSESS}

KINDS: Final = {
    Regime.HEALTH: (
        NoteKind.CONTACT,
        NoteKind.EXAMINATION,
        NoteKind.ASSESSMENT,
        NoteKind.MEDICINE,
        NoteKind.INFORMATION,
        NoteKind.CONFERRAL,
        NoteKind.MEETING,
        NoteKind.OTHER,
    ),
    Regime.SOCIAL: (
        NoteKind.CONTACT,
        NoteKind.FACTS,
        NoteKind.MEETING,
        NoteKind.AGREEMENT,
        NoteKind.ASSESSMENT,
        NoteKind.OTHER,
    ),
}


def reads(role: str, regime: Regime) -> bool:
    """Whether a role reads a record."""
    return may(role, READ_THROUGH[regime])


def written_by(role: str) -> Regime | None:
    """The one record that a role writes in; None for who writes in none.

    The profession decides, not the author (autorisationsloven ch. 6): so nobody can choose wrongly.
    """
    if reads(role, Regime.HEALTH):
        return Regime.HEALTH
    return Regime.SOCIAL if reads(role, Regime.SOCIAL) else None
