"""What happened to a complaint: a line each, never changed."""

import uuid

from django.db import models
from django.db.models import Q

from centre.post.models import Letter
from centre.staff.models import User
from centre.vault import EncryptedTextField
from complaints.choices import Event
from complaints.models.complaint import Complaint

# What is said at these is why it was decided so.
WITH_GROUNDS = frozenset({Event.REASSESS, Event.FORWARD, Event.OUTCOME, Event.DECIDED_ANEW})


class ComplaintEvent(models.Model):
    """One line. `on` is the day it happened, `words` what was said or why, `letter` what was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=12, choices=Event)
    on = models.DateField()
    words = EncryptedTextField(context="complaint_event.words", blank=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    # The file that went with it, and the letter to the authority.
    file = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    cover = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            # Two who act at once: the second one's line has no number left.
            models.UniqueConstraint(
                fields=["complaint", "number"], name="complaint_event_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(type__in=Event.values), name="complaint_event_type_known"
            ),
            models.CheckConstraint(
                condition=~Q(type="forward") | Q(file__isnull=False, cover__isnull=False),
                name="complaint_event_sent_on_with_its_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.on}"

    @property
    def with_grounds(self) -> bool:
        """Whether its words are read by those alone who may assess, as those of its letter are."""
        return self.type in WITH_GROUNDS
