"""Those who work at the centre, their units and their absences."""

from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.staff.choices import Role, UnitKind
from centre.staff.rules import Door, may


class Unit(models.Model):
    """A part of the centre that works its own cases; access follows it."""

    key = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=UnitKind, default=UnitKind.ADULT)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="unit_kind_known"),
        )

    def __str__(self) -> str:
        return self.name


class Rights(NamedTuple):
    """All of a person that decides what they may see and do."""

    pk: int
    role: str
    unit_id: int | None
    is_active: bool

    @property
    def person(self) -> "User":
        """Somebody with these rights and nothing else."""
        return User(**self._asdict())


class User(AbstractUser):
    """A member of the staff. One role, at most one unit; shut out from `ends_on` on."""

    role = models.CharField(max_length=15, choices=Role, default=Role.CASEWORKER)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=80, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    takes_open_counselling = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
        )

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def rights(self) -> Rights:
        """What questions about the person's work are kept under (`centre.statement`)."""
        return Rights(self.pk, self.role, self.unit_id, self.is_active)

    def may(self, door: Door) -> bool:
        """Whether this person's role opens the door. Superusers are no exception."""
        return self.is_active and may(self.role, door)

    @property
    def leads_all_units(self) -> bool:
        """A leader with no unit of their own answers for all of them."""
        return self.role == Role.LEADER and self.unit_id is None

    def may_give_work_to(self, to: "User") -> bool:
        """Oneself and the people of the units; who belongs to none is asked by a leader only."""
        return to.unit_id is not None or to.pk == self.pk or self.may(Door.ASSIGN_OTHERS)

    def works_here_on(self, today: date) -> bool:
        """Whether the employment has not ended."""
        return self.is_active and (self.ends_on is None or today < self.ends_on)


class Login(AbstractBaseSession):
    """A session of Django's, and whose it is: what stands sealed within it stands beside it too."""

    # Nobody asks for a person's logins: an index would only be one more to write.
    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    # By which the provider ends it: a hash, empty for a local one.
    provider_session = models.CharField(max_length=64, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from centre.staff.sessions import SessionStore

        return SessionStore


class Absence(models.Model):
    """Days on which a member of the staff sees nobody. Both ends included."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    during = DateRangeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is already an absence on some of these days."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.during}"


class Closure(models.Model):
    """A day on which the centre, or one unit of it, is closed besides weekends and holidays."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    on = models.DateField()
    reason = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("on",)
        constraints = (
            models.UniqueConstraint(
                fields=["unit", "on"],
                name="closure_once_a_day",
                nulls_distinct=False,
                violation_error_message=_("This day is already closed."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}"
