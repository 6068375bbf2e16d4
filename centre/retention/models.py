"""Protocols of disposal and their lines, holds, the last count, and the numbers that stay.

A line names whom it is about by a random number alone. After the disposal it leads to nobody.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.retention.choices import Hindrance, HoldReason, Kind, Outcome, Status
from centre.staff.models import User
from centre.vault import EncryptedTextField

OPEN = Q(status__in=[Status.DRAFTED.value, Status.APPROVED.value])


class Protocol(models.Model):
    """One list of what is to go, frozen when it is drawn up, with the period it was drawn up under.

    `digest` is of the list: the trail names it at the drafting and at the approval, so nobody adds
    to a list that somebody else has approved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=6, choices=Kind)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFTED)
    valid_from = models.DateField()
    months = models.PositiveSmallIntegerField()
    number_of_lines = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # What the archive authority wants kept was handed over before anything goes (arkivloven).
    archive_heeded = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    finished_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="protocol_kind_known"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="protocol_status_known"
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=OPEN,
                name="protocol_one_open_a_kind",
                violation_error_message=_(
                    "A protocol of this kind is open already. Finish it first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, archive_heeded=True),
                name="protocol_approved_with_the_archive_heeded",
                violation_error_message=_("Say that what the archive wants was handed over."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("drafted_by")),
                name="protocol_approved_by_another",
                violation_error_message=_("Whoever drew up the list does not approve it."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "closed"]) | Q(approved_by__isnull=False),
                name="protocol_carried_out_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False
                )
                | (
                    ~Q(status="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                ),
                name="protocol_withdrawn_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", finished_at__isnull=False)
                | (~Q(status="closed") & Q(finished_at__isnull=True)),
                name="protocol_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(number_of_lines__gte=1), name="protocol_lists_something"
            ),
        )
        indexes = (models.Index(fields=["-drafted_at", "id"], name="protocol_latest"),)

    def __str__(self) -> str:
        return str(self.id)


class Line(models.Model):
    """One record, or one month of the log. `subject` is a citizen's number, or of a case without one.

    No foreign key: the case it names goes with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    subject = models.UUIDField(null=True)
    named = models.BooleanField(default=False)
    # The day that the period was counted from; of a month, its first.
    last_entry_on = models.DateField()
    disposable_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    why = models.CharField(max_length=14, choices=Hindrance, blank=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["protocol", "number"], name="line_numbered_once"),
            models.UniqueConstraint(fields=["protocol", "subject"], name="line_once_a_record"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *Outcome.values]), name="line_outcome_known"
            ),
            models.CheckConstraint(
                condition=(Q(outcome="left_out", why__in=Hindrance.values))
                | (~Q(outcome="left_out") & Q(why="")),
                name="line_left_out_says_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", finished_at__isnull=True)
                | (~Q(outcome="") & Q(finished_at__isnull=False)),
                name="line_finished_says_when",
            ),
            models.CheckConstraint(
                condition=Q(disposable_on__gt=F("last_entry_on")),
                name="line_due_after_its_last_entry",
            ),
        )
        indexes = (
            models.Index(
                fields=["protocol", "number"], condition=Q(outcome=""), name="line_to_carry_out"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, today: date) -> "HoldQuerySet":
        """Not lifted, and its last day not past."""
        return self.filter(lifted_at__isnull=True).filter(
            Q(until__isnull=True) | Q(until__gte=today)
        )


class Hold(models.Model):
    """Nothing of this citizen's is disposed of meanwhile: why, by whom, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=9, choices=HoldReason)
    words = EncryptedTextField(context="hold.words", blank=True)
    # The last day; none where nobody knows yet.
    until = models.DateField(null=True, blank=True)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ("-placed_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=HoldReason.values), name="hold_reason_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason="other") | Q(GreaterThan(Length("words"), 0)),
                name="hold_says_why",
                violation_error_message=_("Write why."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__gte=F("placed_at"), lifted_by__isnull=False),
                name="hold_lifted_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.reason


class Survey(models.Model):
    """What was old enough when it was last counted: numbers by kind and year, and nobody's name."""

    made_at = models.DateTimeField()
    counts = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["-made_at"], name="survey_latest"),)

    def __str__(self) -> str:
        return f"{self.made_at}"


class Tally(models.Model):
    """How many of what a year had that are kept no longer: all that stays of them.

    Kinds and years alone, and no smaller part: it tells of no unit, topic or age.
    """

    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=30)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("year", "what")
        constraints = (models.UniqueConstraint(fields=["year", "what"], name="tally_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.year} {self.what} {self.number}"
