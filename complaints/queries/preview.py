"""What would be sent if a complaint were answered so: the very sheets, before anything is done."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from centre.post import queries as post
from centre.post.letters.text import Text
from centre.staff.models import User
from complaints.choices import Reassessed
from complaints.models import Complaint
from complaints.queries import dossier
from complaints.rules.deadline import last_day_of, reply
from complaints.rules.result import Result
from complaints.words import letters
from intake.rules.decision import DecisionDraft


@dataclass(frozen=True)
class Sheet:
    """One letter as it would be sent, and the hash that goes back with the form."""

    name: str
    heading: str
    text: Text
    sha256: str


@dataclass(frozen=True)
class Preview:
    """All of them, and the new decision where there is one."""

    sheets: list[Sheet]
    new_decision: DecisionDraft | None = None


def preview(complaint: Complaint, result: Result, *, by: User, today: date) -> Preview:
    """The sheets of an answer. Raises NotSent where one cannot be printed."""
    if result.outcome == Reassessed.MAINTAINED:
        told = letters.Forwarding(complaint, result.reasons, by, today)
        texts: list[tuple[str, str, Text]] = [
            ("letter", _("The citizen's letter"), letters.sent_on(told)),
            ("cover", _("The letter to Ankestyrelsen"), letters.to_the_board(told)),
            ("file", _("The papers of the case, as one file"), dossier.file_of(told)),
        ]
        return Preview([_sheet(complaint, *one) for one in texts])
    answer_by = None
    if result.outcome == Reassessed.PARTLY:
        answer_by = last_day_of(reply(letters.heard_on(result.channel, today)))
    text = letters.upheld(
        complaint,
        by=by,
        on=today,
        reasons=result.reasons,
        outcome=result.outcome,
        answer_by=answer_by,
    )
    return Preview([_sheet(complaint, "letter", _("The citizen's letter"), text)], result.draft)


def _sheet(complaint: Complaint, name: str, heading: str, text: Text) -> Sheet:
    made = post.sheet(text, citizen=complaint.citizen, language=letters.LANGUAGE)
    return Sheet(name, heading, made.text, made.sha256)
