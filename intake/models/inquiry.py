"""An inquiry (henvendelse): somebody asked for help, when, how, and for what."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from centre.citizens.choices import AgeGroup
from centre.citizens.models import Citizen
from centre.records.models import LookUp, Tie, kept_from
from centre.staff.choices import Role, UnitKind
from centre.staff.models import Unit, User
from centre.staff.rules import Door
from centre.vault import EncryptedTextField
from intake.choices import (
    About,
    Attempt,
    Channel,
    InquiryStatus,
    Referrer,
    Topic,
    TriedBy,
    Wish,
)

OPEN_STATUSES = (InquiryStatus.NEW, InquiryStatus.IN_CONTACT)
# Without a treatment of ours: nobody works on it, and it can be taken up again.
ENDED_STATUSES = (
    InquiryStatus.ADVISED,
    InquiryStatus.WITHDRAWN,
    InquiryStatus.REFERRED,
    InquiryStatus.DIED,
)
OPEN = Q(status__in=[status.value for status in OPEN_STATUSES])


def _own(user: User) -> Q:
    """The inquiries that are a person's by unit; the health team's also who waits for a doctor.

    A colleague's are for the few who are named or answer for them.
    """
    unit = Q(unit=user.unit_id) if user.unit_id is not None else Q(pk__in=[])
    if user.role in (Role.DOCTOR, Role.NURSE):
        # Everybody who asks for drug treatment is offered a doctor's talk (SUL § 142 stk. 1).
        unit |= Q(wish=Wish.TREATMENT, topic__in=(Topic.DRUGS, Topic.BOTH), anonymous=False)
    return unit & ~Q(citizen__in=kept_from(user))


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def for_user(self, user: User, at: datetime | None = None) -> "InquiryQuerySet":
        """The own unit's; all of them for a leader without a unit; none for who sees no cases.

        For a page that only shows, `at` lets in those too that a look-up with a reason has opened
        to the person at that moment; `look_up_id` then names it, for the door to log. Whatever
        lists or changes something passes no moment, so a look-up widens nothing there.
        """
        if not user.may(Door.WORK_CASES):
            return self.none()
        if user.leads_all_units:
            return self.exclude(citizen__in=kept_from(user))
        own = _own(user)
        if at is None:
            return self.filter(own)
        opened = LookUp.objects.running(user, at).filter(citizen=OuterRef("citizen"))
        # Anonymous drug treatment is linked to nobody: no reason opens it.
        by_reason = Case(
            When(own | Q(unit__kind=UnitKind.ANONYMOUS), then=None),
            default=Subquery(opened.values("pk")[:1]),
            output_field=models.UUIDField(),
        )
        return self.annotate(look_up_id=by_reason).filter(own | Q(look_up_id__isnull=False))

    def beyond(self, user: User) -> "InquiryQuerySet":
        """Those that the person could open with a reason: of other units, and a colleague's of the own.

        Never anonymous ones, and never what is the person's own matter.
        """
        if not user.may(Door.WORK_CASES) or user.leads_all_units:
            return self.none()
        named = self.filter(anonymous=False, citizen__isnull=False)
        named = named.exclude(citizen__in=Tie.objects.of(user).values("citizen"))
        return named.exclude(_own(user)).exclude(unit__kind=UnitKind.ANONYMOUS)

    def open(self) -> "InquiryQuerySet":
        return self.filter(OPEN)

    def in_order(self) -> "InquiryQuerySet":
        """The one that has waited longest first."""
        return self.order_by("received_at", "id")


class Inquiry(models.Model):
    """The first wish for help. `received_on` is the Danish day every deadline counts from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="inquiries"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Of an anonymous person only the half-day is kept.
    received_at = models.DateTimeField()
    received_on = models.DateField()
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    # When the phone opens next after a message on the voice mail: by then somebody calls back.
    call_back_at = models.DateTimeField(null=True)
    referrer = models.CharField(max_length=15, choices=Referrer, default=Referrer.SELF)
    about = models.CharField(max_length=12, choices=About)
    age_group = models.CharField(max_length=10, choices=AgeGroup, default=AgeGroup.UNKNOWN)
    topic = models.CharField(max_length=8, choices=Topic)
    wish = models.CharField(max_length=12, choices=Wish)
    wants_medical = models.BooleanField(default=False)
    wants_inpatient = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=False)
    # A professional's inquiry is a referral only when the citizen wants it (Skanderborg 4.1).
    citizen_agrees = models.BooleanField(default=False)
    note = EncryptedTextField(context="inquiry.note", blank=True)
    status = models.CharField(max_length=10, choices=InquiryStatus, default=InquiryStatus.NEW)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)),
                    name=f"inquiry_{name}_known",
                )
                for name, words in (
                    ("channel", Channel),
                    ("referrer", Referrer),
                    ("about", About),
                    ("age_group", AgeGroup),
                    ("topic", Topic),
                    ("wish", Wish),
                    ("status", InquiryStatus),
                )
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("registered_at")) | Q(anonymous=True),
                name="inquiry_not_received_in_the_future",
                violation_error_message=_("The inquiry cannot have been received in the future."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=TruncDate("received_at")),
                name="inquiry_received_on_is_the_danish_day",
            ),
            models.CheckConstraint(
                condition=~Q(wish="treatment") | Q(topic__in=["alcohol", "drugs", "both"]),
                name="inquiry_treatment_names_what_for",
                violation_error_message=_(
                    "Choose what the treatment is for: alcohol, drugs or both."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(wish="treatment", about="professional") | Q(citizen_agrees=True),
                name="inquiry_referral_with_consent",
                violation_error_message=_("A referral needs the citizen's own wish."),
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False) | Q(citizen__isnull=True),
                name="inquiry_anonymous_leads_to_nobody",
            ),
            models.CheckConstraint(
                condition=Q(call_back_at__isnull=True) | Q(anonymous=False, channel="voice_mail"),
                name="inquiry_called_back_after_a_message",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~OPEN,
                name="inquiry_closed_is_not_open",
            ),
            models.CheckConstraint(
                condition=OPEN | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="inquiry_closed_says_when_and_by_whom",
            ),
        )
        indexes = (
            models.Index(
                fields=["unit", "received_at", "id"],
                condition=OPEN,
                name="inquiry_open_unit",
            ),
            models.Index(
                fields=["responsible", "received_at", "id"],
                condition=OPEN,
                name="inquiry_open_mine",
            ),
            models.Index(fields=["received_at", "id"], condition=OPEN, name="inquiry_open"),
            models.Index(
                fields=["call_back_at", "id"],
                condition=OPEN & Q(call_back_at__isnull=False),
                name="inquiry_to_call_back",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class ContactAttempt(models.Model):
    """One try to reach the citizen; a line of the inquiry's history, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="attempts")
    channel = models.CharField(max_length=10, choices=TriedBy)
    outcome = models.CharField(max_length=12, choices=Attempt)
    note = EncryptedTextField(context="contact_attempt.note", blank=True)
    tried_at = models.DateTimeField()
    tried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ("-tried_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=Attempt.values), name="attempt_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=TriedBy.values),
                name="attempt_channel_known",
            ),
        )

    def __str__(self) -> str:
        return self.outcome
