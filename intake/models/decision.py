"""A decision (afgørelse): what is granted or refused, why, by which law, and until when one may complain."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.post.models import Letter
from centre.staff.models import User
from centre.standard.models import QualityStandard
from centre.vault import EncryptedTextField
from intake.choices import Area, DecisionStatus, Outcome, Setting, Way
from intake.models.inquiry import Inquiry, InquiryQuerySet
from intake.models.visitation import Visitation

OPEN = Q(status__in=["prepared", "to_approve"])
GIVEN = Q(status__in=["sent", "replaced"])
# A refusal and a stay are never one person's to decide (ux, Decided where sources leave it open, no. 7).
SEEN_BY_TWO = Q(outcome="refused") | Q(setting="inpatient")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of(self, inquiries: InquiryQuerySet) -> "DecisionQuerySet":
        """Those about inquiries of a scope: who may open the inquiry may open what was decided."""
        return self.filter(inquiry__in=inquiries)

    def in_force(self) -> "DecisionQuerySet":
        """Sent, and not replaced by a later one."""
        return self.filter(status=DecisionStatus.SENT)

    def open(self) -> "DecisionQuerySet":
        """Not sent yet."""
        return self.filter(OPEN)


class Decision(models.Model):
    """One decision on one kind of treatment. What was sent is never changed, only replaced.

    The dates that were printed bind: they are kept here, and no later rule moves them (domain K9).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="decisions")
    visitation = models.ForeignKey(Visitation, on_delete=models.PROTECT, related_name="decisions")
    standard = models.ForeignKey(QualityStandard, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=15, choices=Area)
    outcome = models.CharField(max_length=7, choices=Outcome)
    setting = models.CharField(max_length=10, choices=Setting, default=Setting.OUTPATIENT)
    # The offer by its key in the standard, and its name as it was on that day.
    offer = models.CharField(max_length=60, blank=True)
    offer_name = models.CharField(max_length=200, blank=True)
    sessions_granted = models.PositiveSmallIntegerField(null=True, blank=True)
    granted_until = models.DateField(null=True, blank=True)
    # Where in the law it stands, as the letter prints it, and from when that numbering holds.
    basis = models.CharField(max_length=60)
    basis_from = models.DateField()
    grounds = EncryptedTextField(context="decision.grounds", blank=True)
    # Why less would not be enough (the least intrusive help comes first).
    why_not_less = EncryptedTextField(context="decision.why_not_less", blank=True)
    # What was asked for and not given, and what the citizen can do or have instead.
    guidance = EncryptedTextField(context="decision.guidance", blank=True)
    status = models.CharField(
        max_length=10, choices=DecisionStatus, default=DecisionStatus.PREPARED
    )
    # How it is to reach the citizen; it decides when it counts as received.
    way = models.CharField(max_length=12, choices=Way, default=Way.LETTER)
    # Of somebody without a name: it may be told in a talk, and no letter is kept.
    nameless = models.BooleanField(default=False)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    # Why the leader gave it back.
    returned_why = EncryptedTextField(context="decision.returned_why", blank=True)
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    presumed_received_on = models.DateField(null=True)
    # None where nobody else decides: alcohol and anonymous drug treatment.
    complain_by_on = models.DateField(null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)), name=f"decision_{name}_known"
                )
                for name, words in (
                    ("area", Area),
                    ("outcome", Outcome),
                    ("setting", Setting),
                    ("status", DecisionStatus),
                    ("way", Way),
                )
            ),
            models.UniqueConstraint(
                fields=["inquiry", "area"],
                condition=OPEN,
                name="decision_one_prepared_at_a_time",
                violation_error_message=_("A decision on this treatment is already prepared."),
            ),
            models.UniqueConstraint(
                fields=["inquiry", "area"],
                condition=Q(status="sent"),
                name="decision_one_in_force",
                violation_error_message=_("A decision on this treatment is already in force."),
            ),
            models.CheckConstraint(
                condition=~GIVEN
                | Q(
                    decided_on__isnull=False,
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                    presumed_received_on__isnull=False,
                ),
                name="decision_sent_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=~GIVEN | Q(letter__isnull=False) | Q(nameless=True),
                name="decision_sent_as_a_letter",
            ),
            models.CheckConstraint(
                condition=Q(nameless=True) | ~Q(way="told"),
                name="decision_told_to_the_nameless_alone",
                violation_error_message=_("A decision under a name is given in writing."),
            ),
            models.CheckConstraint(
                condition=Q(presumed_received_on__isnull=True)
                | Q(presumed_received_on__gte=F("decided_on")),
                name="decision_received_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=Q(complain_by_on__isnull=True)
                | Q(complain_by_on__gt=F("presumed_received_on")),
                name="decision_complained_about_after_it_came",
            ),
            models.CheckConstraint(
                condition=~GIVEN | Q(GreaterThan(Length("grounds"), 0)),
                name="decision_says_why",
                violation_error_message=_("Write the grounds for the decision."),
            ),
            models.CheckConstraint(
                condition=~GIVEN | Q(outcome="granted") | Q(GreaterThan(Length("guidance"), 0)),
                name="decision_refused_with_guidance",
                violation_error_message=_("Write what the citizen can do or have instead."),
            ),
            models.CheckConstraint(
                condition=~GIVEN
                | ~SEEN_BY_TWO
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("prepared_by"))),
                name="decision_seen_by_two",
                violation_error_message=_(
                    "A refusal and an inpatient stay are seen by the leader before they are sent."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome="refused") | ~Q(offer=""),
                name="decision_grants_something",
                violation_error_message=_("Choose what is granted."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused")
                | Q(offer="", sessions_granted__isnull=True, granted_until__isnull=True),
                name="decision_refused_grants_nothing",
            ),
            models.CheckConstraint(
                condition=Q(sessions_granted__isnull=True) | Q(sessions_granted__gte=1),
                name="decision_grants_a_session_or_more",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.status}"


class FreeChoice(models.Model):
    """What the citizen was told of free choice and what was chosen (SEL § 101 stk. 5-7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="free_choice")
    told_on = models.DateField()
    chosen_on = models.DateField(null=True, blank=True)
    provider = models.CharField(max_length=120, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    # Regard for the citizen may limit the choice (stk. 7); then it says why.
    limited_why = EncryptedTextField(context="free_choice.limited_why", blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(chosen_on__isnull=True, provider="", starts_on__isnull=True)
                | (Q(chosen_on__isnull=False, starts_on__isnull=False) & ~Q(provider="")),
                name="free_choice_names_whom_and_when",
                violation_error_message=_("Write which provider was chosen, and when it begins."),
            ),
            models.CheckConstraint(
                condition=Q(chosen_on__isnull=True) | Q(chosen_on__gte=F("told_on")),
                name="free_choice_told_before_it_is_made",
            ),
        )

    def __str__(self) -> str:
        return self.provider
