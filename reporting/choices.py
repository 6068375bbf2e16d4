"""The words for what leaves the house, and for what is odd in the log of readings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterName(models.TextChoices):
    """The registers, by their own names."""

    NAB = "nab", "NAB"
    SMDB = "smdb", "SMDB"
    TDI = "tdi", "TDI"


class Odd(models.TextChoices):
    """Why a reading is looked at by a leader, the oddest first (ux L20, A9, T1, T2)."""

    OWN_NAME = "own_name", _("The citizen has the reader’s own name")
    COLLEAGUE = "colleague", _("The citizen is a colleague or close to one")
    SURNAME = "surname", _("Same surname, and nothing done for the citizen")
    MANY = "many", _("Very many files within an hour")
    CLOSED = "closed", _("Opened long after the case was closed")
    OUTSIDE = "outside", _("Opened outside of working hours")
    IDLE = "idle", _("Many files opened, and nothing done for those citizens")
    SAMPLE = "sample", _("Drawn by lot")


class OddVerdict(models.TextChoices):
    """What the leader found of it."""

    EXPLAINED = "explained", _("It is explained by the work")
    TALKED = "talked", _("I have talked with the reader about it")
    PASSED_ON = "passed_on", _("Passed on to the data protection officer")


class Look(models.TextChoices):
    """How the log was gone through: a day for what is odd, a month for a sample."""

    DAY = "day", _("A day")
    MONTH = "month", _("A month")


class LogShow(models.TextChoices):
    """Which of the findings a page lists."""

    ODD = "odd", _("What is odd")
    SAMPLE = "sample", _("Drawn by lot")
    ANSWERED = "answered", _("Looked at")
