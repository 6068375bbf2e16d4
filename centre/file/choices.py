"""The words for what stands in a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a line of the timeline is about: the reader may ask for one kind alone."""

    INQUIRY = "inquiry", _("Inquiries")
    CONTACT = "contact", _("Contact")
    TALK = "talk", _("Talks")
    NOTE = "note", _("Notes")
    DECISION = "decision", _("Assessment and decision")
    TREATMENT = "treatment", _("Treatment")
    DEADLINE = "deadline", _("Deadlines")
    COMPLAINT = "complaint", _("Complaints")
    CHANGE = "change", _("Other changes")

    @property
    def icon(self) -> str:
        """The shape that stands beside the line."""
        return ICONS[self]


ICONS = {
    Kind.INQUIRY: "plus",
    Kind.CONTACT: "phone",
    Kind.TALK: "person",
    Kind.NOTE: "pen",
    Kind.DECISION: "paper",
    Kind.TREATMENT: "plan",
    Kind.DEADLINE: "clock",
    Kind.COMPLAINT: "voice",
    Kind.CHANGE: "info",
}
