"""Writing a note, and setting one right by another."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from centre.citizens.actions import locked
from centre.journal.choices import Regime
from centre.journal.models import Note
from centre.journal.rules.access import written_by
from centre.once import once
from centre.records.actions import note as audit
from centre.refusal import Overtaken, Refused
from centre.rows import insert
from centre.staff.models import User


@dataclass(frozen=True)
class Wording:
    """All that an author says in a note."""

    kind: str
    about_on: date
    text: str
    heading: str = ""
    conferred: str = ""


def write_note(
    *, citizen_id: UUID, wording: Wording, form_key: UUID, by: User, at: datetime
) -> Note:
    """Write a note in the record of the author's profession. The same form twice is one note.

    Raises Refused for who writes in none, and where all of the citizen is deleted.
    """

    def act() -> Note:
        regime = record_of(by)
        locked(citizen_id)
        number = uuid4()
        made = Note(
            id=number,
            citizen_id=citizen_id,
            regime=regime,
            unit_id=by.unit_id,
            thread=number,
            form_key=form_key,
            **asdict(wording),
        )
        return _kept("journal.write", made, by, at)

    return once(
        Note.objects.all(),
        form_key,
        act,
        same=lambda one: (
            (one.citizen_id, one.corrects_id, said_in(one)) == (citizen_id, None, wording)
        ),
    )


def correct_note(
    *, note_id: UUID, wording: Wording, form_key: UUID, by: User, at: datetime
) -> Note:
    """Set a note right by a new one; the old one stays readable.

    Raises Refused for who does not write in its record, and Overtaken when somebody has set it right
    meanwhile.
    """

    def act() -> Note:
        regime = record_of(by)
        old = Note.objects.get(pk=note_id)
        locked(old.citizen_id)
        if old.regime != regime:
            raise Refused(_("This note belongs to the other record."))
        newer = Note.objects.filter(corrects=old).first()
        if newer is not None:
            raise Overtaken(_("Somebody else has set this note right meanwhile."), newer)
        made = Note(
            citizen_id=old.citizen_id,
            regime=regime,
            unit_id=old.unit_id,
            thread=old.thread,
            corrects=old,
            form_key=form_key,
            **asdict(wording),
        )
        return _kept("journal.correct", made, by, at)

    return once(
        Note.objects.all(),
        form_key,
        act,
        same=lambda one: (one.corrects_id, said_in(one)) == (note_id, wording),
    )


def _kept(action: str, made: Note, by: User, at: datetime) -> Note:
    """Write it with its author as they are called now, and the line that tells of it."""
    made.written_at, made.written_by, made.author_title = at, by, title_of(by)
    insert(made)
    _audit(action, made, by, at)
    return made


def said_in(one: Note) -> Wording:
    """What a note says, as it was worded."""
    return Wording(one.kind, one.about_on, one.text, one.heading, one.conferred)


def title_of(user: User) -> str:
    """What an author is: the title, or the words for the role where none is given."""
    return user.title or str(user.get_role_display())


def record_of(by: User) -> Regime:
    """The record that an author writes in. Raises Refused."""
    regime = written_by(by.role)
    if regime is None:
        raise Refused(_("Your role writes no notes."))
    return regime


def _audit(action: str, made: Note, by: User, at: datetime) -> None:
    audit(
        action=action,
        row=made,
        by=by,
        at=at,
        citizen_id=made.citizen_id,
        record=made.regime,
        kind=made.kind,
    )
