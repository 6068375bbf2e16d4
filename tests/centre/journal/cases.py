"""Notes at a state, walked there through the real actions."""

import io
import struct
import uuid
import zlib
from datetime import date, datetime, time
from typing import Any

from PIL import Image

from centre.calendar import danish_moment
from centre.journal.actions.files import attach
from centre.journal.actions.notes import Wording, correct_note, write_note
from centre.journal.actions.passing import Ground, pass_on
from centre.journal.models import Attachment, Note, PassingOn
from centre.journal.rules.files import CleanFile, cleaned
from centre.staff.choices import Role
from centre.staff.models import User
from intake.models import Inquiry
from tests import factories
from tests.factories import House

TODAY = date(2026, 12, 10)
AT = danish_moment(TODAY, time(11))
NOW = danish_moment(TODAY, time(14))
ASKED_AT = danish_moment(date(2026, 12, 8), time(9))
TEXT = "Ringede og fortalte om søvn og samtaler."
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


def asked(house: House, **changes: Any) -> Inquiry:
    """Somebody who asks for drug treatment: the health team's too."""
    return factories.inquiry(house, **{"received_at": ASKED_AT, "topic": "drugs", **changes})


def nurse(house: House) -> User:
    made: User = factories.UserFactory(
        username="nurse", role=Role.NURSE, unit=house.doctor.unit, first_name="Dorthe"
    )
    return made


def wording(**changes: Any) -> Wording:
    return Wording(**{"kind": "contact", "about_on": TODAY, "text": TEXT, **changes})


def written(inquiry: Inquiry, by: User, *, at: datetime = AT, **changes: Any) -> Note:
    """A note in the record of its author's profession."""
    assert inquiry.citizen_id is not None
    return write_note(
        citizen_id=inquiry.citizen_id,
        wording=wording(**changes),
        form_key=uuid.uuid4(),
        by=by,
        at=at,
    )


def corrected(note: Note, by: User, *, at: datetime = NOW, **changes: Any) -> Note:
    return correct_note(
        note_id=note.pk, wording=wording(**changes), form_key=uuid.uuid4(), by=by, at=at
    )


def attached(note: Note, by: User, content: bytes = PDF, name: str = "svar.pdf") -> Attachment:
    file = cleaned(content)
    return attach(note_id=note.pk, file=file, name=name, form_key=uuid.uuid4(), by=by, at=AT)


def raw(note: Note, by: User, content: bytes) -> Attachment:
    """A file of any bytes, past what looks into it."""
    file = CleanFile(cleaned(PDF).kind, content)
    return attach(note_id=note.pk, file=file, name="x", form_key=uuid.uuid4(), by=by, at=AT)


def passed(note: Note, by: User, **changes: Any) -> PassingOn:
    ground = Ground(**{"basis": "consent", "consent_on": TODAY, **changes})
    return pass_on(note_id=note.pk, ground=ground, by=by, at=NOW)


def picture(kind: str = "JPEG", size: tuple[int, int] = (8, 6), **saved: Any) -> bytes:
    """A small picture in two colours."""
    made = Image.new("RGB", size, "white")
    made.putpixel((0, 0), (255, 0, 0))
    kept = io.BytesIO()
    made.save(kept, kind, **saved)
    return kept.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG whose head tells a huge picture."""

    def chunk(name: bytes, held: bytes) -> bytes:
        mark = struct.pack(">I", zlib.crc32(name + held))
        return struct.pack(">I", len(held)) + name + held + mark

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
