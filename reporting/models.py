"""What has left the house for the registers, and who sent it; what is odd in the log, and what it was."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.staff.models import Unit, User
from centre.vault import EncryptedTextField
from reporting.choices import Look, Odd, OddVerdict, RegisterName


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


class LogLook(models.Model):
    """A day or a month of the log of readings was gone through. Once each: the row is the claim."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=5, choices=Look)
    on = models.DateField()
    looked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Look.values), name="log_look_known"),
            models.UniqueConstraint(fields=["kind", "on"], name="log_look_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class OddReading(models.Model):
    """Readings that a leader looks at: whose, of whom, how many, and why. Never changed.

    The lines themselves stand in the log; between `from_at` and `until_at` the reader's are found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=9, choices=Odd)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Where the reader worked: that unit's leader looks at it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    # None where it is the number of files that is odd.
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    number = models.PositiveIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Odd.values), name="odd_reading_known"),
            models.CheckConstraint(
                condition=Q(until_at__gte=F("from_at")), name="odd_reading_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="odd_reading_of_something"),
            models.UniqueConstraint(
                fields=["kind", "by", "citizen", "from_at"],
                nulls_distinct=False,
                name="odd_reading_once",
            ),
        )
        indexes = (models.Index(fields=["-from_at", "id"], name="odd_reading_latest"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class OddAnswer(models.Model):
    """What a leader found of odd readings, written down once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reading = models.OneToOneField(OddReading, on_delete=models.PROTECT, related_name="answer")
    verdict = models.CharField(max_length=9, choices=OddVerdict)
    words = EncryptedTextField(context="odd_answer.words", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(verdict__in=OddVerdict.values), name="odd_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict=OddVerdict.EXPLAINED) | Q(GreaterThan(Length("words"), 0)),
                name="odd_answer_says_what",
                violation_error_message=_("Write what you found, and what is done about it."),
            ),
        )

    def __str__(self) -> str:
        return self.verdict
