"""What the registers ask of a citizen who begins (TDI 3.0, NAB, SMDB; domain 2.1-2.3)."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from intake.choices import (
    Education,
    Housing,
    Injecting,
    Labour,
    LivesWith,
    Substitution,
    TreatedBefore,
)
from intake.models.visitation import Visitation

MONTH = 30
ASKED = (
    ("treated_before", TreatedBefore),
    ("lives_with", LivesWith),
    ("housing", Housing),
    ("labour", Labour),
    ("education", Education),
    ("substitution", Substitution),
    ("injecting", Injecting),
)


class Profile(models.Model):
    """One a visitation. Nobody has to answer: what is not known is kept as not known."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visitation = models.OneToOneField(Visitation, on_delete=models.CASCADE, related_name="profile")
    treated_before = models.CharField(
        max_length=9, choices=TreatedBefore, default=TreatedBefore.UNKNOWN
    )
    lives_with = models.CharField(max_length=11, choices=LivesWith, default=LivesWith.UNKNOWN)
    housing = models.CharField(max_length=9, choices=Housing, default=Housing.UNKNOWN)
    labour = models.CharField(max_length=10, choices=Labour, default=Labour.UNKNOWN)
    education = models.CharField(max_length=9, choices=Education, default=Education.UNKNOWN)
    substitution = models.CharField(
        max_length=7, choices=Substitution, default=Substitution.UNKNOWN
    )
    injecting = models.CharField(max_length=9, choices=Injecting, default=Injecting.UNKNOWN)
    # Alcohol, as the citizen tells it: units of 12 g in a usual week, days with alcohol of 30.
    units_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    days_drinking = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MONTH)]
    )
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)), name=f"profile_{name}_known"
                )
                for name, words in ASKED
            ),
            models.CheckConstraint(
                condition=Q(days_drinking__isnull=True) | Q(days_drinking__lte=MONTH),
                name="profile_a_month_has_thirty_days",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
