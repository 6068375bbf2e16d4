"""The table of drafts. A draft is its author's own and no record: it may change and go."""

import uuid

from django.db import models

from centre.staff.models import User
from centre.vault import EncryptedTextField


class Draft(models.Model):
    """What one person is writing in one form about one thing. Nobody else ever sees it.

    `subject` is the number of the row that the form is about; empty where it is about none yet.
    `version` is drawn anew at each saving, so that a draft which was made again is never taken for
    the one before it. `tab` and `turn` tell a page's own late savings from another page's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=40, blank=True)
    content = EncryptedTextField(context="draft.content")
    version = models.UUIDField(default=uuid.uuid4)
    tab = models.CharField(max_length=32)
    turn = models.PositiveIntegerField(default=0)
    # When its author was told that it will go.
    warned_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["saved_by", "form", "subject"], name="draft_one_a_form"
            ),
        )
        indexes = (models.Index(fields=["saved_at"], name="draft_by_age"),)

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"


class FinishedPage(models.Model):
    """A page whose form was saved for good: what its script still had on the way is refused.

    `tab` is the number that the page drew for itself when it was opened, 128 bits that nobody guesses.
    """

    tab = models.CharField(max_length=32, primary_key=True)
    finished_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["finished_at"], name="finished_page_by_age"),)

    def __str__(self) -> str:
        return self.tab
