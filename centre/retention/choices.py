"""The words for what is kept, how long, why longer, and what came of its disposal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The two record regimes (domain 6), and the log of readings. Each has a period of its own."""

    HEALTH = "health", _("Health records")
    SOCIAL = "social", _("Social cases")
    LOG = "log", _("Log of readings")


REGIMES = (Kind.HEALTH, Kind.SOCIAL)


class Status(models.TextChoices):
    DRAFTED = "drafted", _("Waits for approval")
    APPROVED = "approved", _("Approved, is being carried out")
    CLOSED = "closed", _("Carried out")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Outcome(models.TextChoices):
    DONE = "done", _("Deleted")
    LEFT_OUT = "left_out", _("Left out")


class Hindrance(models.TextChoices):
    """Why something is not disposed of, whatever its age."""

    OPEN_CASE = "open_case", _("A case is open")
    RUNNING_CLOCK = "running_clock", _("A deadline runs")
    OPEN_COMPLAINT = "open_complaint", _("A complaint is open")
    OPEN_REQUEST = "open_request", _("A request about their own data is open")
    UNDELIVERED = "undelivered", _("Not yet delivered to the register")
    HOLD = "hold", _("Deletion is on hold")
    NEWER_ENTRY = "newer_entry", _("Something new was written")
    GONE = "gone", _("Nothing was left")
    POINTED_AT = "pointed_at", _("Something else still needs it")
    NOT_AS_SEALED = "not_as_sealed", _("The log is not as it was sealed")
    WITHDRAWN = "withdrawn", _("The protocol was withdrawn")


class HoldReason(models.TextChoices):
    """What makes a council keep longer than the period."""

    COMPLAINT = "complaint", _("A complaint or a supervision case")
    ACCESS = "access", _("A request for access")
    COURT = "court", _("A court case")
    INSURANCE = "insurance", _("A patient compensation case")
    CHILD = "child", _("Concern for a child")
    ARCHIVE = "archive", _("To be handed to the archive first")
    OTHER = "other", _("Another reason, written below")
