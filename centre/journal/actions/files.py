"""Attaching a file to a note."""

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from centre.citizens.actions import locked
from centre.journal.actions.notes import record_of
from centre.journal.models import Attachment, AttachmentPart, Note
from centre.journal.rules.files import CleanFile
from centre.once import once
from centre.records.actions import note as audit
from centre.refusal import Refused
from centre.rows import insert
from centre.staff.models import User

# A hundred of them are sealed anew at a time when a key is changed.
PART = 256 * 1024
MOST = 20


def attach(
    *, note_id: UUID, file: CleanFile, name: str, form_key: UUID, by: User, at: datetime
) -> Attachment:
    """Keep a file with a note, sealed, in the transaction and in the backup of the rest.

    The same form twice is one file. Raises Refused for who does not write in the note's record, and
    where the note has all the files that it may have.
    """
    digest = sha256(file.content).digest()

    def act() -> Attachment:
        found = Note.objects.get(pk=note_id)
        _check_room(found, by)
        made = Attachment(
            note=found,
            kind=file.kind,
            name=name,
            size=len(file.content),
            digest=digest,
            added_at=at,
            added_by=by,
            form_key=form_key,
        )
        _keep(made, file.content)
        told: dict[str, Any] = {"kind": made.kind, "size": made.size}
        audit(action="journal.attach", row=made, by=by, at=at, citizen_id=found.citizen_id, **told)
        return made

    return once(
        Attachment.objects.all(),
        form_key,
        act,
        same=lambda one: (one.note_id, bytes(one.digest)) == (note_id, digest),
    )


def _check_room(found: Note, by: User) -> None:
    if found.regime != record_of(by):
        raise Refused(_("This note belongs to the other record."))
    locked(found.citizen_id)
    if Attachment.objects.filter(note=found).count() >= MOST:
        told = _("This note has %(most)d files. Write another note for more.")
        raise Refused(told % {"most": MOST})


def _keep(made: Attachment, content: bytes) -> None:
    """Part by part: all of them in one statement would be ten megabytes of it."""
    insert(made)
    for number, begin in enumerate(range(0, len(content), PART)):
        insert(
            AttachmentPart(attachment=made, number=number, content=content[begin : begin + PART])
        )
