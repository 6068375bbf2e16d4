"""What happened to a request: a line each, never changed."""

import uuid

from django.db import models
from django.db.models import Q

from centre.post.models import Letter
from centre.rights.choices import Event
from centre.rights.models.request import RightsRequest
from centre.staff.models import User
from centre.vault import EncryptedTextField


class RequestEvent(models.Model):
    """One line. `words` is what was said or why, `letter` what was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=9, choices=Event)
    words = EncryptedTextField(context="request_event.words", blank=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["request", "number"], name="rights_event_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(type__in=Event.values), name="rights_event_type_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.at}"
