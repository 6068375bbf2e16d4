"""The outbox: a message is a row, born with its cause, sent later by a worker."""

import uuid

from django.db import models
from django.db.models import Q

from centre.post.choices import State, Text
from centre.staff.models import User
from centre.vault import EncryptedTextField


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(state=State.WAITING)

    def in_trouble(self) -> "MessageQuerySet":
        """Those a person must look at."""
        return self.filter(state__in=(State.UNCERTAIN, State.PARKED))


class Message(models.Model):
    """One message to one member of the staff or to one sealed address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.CharField(max_length=12, choices=Text)
    language = models.CharField(max_length=2, default="da")
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    to_address = EncryptedTextField(context="message.to_address", blank=True)
    # Dates and counts the text is filled with; never a name, a number or a purpose.
    facts = models.JSONField(default=dict)
    once_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
            models.CheckConstraint(condition=Q(text__in=Text.values), name="message_text_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="message_sent_has_moment",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="message_to_send",
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} {self.state}"
