"""A complaint (klage): what was said, about what, which way it goes and how far it has come."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Length, TruncDate
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.clocks.models import Clock
from centre.records.models import LookUp, kept_from
from centre.staff.choices import UnitKind
from centre.staff.models import Unit, User
from centre.staff.rules import Door
from centre.standard.models import QualityStandard
from centre.standard.words import in_pairs
from centre.vault import EncryptedTextField
from complaints.choices import (
    AT_WORK,
    About,
    BoardOutcome,
    Channel,
    Closing,
    Helper,
    Reassessed,
    Status,
    Track,
)
from intake.choices import Area
from intake.models import Decision, Inquiry

OPEN = ~Q(status="closed")
CLOSED = Q(status="closed")
# Statuses that only one track has, beside those that all have.
ONLY = {
    "appeal": ["in_reassessment", "upheld", "partly", "forwarded", "decided"],
    "service": ["answered"],
    "elsewhere": ["passed_on"],
}
COMMON = ["received", "acknowledged", "closed"]
# The citizen is right, or partly so: a decision is then replaced, other things are put right.
GRANTED = Q(reassessed__in=["upheld", "partly"])
AT_THE_BOARD = Q(status__in=["forwarded", "decided"])


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def for_user(self, user: User, at: datetime | None = None) -> "ComplaintQuerySet":
        """The own unit's; all of them for a leader without a unit; none for who sees no cases.

        What is said of somebody on the staff is read by those who lead, by whoever wrote it down and
        by whoever answers for it. For a page that only shows, `at` lets in those too that a look-up
        with a reason has opened to the person at that moment.
        """
        if not user.may(Door.WORK_CASES):
            return self.none()
        if user.leads_all_units:
            return self.exclude(citizen__in=kept_from(user))
        own = Q(unit=user.unit_id) if user.unit_id is not None else Q(pk__in=[])
        if not user.may(Door.ASSIGN_OTHERS):
            own &= ~Q(about="staff") | Q(registered_by=user) | Q(responsible=user)
        own &= ~Q(citizen__in=kept_from(user))
        if at is None:
            return self.filter(own)
        opened = LookUp.objects.running(user, at).filter(citizen=OuterRef("citizen"))
        # Anonymous drug treatment is linked to nobody: no reason opens it. Nor what staff are blamed for.
        by_reason = Case(
            When(own | Q(unit__kind=UnitKind.ANONYMOUS) | Q(about="staff"), then=None),
            default=Subquery(opened.values("pk")[:1]),
            output_field=models.UUIDField(),
        )
        return self.annotate(look_up_id=by_reason).filter(own | Q(look_up_id__isnull=False))

    def open(self) -> "ComplaintQuerySet":
        """Those in which something is still to be done."""
        return self.filter(OPEN)


class Complaint(models.Model):
    """One complaint. `received_on` is the Danish day that says whether it came in time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None for one who gave no name, and for an online one until it is connected.
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    responsible = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    standard = models.ForeignKey(QualityStandard, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=15, choices=Area)
    about = models.CharField(max_length=26, choices=About)
    track = models.CharField(max_length=9, choices=Track)
    channel = models.CharField(max_length=12, choices=Channel)
    anonymous = models.BooleanField(default=False)
    # Of somebody who gives no name online only the half-day is kept.
    received_at = models.DateTimeField()
    received_on = models.DateField()
    late = models.BooleanField(default=False)
    text = EncryptedTextField(context="complaint.text")
    # Who an online complaint says it is from, and how to reach them.
    name = EncryptedTextField(context="complaint.name", blank=True)
    contact = EncryptedTextField(context="complaint.contact", blank=True)
    # The letter that it is about, as the citizen copied its reference.
    letter_reference = EncryptedTextField(context="complaint.letter_reference", blank=True)
    helper = models.CharField(max_length=11, choices=Helper, blank=True)
    helper_name = EncryptedTextField(context="complaint.helper_name", blank=True)
    # Where the copies go that whoever acts for the citizen gets.
    helper_address = EncryptedTextField(
        context="complaint.helper_address", blank=True, default="", db_default=b""
    )
    # The helper may act for the citizen (partsrepræsentant, FVL § 8).
    represents = models.BooleanField(default=False)
    reference = models.CharField(max_length=8, unique=True)
    code_hash = models.BinaryField(max_length=32)
    language = models.CharField(max_length=2, default="da")
    status = models.CharField(max_length=15, choices=Status, default=Status.RECEIVED)
    # Looking at it again; the citizen's answer after a partial uphold; a case that was sent back.
    clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, related_name="complaint"
    )
    reply_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, related_name="complaint_reply"
    )
    anew_clock = models.OneToOneField(
        Clock, on_delete=models.PROTECT, null=True, related_name="complaint_anew"
    )
    reassessed = models.CharField(max_length=10, choices=Reassessed, blank=True)
    # Two complaints over one decision may be settled by one new one.
    new_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    forwarded_on = models.DateField(null=True)
    outcome = models.CharField(max_length=9, choices=BoardOutcome, blank=True)
    outcome_on = models.DateField(null=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closing = models.CharField(max_length=9, choices=Closing, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)), name=f"complaint_{name}_known"
                )
                for name, words in (
                    ("area", Area),
                    ("about", About),
                    ("track", Track),
                    ("channel", Channel),
                )
            ),
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", ["", *words.values])),
                    name=f"complaint_{name}_known",
                )
                for name, words in (
                    ("helper", Helper),
                    ("reassessed", Reassessed),
                    ("outcome", BoardOutcome),
                    ("closing", Closing),
                )
            ),
            models.CheckConstraint(
                condition=Q(language__in=[key for key, _name in settings.LANGUAGES]),
                name="complaint_language_known",
            ),
            models.CheckConstraint(
                condition=Q(received_at__lte=F("registered_at")) | Q(anonymous=True),
                name="complaint_not_received_in_the_future",
                violation_error_message=_("The complaint cannot have been received in the future."),
            ),
            models.CheckConstraint(
                condition=Q(received_on=TruncDate("received_at")),
                name="complaint_received_on_is_the_danish_day",
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length("text"), 0),
                name="complaint_says_something",
                violation_error_message=_("Write what the complaint is about."),
            ),
            models.CheckConstraint(
                condition=Q(late=False) | Q(decision__isnull=False),
                name="complaint_late_by_a_letter",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(inquiry__isnull=False),
                name="complaint_over_a_decision_of_an_inquiry",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False)
                | (
                    Q(citizen__isnull=True, decision__isnull=True, inquiry__isnull=True)
                    & ~GreaterThan(Length("name"), 0)
                    & ~GreaterThan(Length("contact"), 0)
                ),
                name="complaint_anonymous_leads_to_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(GreaterThan(Length("helper_address"), 0))
                | Q(GreaterThan(Length("helper_name"), 0)),
                name="complaint_helper_address_of_somebody",
                violation_error_message=_("Write who helps."),
            ),
            models.CheckConstraint(
                condition=~Q(track="appeal") | Q(anonymous=False),
                name="complaint_appealed_under_a_name",
                violation_error_message=_("A complaint over a decision needs a name."),
            ),
            models.CheckConstraint(
                condition=Q(track="appeal", clock__isnull=False)
                | (~Q(track="appeal") & Q(clock__isnull=True)),
                name="complaint_looked_at_again_by_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status__in=COMMON)
                | Q(track="appeal", status__in=ONLY["appeal"])
                | Q(track="service", status__in=ONLY["service"])
                | Q(track="elsewhere", status__in=ONLY["elsewhere"]),
                name="complaint_goes_its_own_way",
            ),
            models.CheckConstraint(
                condition=(GRANTED & Q(about="social_decision", new_decision__isnull=False))
                | (~(GRANTED & Q(about="social_decision")) & Q(new_decision__isnull=True)),
                name="complaint_upheld_by_a_new_decision",
            ),
            models.CheckConstraint(
                condition=Q(reply_clock__isnull=True) | Q(reassessed="partly"),
                name="complaint_asked_when_partly_upheld",
            ),
            models.CheckConstraint(
                condition=~AT_THE_BOARD | Q(forwarded_on__isnull=False, inquiry__isnull=False),
                name="complaint_sent_on_with_its_file",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_on__isnull=True)
                | (~Q(outcome="") & Q(outcome_on__gte=F("forwarded_on"))),
                name="complaint_decided_after_it_was_sent_on",
                violation_error_message=_("The appeals board decides after it got the complaint."),
            ),
            models.CheckConstraint(
                condition=~Q(status="decided") | ~Q(outcome=""),
                name="complaint_decided_says_how",
            ),
            models.CheckConstraint(
                condition=Q(anew_clock__isnull=True) | Q(outcome="remitted"),
                name="complaint_decided_anew_when_sent_back",
            ),
            models.CheckConstraint(
                condition=(
                    CLOSED & ~Q(closing="") & Q(closed_at__isnull=False, closed_by__isnull=False)
                )
                | (OPEN & Q(closing="", closed_at__isnull=True, closed_by__isnull=True)),
                name="complaint_closed_says_how_and_by_whom",
            ),
        )
        indexes = (
            models.Index(
                fields=["unit", "received_on", "id"], condition=OPEN, name="complaint_open_unit"
            ),
            models.Index(
                fields=["responsible", "received_on", "id"],
                condition=OPEN,
                name="complaint_open_mine",
            ),
            models.Index(fields=["-received_on", "id"], name="complaint_latest"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def helper_lines(self) -> tuple[str, ...]:
        """Where a helper's copy goes; a helper who is at work there does not live with the citizen."""
        if self.citizen is None or self.helper in AT_WORK:
            return tuple(self.helper_address.splitlines())
        return self.citizen.at_home(self.helper_address)

    @property
    def hides_helper(self) -> bool:
        """Whether the helper's address is known and may be the citizen's own, which is protected."""
        return bool(self.helper_address) and not self.helper_lines

    @property
    def contact_in_pairs(self) -> str:
        """How to reach whoever complains, as it is read and dialled."""
        return in_pairs(self.contact)
