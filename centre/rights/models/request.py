"""What a citizen asks about their own data, when it came, who asks, and what came of it."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Length, TruncDate
from django.db.models.lookups import GreaterThan
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from centre.post.models import Letter
from centre.records.models import LookUp, kept_from
from centre.rights.choices import (
    OF_ACCESS,
    OF_CORRECTION,
    Asked,
    Asker,
    Channel,
    Outcome,
    Regime,
    Right,
    Status,
    YoungSaid,
)
from centre.staff.models import Unit, User
from centre.staff.rules import Door
from centre.standard.models import QualityStandard
from centre.vault import EncryptedTextField

# The health team is one for all units: what asks for its record is its work, whoever wrote it down.
HEALTH_ASKED = Q(right="access", wants_file=True, asked__in=["both", "health"])
OPEN = Q(status__in=["received", "collected", "ready"])
ACCESS, CORRECTION = Q(right=Right.ACCESS), Q(right=Right.CORRECTION)


def _of_health(user: User) -> Q:
    """Requests for the health record of citizens who are a doctor's or a nurse's by their own work."""
    if not user.may(Door.HEALTH_RECORD) or user.unit_id is None:
        return Q(pk__in=[])
    scope = import_string(settings.CASE_SCOPE)(user, None)
    return HEALTH_ASKED & Q(citizen__in=scope.values("citizen"))


class RequestQuerySet(models.QuerySet["RightsRequest"]):
    def for_user(self, user: User, at: datetime | None = None) -> "RequestQuerySet":
        """The own unit's; all of them for a leader without a unit; none for who sees no cases.

        Who keeps the health record sees those for it that are about the citizens of their own work.

        With `at`, `look_up_id` names the look-up with a reason that runs for the person then: with a
        request for access it opens what of the file stands in another unit, and the door logs it.
        """
        if not user.may(Door.WORK_CASES):
            return self.none()
        rows = self.exclude(citizen__in=kept_from(user))
        if not user.leads_all_units:
            own = Q(unit=user.unit_id) if user.unit_id is not None else Q(pk__in=[])
            rows = rows.filter(own | _of_health(user))
        if at is None:
            return rows
        opened = LookUp.objects.running(user, at).filter(citizen=OuterRef("citizen"))
        return rows.annotate(look_up_id=Subquery(opened.values("pk")[:1]))

    def open(self) -> "RequestQuerySet":
        """Those that wait for their answer."""
        return self.filter(OPEN)


class RightsRequest(models.Model):
    """One request. `received_on` is the Danish day that its deadline counts from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    right = models.CharField(max_length=10, choices=Right)
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, related_name="rights_requests", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    responsible = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    standard = models.ForeignKey(QualityStandard, on_delete=models.PROTECT, related_name="+")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="rights_request")
    channel = models.CharField(max_length=12, choices=Channel)
    received_at = models.DateTimeField()
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asker = models.CharField(max_length=10, choices=Asker, default=Asker.CITIZEN)
    asker_name = EncryptedTextField(context="rights_request.asker_name", blank=True)
    asker_address = EncryptedTextField(context="rights_request.asker_address", blank=True)
    # The day on which somebody here saw that whoever asks may act for the citizen.
    authority_seen_on = models.DateField(null=True)
    # What the young person said to it, where whoever has custody asks.
    young_said = models.CharField(max_length=7, choices=YoungSaid, blank=True)
    wants_file = models.BooleanField(default=False)
    wants_log = models.BooleanField(default=False)
    # Of a correction: the record in which it stands; "both" of those from before that was asked.
    asked = models.CharField(max_length=6, choices=Asked, default=Asked.BOTH)
    # What was asked for, or what is wrong and what would be right, in the citizen's own words.
    words = EncryptedTextField(context="rights_request.words", blank=True)
    # Of a correction: which entry it is about, as the file calls it.
    about = EncryptedTextField(context="rights_request.about", blank=True)
    # Whom the file names in its fields, found when it was collected; it goes with the pieces' words.
    others = EncryptedTextField(context="rights_request.others", blank=True)
    # What is hidden in the whole file beside what is hidden by itself, a line each.
    hidden = EncryptedTextField(context="rights_request.hidden", blank=True)
    # Those of the staff are left out unless the citizen needs them (ux position 11).
    names_staff = models.BooleanField(default=False)
    status = models.CharField(max_length=9, choices=Status, default=Status.RECEIVED)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    grounds = EncryptedTextField(context="rights_request.grounds", blank=True)
    # Who looked the file through; somebody else gives it.
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    file = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)), name=f"rights_{name}_known"
                )
                for name, words in (
                    ("right", Right),
                    ("channel", Channel),
                    ("asker", Asker),
                    ("asked", Asked),
                    ("status", Status),
                )
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | (ACCESS & Q(outcome__in=OF_ACCESS))
                | (CORRECTION & Q(outcome__in=OF_CORRECTION)),
                name="rights_outcome_of_its_right",
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=models.F("registered_at")),
                name="rights_not_received_in_the_future",
                violation_error_message=_("The request cannot have been received in the future."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=TruncDate("received_at")),
                name="rights_received_on_is_the_danish_day",
            ),
            models.CheckConstraint(
                condition=(~CORRECTION & (Q(wants_file=True) | Q(wants_log=True)))
                | (CORRECTION & Q(wants_file=False, wants_log=False)),
                name="rights_access_to_something",
                violation_error_message=_("Choose what the citizen wants to see."),
            ),
            models.CheckConstraint(
                condition=~CORRECTION
                | Q(GreaterThan(Length("words"), 0), GreaterThan(Length("about"), 0)),
                name="rights_correction_says_what",
                violation_error_message=_("Write what is wrong, and where it stands."),
            ),
            models.CheckConstraint(
                condition=Q(asker=Asker.CITIZEN)
                | Q(GreaterThan(Length("asker_name"), 0), authority_seen_on__isnull=False),
                name="rights_somebody_else_with_authority",
                violation_error_message=_(
                    "Write who asks, and when you saw that they may act for the citizen."
                ),
            ),
            models.CheckConstraint(
                condition=Q(young_said="")
                | Q(asker=Asker.GUARDIAN, young_said__in=YoungSaid.values),
                name="rights_young_said_to_custody",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.READY) | Q(prepared_by__isnull=False),
                name="rights_ready_says_who_looked",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=Status.ANSWERED, answered_by__isnull=False)
                    & Q(answered_at__isnull=False, letter__isnull=False)
                    & ~Q(outcome="")
                )
                | (~Q(status=Status.ANSWERED) & Q(outcome="", answered_at=None, answered_by=None)),
                name="rights_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "whole", "corrected"])
                | Q(GreaterThan(Length("grounds"), 0)),
                name="rights_not_met_says_why",
                violation_error_message=_("Write why."),
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=True) | Q(outcome__in=["whole", "partly"]),
                name="rights_file_of_what_was_given",
            ),
        )
        indexes = (
            models.Index(fields=["citizen", "-received_on", "id"], name="rights_by_citizen"),
            models.Index(
                fields=["unit", "received_on", "id"], condition=OPEN, name="rights_open_unit"
            ),
            models.Index(
                fields=["responsible", "received_on", "id"], condition=OPEN, name="rights_open_mine"
            ),
            models.Index(fields=["-received_on", "id"], name="rights_latest"),
        )

    def __str__(self) -> str:
        return f"{self.right} {self.received_on}"

    @property
    def wrong_in(self) -> str:
        """The record in which stands what is wrong; nothing of those from before that was asked."""
        known = self.right == Right.CORRECTION and self.asked != Asked.BOTH
        return str(Regime(self.asked).label) if known else ""

    @property
    def by_somebody_else(self) -> bool:
        return self.asker != Asker.CITIZEN

    @property
    def asker_lines(self) -> tuple[str, ...]:
        """Where the answer goes; whoever has custody may live where the citizen does."""
        if self.asker == Asker.GUARDIAN:
            return self.citizen.at_home(self.asker_address)
        return tuple(self.asker_address.splitlines())
