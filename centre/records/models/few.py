"""Whose file is for a few: a colleague's, and that of somebody close to one (ux E.2)."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.records.choices import TieKind
from centre.staff.choices import Role
from centre.staff.models import User


class TieQuerySet(models.QuerySet["Tie"]):
    def in_force(self) -> "TieQuerySet":
        return self.filter(ended_at__isnull=True)

    def of(self, user: User) -> "TieQuerySet":
        """Those by which a file is the person's own, or that of somebody close to them."""
        return self.in_force().filter(user=user)


class Tie(models.Model):
    """A citizen who works here, or is close to somebody who does: from then on the file is for a few.

    Whoever it names never opens the file, with a reason neither: it is their own matter (FVL § 3, stk. 1,
    nr. 1 and 2). It is marked by who knows it; the staff's own numbers are not kept to be compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=9, choices=TieKind)
    # Nobody where the colleague has no login here, such as somebody who has left.
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=TieKind.values), name="tie_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=TieKind.COLLEAGUE) | Q(user__isnull=False),
                name="tie_close_to_somebody",
                violation_error_message=_("Choose whom the citizen is close to."),
            ),
            models.UniqueConstraint(
                fields=["citizen", "user"],
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="tie_once",
                violation_error_message=_("This is marked already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("made_at"), ended_by__isnull=False),
                name="tie_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.kind


class InsiderQuerySet(models.QuerySet["Insider"]):
    def in_force(self) -> "InsiderQuerySet":
        return self.filter(ended_at__isnull=True)


class Insider(models.Model):
    """One of the few who may open a file that is closed to the others of the unit, named by a leader."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="insiders")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = InsiderQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["citizen", "user"],
                condition=Q(ended_at__isnull=True),
                name="insider_once",
                violation_error_message=_("This person is named already."),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("named_at"), ended_by__isnull=False),
                name="insider_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


def kept_from(user: User) -> QuerySet["Tie", Any]:
    """The citizens whose file is for a few, of whom the person is none, for `citizen__in`.

    The few are those who are named, those who answer for anything of the citizen's, as each app of the
    settings says, and who leads. The leaders are never shut out but by a tie of their own: somebody must
    be able to let the next one in.
    """
    if user.role == Role.LEADER:
        return Tie.objects.of(user).values("citizen")
    few = Q(Exists(Insider.objects.in_force().filter(user=user, citizen=OuterRef("citizen"))))
    for name in settings.ANSWERS_FOR:
        few |= Q(Exists(import_string(name)(user, OuterRef("citizen"))))
    return Tie.objects.in_force().filter(Q(user=user) | ~few).values("citizen")
