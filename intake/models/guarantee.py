"""The treatment guarantee of one inquiry: its clock by law, and the facts both answers are read from."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.clocks.models import Clock
from centre.staff.models import User
from intake.choices import Fact
from intake.models.inquiry import Inquiry


class Guarantee(models.Model):
    """One promise to one citizen. Kept or not is never stored: it is read from clock and facts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="guarantees")
    kind = models.CharField(max_length=20)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="guarantee")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["inquiry", "kind"],
                name="guarantee_once_a_kind",
                violation_error_message=_("This guarantee is already running for the inquiry."),
            ),
        )

    def __str__(self) -> str:
        return self.kind


class GuaranteeFact(models.Model):
    """Something that happened on a day. Taken back by withdrawal, corrected by a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    guarantee = models.ForeignKey(Guarantee, on_delete=models.PROTECT, related_name="facts")
    fact = models.CharField(max_length=22, choices=Fact)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(fact__in=Fact.values), name="guarantee_fact_known"),
            models.UniqueConstraint(
                fields=["guarantee", "fact"],
                condition=Q(withdrawn_at__isnull=True),
                name="guarantee_fact_once",
                violation_error_message=_("This is already recorded."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="guarantee_fact_withdrawn_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.fact} {self.on}"
