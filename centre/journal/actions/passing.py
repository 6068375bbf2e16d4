"""Passing a health note on to the social side."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.citizens.actions import locked
from centre.journal.actions.notes import record_of
from centre.journal.choices import Regime
from centre.journal.models import Note, PassingOn
from centre.once import said
from centre.records.actions import note as audit
from centre.refusal import Refused
from centre.rows import insert
from centre.staff.models import User


@dataclass(frozen=True)
class Ground:
    """On which ground it is passed on, and how much goes along."""

    basis: str
    consent_on: date | None = None
    reason: str = ""
    with_files: bool = False


def pass_on(*, note_id: UUID, ground: Ground, by: User, at: datetime) -> PassingOn:
    """Let the social side read one note of the health record, as it is worded. Twice is once.

    Raises Refused for who does not write in that record, for a wording that was set right since, and for
    a note that was passed on with another ground.
    """
    found = Note.objects.get(pk=note_id)
    if found.regime != Regime.HEALTH or record_of(by) != Regime.HEALTH:
        raise Refused(_("Only who writes in the health record passes its notes on."))
    try:
        with transaction.atomic():
            return _passed_on(found, ground, by=by, at=at)
    except IntegrityError as error:
        raise said(error) from error


def _passed_on(found: Note, ground: Ground, *, by: User, at: datetime) -> PassingOn:
    locked(found.citizen_id)
    before = PassingOn.objects.filter(note=found).first()
    if before is not None:
        if Ground(before.basis, before.consent_on, before.reason, before.with_files) == ground:
            return before
        raise Refused(_("This note has already been passed on."))
    if Note.objects.filter(corrects=found).exists():
        raise Refused(_("This note was set right since. Pass on the latest wording."))
    made = PassingOn(note=found, at=at, by=by, **asdict(ground))
    insert(made)
    audit(
        action="journal.pass_on",
        row=made,
        by=by,
        at=at,
        citizen_id=found.citizen_id,
        basis=ground.basis,
        with_files=ground.with_files,
    )
    return made
