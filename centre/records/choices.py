"""The words for why somebody without a relation opens a citizen's file; the logs; a name in the trail."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

# Name or contact of a citizen written anew: its details name the fields.
PUT_RIGHT = "citizen.put_right"
CUSTODY = "citizen.custody"
# A colleague's file: for a few, and open to all of the unit again; who is of the few, and is no more.
TIED, UNTIED = "citizen.tied", "citizen.untied"
NAMED, UNNAMED = "citizen.insider", "citizen.insider_ended"
# A month of the readings was disposed of: its details name the digest of the statement.
MONTH_DROPPED = "records.month_dropped"


class LookUpReason(models.TextChoices):
    """The reasons a look-up may have; the text beside says what it was this time."""

    CONTACT = "contact", _("The citizen turned to me")
    STAND_IN = "stand_in", _("I stand in for a colleague")
    HAND_OVER = "hand_over", _("The citizen is being handed over to my unit")
    DANGER = "danger", _("Life or health is in danger")
    LEGAL = "legal", _("A complaint, a request for access, or an inspection")
    MENDING = "mending", _("Something was registered wrongly")
    OTHER = "other", _("Another reason, written below")


class Answer(models.TextChoices):
    """What the second person said of a look-up that waited for them. Empty while nobody has."""

    GRANTED = "granted", _("Agreed to")
    REFUSED = "refused", _("Refused")


class TieKind(models.TextChoices):
    """Why a file is for a few: whose it is in relation to those who work here (FVL § 3; ux E.2)."""

    COLLEAGUE = "colleague", _("Works here, or has done")
    CLOSE = "close", _("Is close to somebody who works here")


class Log(models.TextChoices):
    """What is sealed line by line."""

    TRAIL = "trail", _("What was done")
    READING = "reading", _("What was read")


class Damage(StrEnum):
    """What may have happened to a line of a log, or to a seal: in the operator's words, for the log."""

    CHANGED = "was changed"
    REMOVED = "was removed"
    FOREIGN = "was not written by the house, or was changed before it was sealed"
    CUT = "was cut off the end of the chain"
    OTHER = "is not the seal that was told outside"
    KEYLESS = "cannot be proved: its key is no longer held"
    UNPROVED = "says that a month was disposed of, and no sealed line of the trail tells it"
    LATE = "has waited too long for its seal"
