"""What would be sent if a complaint were answered so: the very sheets, before anything is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from centre.post import queries as post
from centre.post.letters.text import LetterText, Recipient, Text
from centre.staff.models import User
from complaints.choices import Reassessed
from complaints.models import Complaint
from complaints.queries import dossier
from complaints.rules.deadline import reply
from complaints.rules.result import Result
from complaints.words import letters
from intake.models import Decision
from intake.queries.letter import sheet_of


@dataclass(frozen=True)
class Sheet:
    """One letter as it would be sent, and the hash that goes back with the form as `seen`."""

    name: str
    heading: str
    text: Text
    seen: str
    # Who gets a copy, and where it goes.
    copies: tuple[Recipient, ...] = ()


def to_citizen(complaint: Complaint, text: Text) -> Sheet:
    """The citizen's letter. Raises NotSent where it cannot be printed."""
    return _sheet(complaint, "letter", _("The citizen's letter"), text)


def preview(
    complaint: Complaint, result: Result, *, new: Decision | None, by: User, today: date
) -> list[Sheet]:
    """The sheets of an answer, with that of the new decision. Raises NotSent where one cannot be."""
    if result.outcome == Reassessed.MAINTAINED:
        replied_on = today if complaint.reassessed == Reassessed.PARTLY else None
        told = letters.Forwarding(complaint, result.reasons, by, today, replied_on)
        return list(_kept(complaint, told))
    answer_by = None
    if result.outcome == Reassessed.PARTLY:
        answer_by, _act_by = reply(letters.heard_on(result.channel, today)).due_and_act_by
    text = letters.upheld(
        complaint,
        by=by,
        on=today,
        reasons=result.reasons,
        outcome=result.outcome,
        answer_by=answer_by,
    )
    sheets = [to_citizen(complaint, text)]
    if new is not None:
        made = sheet_of(new, today, letters.copies_of(complaint))
        sheets.append(_as("decision", _("The new decision"), made))
    return sheets


def _kept(complaint: Complaint, told: letters.Forwarding) -> Iterator[Sheet]:
    yield to_citizen(complaint, letters.sent_on(told))
    cover, file = letters.to_the_board(told), dossier.file_of(told)
    yield _sheet(complaint, "cover", _("The letter to Ankestyrelsen"), cover)
    yield _sheet(complaint, "file", _("The papers of the case, as one file"), file)


def _sheet(complaint: Complaint, name: str, heading: str, text: Text) -> Sheet:
    return _as(
        name, heading, post.sheet(text, citizen=complaint.citizen, language=letters.LANGUAGE)
    )


def _as(name: str, heading: str, made: post.Sheet) -> Sheet:
    text = made.text
    copies = text.copies if isinstance(text, LetterText) else ()
    return Sheet(name, heading, text, made.seen, copies)
