"""The part of the notes in what is kept how long: a note and what corrects it are one matter.

A note of the health record is kept as long as a patient record, whoever else knows the citizen.
"""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from centre.journal.choices import Regime
from centre.journal.models import Attachment, AttachmentPart, Note, PassingOn
from centre.retention.choices import Kind
from centre.retention.queries.parts import Entry, Part, Rows, Whose, told

OF_NOTE = ("note__thread", "note__citizen")
KINDS = {Regime.HEALTH: Kind.HEALTH, Regime.SOCIAL: Kind.SOCIAL}


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    for regime, kind in KINDS.items():
        notes = Note.objects.filter(regime=regime)
        yield from told(notes, "thread", "citizen", "written_at", whose=whose, regime=kind)
        files = Attachment.objects.filter(note__regime=regime)
        yield from told(files, *OF_NOTE, "added_at", whose=whose, regime=kind)
    passed = PassingOn.objects.all()
    yield from told(passed, *OF_NOTE, "at", whose=whose, regime=Kind.HEALTH)


def _of_matters(matters: Collection[UUID]) -> Rows:
    return (
        Note.objects.filter(thread__in=matters),
        Attachment.objects.filter(note__thread__in=matters),
        AttachmentPart.objects.filter(attachment__note__thread__in=matters),
        PassingOn.objects.filter(note__thread__in=matters),
    )


PART = Part(
    removes=frozenset({Note, Attachment, AttachmentPart, PassingOn}),
    entries=_entries,
    of_matters=_of_matters,
)
