"""The end of a course (udskrivning), and how far its goals were reached."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.staff.models import User
from centre.vault import EncryptedTextField
from treatment.choices import Attained, DischargeReason, FollowUpRoute, Result
from treatment.models.course import Course
from treatment.models.plan import Goal


class DischargeQuerySet(models.QuerySet["Discharge"]):
    def current(self) -> "DischargeQuerySet":
        """What holds: a corrected one no longer does, nor one that was taken back."""
        return self.filter(corrected_by__isnull=True, taken_back=False)


class Discharge(models.Model):
    """Never changed. A correction is a new row that names the old one; so is taking it back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="discharges")
    discharged_on = models.DateField()
    reason = models.CharField(max_length=16, choices=DischargeReason)
    result = models.CharField(max_length=10, choices=Result, default=Result.UNKNOWN)
    summary = EncryptedTextField(context="discharge.summary", blank=True)
    follow_up_route = models.CharField(max_length=7, choices=FollowUpRoute)
    follow_up_detail = EncryptedTextField(context="discharge.follow_up_detail", blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    # The course goes on: the discharge it corrects was a mistake.
    taken_back = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = DischargeQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints = (
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)), name=f"discharge_{name}_known"
                )
                for name, words in (
                    ("reason", DischargeReason),
                    ("result", Result),
                    ("follow_up_route", FollowUpRoute),
                )
            ),
            models.CheckConstraint(
                condition=Q(taken_back=False) | Q(corrects__isnull=False),
                name="discharge_takes_back_another",
            ),
            models.CheckConstraint(
                condition=~Q(reason="dead") | Q(follow_up_route="none"),
                name="discharge_dead_are_called_by_nobody",
                violation_error_message=_("Nobody is contacted after a death."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.discharged_on}"


class GoalResult(models.Model):
    """How far one goal of the last plan was reached when the course ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discharge = models.ForeignKey(Discharge, on_delete=models.PROTECT, related_name="goal_results")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="results")
    attained = models.CharField(max_length=7, choices=Attained)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["discharge", "goal"], name="goal_result_once"),
            models.CheckConstraint(
                condition=Q(attained__in=Attained.values), name="goal_result_known"
            ),
        )

    def __str__(self) -> str:
        return self.attained
