"""The people we help. Names, numbers and contact data are sealed; look-up goes through keyed hashes."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.citizens.choices import OF_AGE, AgeGroup, ConsentKind, ToldIn
from centre.forms.cpr import birth_date
from centre.staff.models import User
from centre.standard.words import in_pairs
from centre.vault import EncryptedTextField

# Custody is one person's or is shared by two (domain 6).
MOST_GUARDIANS = 2
SEALED = ("name", "cpr", "phone", "email", "address")


class Citizen(models.Model):
    """A person with a name or a CPR number, or an alias that is linked to nobody.

    `anonymous` is its own fact, never derived from a number (domain 3.1), and ends only by an
    explicit event.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    anonymous = models.BooleanField(default=False)
    name = EncryptedTextField(context="citizen.name", blank=True)
    # Keyed hashes of the words of the name and of what they begin with, in no order of theirs.
    # Without the key they tell a thief of the table only which names begin alike.
    name_hashes = ArrayField(
        models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False
    )
    cpr = EncryptedTextField(context="citizen.cpr", blank=True)
    cpr_hash = models.BinaryField(null=True, editable=False, max_length=32)
    phone = EncryptedTextField(context="citizen.phone", blank=True)
    phone_hash = models.BinaryField(null=True, editable=False, max_length=32)
    email = EncryptedTextField(context="citizen.email", blank=True)
    email_hash = models.BinaryField(null=True, editable=False, max_length=32)
    # Where a letter reaches them, a line of the envelope a line. Nobody is looked up by it: no hash.
    address = EncryptedTextField(context="citizen.address", blank=True, default="", db_default=b"")
    age_group = models.CharField(max_length=10, choices=AgeGroup, default=AgeGroup.UNKNOWN)
    protected = models.BooleanField(default=False)
    may_leave_message = models.BooleanField(default=False)
    created_on = models.DateField()
    # When the last of what was kept of them was disposed of. The row stays, a number that names
    # nobody, for the sealed logs point at it.
    disposed_on = models.DateField(null=True, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(disposed_on__isnull=True)
                | Q(
                    *(~Q(GreaterThan(Length(name), 0)) for name in SEALED),
                    **{f"{name}_hash__isnull": True for name in ("cpr", "phone", "email")},
                    name_hashes=[],
                    age_group="unknown",
                    protected=False,
                    may_leave_message=False,
                ),
                name="citizen_disposed_is_nobody",
            ),
            models.UniqueConstraint(
                fields=["cpr_hash"],
                name="citizen_cpr_once",
                violation_error_message=_("A citizen with this CPR number is already known."),
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(cpr_hash__isnull=True),
                name="citizen_anonymous_without_cpr",
                violation_error_message=_("An anonymous person has no CPR number."),
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | ~Q(GreaterThan(Length("address"), 0)),
                name="citizen_anonymous_without_address",
                violation_error_message=_("An anonymous person has no address."),
            ),
            models.CheckConstraint(
                condition=Q(age_group__in=AgeGroup.values),
                name="citizen_age_group_known",
            ),
        )
        indexes = (
            models.Index(fields=["phone_hash"], name="citizen_by_phone"),
            models.Index(fields=["email_hash"], name="citizen_by_email"),
            # Without a list of what is yet to be sorted in, which every search would have to read.
            GinIndex(fields=["name_hashes"], name="citizen_by_name", fastupdate=False),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def initials(self) -> str:
        """What a list may show of a person: initials, or that no name was given."""
        return "".join(part[0].upper() for part in self.name.split()[:3]) or str(
            _("Without a name")
        )

    def age_on(self, today: date) -> int | None:
        """How old the CPR number says; None without one that tells a day of birth."""
        born = birth_date(self.cpr)
        if born is None:
            return None
        had_birthday = (today.month, today.day) >= (born.month, born.day)
        return today.year - born.year - (not had_birthday)

    def came_of_age(self, today: date) -> bool:
        """Whether the CPR number says 18 or older; without one nobody knows, and it is False."""
        age = self.age_on(today)
        return age is not None and age >= OF_AGE

    @property
    def printed_address(self) -> tuple[str, ...]:
        """The lines for a letter's window; none of somebody whose address is protected (domain 6)."""
        return self.at_home(self.address)

    def at_home(self, address: str) -> tuple[str, ...]:
        """The lines of an address that is the citizen's home or may be it: none where that is protected."""
        return () if self.protected else tuple(address.splitlines())

    @property
    def phone_in_pairs(self) -> str:
        """The number as it is read and dialled: 20 30 40 50; abroad's as it is kept."""
        return in_pairs(self.phone)


class Guardian(models.Model):
    """Who has custody of a young citizen, as the citizen or they told it: one, or two who share it.

    `gets_letters` is said for each of them, after the talk with the young person (ux T38): nobody gets
    a letter home by being known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="guardians")
    number = models.PositiveSmallIntegerField()
    name = EncryptedTextField(context="guardian.name")
    address = EncryptedTextField(context="guardian.address", blank=True)
    gets_letters = models.BooleanField(default=False)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["citizen", "number"], name="guardian_numbered_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_GUARDIANS), name="guardian_one_of_two"
            ),
            models.CheckConstraint(
                condition=Q(GreaterThan(Length("name"), 0)),
                name="guardian_has_a_name",
                violation_error_message=_("Write who has custody."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class Consent(models.Model):
    """A permission given: by whom, on which day, and when it was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=16, choices=ConsentKind)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=ConsentKind.values), name="consent_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after_given",
                violation_error_message=_("A consent cannot be taken back before it was given."),
            ),
            models.UniqueConstraint(
                fields=["citizen", "kind"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_one_in_force",
                violation_error_message=_("This consent is already recorded."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.given_on}"


class DeathQuerySet(models.QuerySet["Death"]):
    def in_force(self) -> "DeathQuerySet":
        return self.filter(taken_back_at__isnull=True)


class Death(models.Model):
    """That a citizen has died, as it was told once, and when that was taken back.

    A citizen has died while anything that says so is in force. `told_of` is the row of whichever
    floor it was told with: no floor looks into another's to know it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="deaths")
    told_in = models.CharField(max_length=10, choices=ToldIn)
    told_of = models.UUIDField()
    # Often nobody knows the day.
    died_on = models.DateField(null=True, blank=True)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DeathQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(told_in__in=ToldIn.values), name="death_told_in_known"
            ),
            models.UniqueConstraint(
                fields=["told_in", "told_of"],
                condition=Q(taken_back_at__isnull=True),
                name="death_told_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__gte=F("told_at"), taken_back_by__isnull=False),
                name="death_taken_back_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.told_in} {self.told_at}"
