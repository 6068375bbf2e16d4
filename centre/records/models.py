"""The trail of what was done and the log of what was read. Both are only ever added to.

The web role may insert and select; a trigger refuses change and removal for everybody else.
Numbers are random: a counter would tell when an anonymous person was here.
"""

import uuid

from django.db import models

from centre.citizens.models import Citizen
from centre.staff.models import User


class AuditEntry(models.Model):
    """One line an action: who did what to which row. Field names and numbers, never values."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    row = models.CharField(max_length=60)
    row_id = models.CharField(max_length=40)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["row", "row_id", "at"], name="audit_by_row"),)

    def __str__(self) -> str:
        return f"{self.action} {self.row} {self.row_id}"


class ReadEntry(models.Model):
    """One line a reading: who saw whom, in which role, what for, how many rows (Datatilsynet)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=15)
    purpose = models.CharField(max_length=40)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, related_name="+")
    row = models.CharField(max_length=60)
    row_id = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(default=1)
    request_id = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["citizen", "at"], name="read_by_citizen"),
            models.Index(fields=["by", "at"], name="read_by_reader"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.row} {self.row_id}"
