"""What has left the house for the registers, and who sent it."""

import uuid

from django.db import models
from django.db.models import F, Q

from centre.staff.models import User
from reporting.choices import RegisterName


class RegisterDelivery(models.Model):
    """One delivery (indberetning): which register, which days, how much, by whom. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=4, choices=RegisterName)
    first_on = models.DateField()
    last_on = models.DateField()
    records = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()
    built_at = models.DateTimeField()
    built_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(register__in=RegisterName.values), name="delivery_register_known"
            ),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="delivery_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.first_on} {self.last_on}"
