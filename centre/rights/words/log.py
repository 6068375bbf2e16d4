"""Why a citizen's data was opened, and what of it, in words that the citizen knows (ux position 11, C-36).

The log keeps short words of the code's; each is told by what it begins with. What is not known here is
told as work on the case: a page that is new is never left out.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORK: Final = _("To work on your case")
_TREAT: Final = _("Because of your treatment")
_DECIDE: Final = _("To decide which help you get")
_COMPLAINT: Final = _("To answer a complaint")
_RIGHTS: Final = _("To answer what you asked about your own data")
_TIME: Final = _("To agree on a time")
_READ: Final = _("To read what stands in your case")
_LETTER: Final = _("To read a letter in your case")
_REVIEW: Final = _("A leader looked at why your case had been opened")
_CONTACT: Final = _("To write down who you are, or to reach you")

# By the first word.
PURPOSES: Final[Mapping[str, Promise]] = {
    "assessment": _DECIDE,
    "attach": _TREAT,
    "attachment": _READ,
    "attendance": _TIME,
    "book": _TIME,
    "change": _DECIDE,
    "complaint": _COMPLAINT,
    "contact": _CONTACT,
    "correct": _TREAT,
    "course": _TREAT,
    "custody": _CONTACT,
    "decision": _DECIDE,
    "discharge": _TREAT,
    "file": _READ,
    "finish": _DECIDE,
    "follow-up": _TREAT,
    "inquiry": _READ,
    "letter": _LETTER,
    "look-up": _REVIEW,
    "note": _TREAT,
    "pass": _TREAT,
    "plan": _TREAT,
    "prepare": _DECIDE,
    "print": _READ,
    "protected": _CONTACT,
    "reassess": _COMPLAINT,
    "register": _COMPLAINT,
    "rights": _RIGHTS,
    "search": _("To find something that was written about you"),
    "set": _TREAT,
    "talk": _TREAT,
    "talks": _TREAT,
    "unplanned": _TREAT,
    "who": _CONTACT,
    "write": _TREAT,
}
PARTS: Final[Mapping[str, Promise]] = {
    "citizens.Citizen": _("the whole file"),
    "intake.Inquiry": _("your inquiry"),
    "intake.Booking": _("your appointment"),
    "intake.Visitation": _("your assessment"),
    "intake.Decision": _("your decision"),
    "treatment.Course": _("your treatment"),
    "treatment.Session": _("a talk"),
    "followup.FollowUp": _("the call after your treatment"),
    "journal.Note": _("a note"),
    "journal.Attachment": _("a file that belongs to a note"),
    "complaints.Complaint": _("your complaint"),
    "post.Letter": _("a letter"),
    "records.LookUp": _("that your case had been opened"),
    "rights.RightsRequest": _("what you asked about your own data"),
}


def purpose_words(purpose: str) -> str:
    """Why it was opened."""
    first = purpose.split(" ", 1)[0].rstrip(":")
    return str(PURPOSES.get(first, WORK))


def part_words(row: str) -> str:
    """What was opened; empty where the log's word says nothing to a citizen."""
    return str(PARTS.get(row, ""))
