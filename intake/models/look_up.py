"""What the leader found when a look-up with a reason was reviewed (design 6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.clocks.models import Clock
from centre.records.models import LookUp
from centre.staff.models import User
from centre.vault import EncryptedTextField
from intake.choices import Verdict


class LookUpReview(models.Model):
    """One a look-up: due by its clock, and closed by a leader who is not the one who looked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    look_up = models.OneToOneField(LookUp, on_delete=models.PROTECT, related_name="review")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="look_up_review")
    verdict = models.CharField(max_length=11, choices=Verdict, blank=True)
    words = EncryptedTextField(context="look_up_review.words", blank=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_at=None, reviewed_by=None)
                | Q(
                    verdict__in=Verdict.values,
                    reviewed_at__isnull=False,
                    reviewed_by__isnull=False,
                ),
                name="look_up_review_whole",
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.UNWARRANTED) | Q(GreaterThan(Length("words"), 0)),
                name="look_up_review_says_what",
                violation_error_message=_("Write what you found, and what is done about it."),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
