"""What comes after a treatment: the follow-ups at 1 and 6 months, the calls, and further talks."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Death
from centre.clocks.models import Clock
from centre.staff.models import Unit, User
from centre.vault import EncryptedTextField
from followup.choices import BY_ITSELF, Attempt, GoalKept, Month, Outcome
from intake.models import Inquiry
from intake.models.inquiry import InquiryQuerySet
from treatment.choices import Result
from treatment.models import Course, Discharge

OPEN = Q(outcome="")
BY_THE_HOUSE = Q(outcome__in=[outcome.value for outcome in BY_ITSELF])
SPOKEN_TO = Q(outcome__in=["reached", "relapsed"])


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def of(self, inquiries: InquiryQuerySet) -> "FollowUpQuerySet":
        """Those of courses in a scope: who may open the course may make the call."""
        return self.filter(course__inquiry__in=inquiries)

    def open(self) -> "FollowUpQuerySet":
        """Those that still wait for a call, or for a reason why there is none."""
        return self.filter(OPEN)

    def to_call(self) -> "FollowUpQuerySet":
        """The open ones of the living: a death is heeded when it is told, and the next pull ends them."""
        dead = Death.objects.in_force().values("citizen")
        return self.open().exclude(course__in=Course.objects.filter(citizen__in=dead))


class FollowUp(models.Model):
    """One contact that a discharge leads to (opfølgning). Pulled from the discharge, once each.

    `stand_on` is the day under which it stands in the list: the last one to act, or an earlier one
    on which somebody wants to call again. It moves no deadline.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    discharge = models.ForeignKey(Discharge, on_delete=models.PROTECT, related_name="follow_ups")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="follow_ups")
    month = models.PositiveSmallIntegerField(choices=Month)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="follow_up")
    # As on the clock, so that a list is read along one index.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    responsible = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    stand_on = models.DateField()
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=11, choices=Outcome, blank=True)
    ended_on = models.DateField(null=True)
    # How the citizen stands now, in the words of the discharge, so that both can be held together.
    result = models.CharField(max_length=10, choices=Result, blank=True)
    goal_kept = models.CharField(max_length=6, choices=GoalKept, blank=True)
    wants_help = models.BooleanField(default=False)
    # What somebody who wants help again was written down as.
    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, null=True, related_name="asked_in_follow_up"
    )
    note = EncryptedTextField(context="follow_up.note", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The call that ended this one too: a death, or a wish to be left alone.
    along_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="took_along"
    )
    form_key = models.UUIDField(unique=True, null=True, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["discharge", "month"],
                name="follow_up_once_a_month",
                violation_error_message=_("This follow-up stands on the list already."),
            ),
            models.CheckConstraint(
                condition=Q(month__in=Month.values), name="follow_up_month_known"
            ),
            models.CheckConstraint(
                condition=OPEN | Q(outcome__in=Outcome.values), name="follow_up_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(goal_kept__in=["", *GoalKept.values]), name="follow_up_goal_kept_known"
            ),
            models.CheckConstraint(
                condition=(SPOKEN_TO & Q(result__in=Result.values)) | (~SPOKEN_TO & Q(result="")),
                name="follow_up_says_how_who_is_spoken_to_stands",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="relapsed", result="free"),
                name="follow_up_relapsed_is_not_free",
                violation_error_message=_(
                    "Somebody who has relapsed is not free of it. Choose one of the two."
                ),
            ),
            models.CheckConstraint(
                condition=(OPEN & Q(ended_on__isnull=True, ended_at__isnull=True))
                | (~OPEN & Q(ended_on__isnull=False, ended_at__isnull=False)),
                name="follow_up_ended_says_when",
            ),
            models.CheckConstraint(
                condition=(OPEN & Q(ended_by__isnull=True))
                | BY_THE_HOUSE
                | (~OPEN & Q(ended_by__isnull=False)),
                name="follow_up_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=SPOKEN_TO | Q(goal_kept="", wants_help=False),
                name="follow_up_asks_who_is_spoken_to",
                violation_error_message=_("Only somebody who was reached can be asked."),
            ),
            models.CheckConstraint(
                condition=Q(inquiry__isnull=True) | Q(wants_help=True),
                name="follow_up_inquiry_was_wished_for",
            ),
            models.CheckConstraint(
                condition=Q(along_with__isnull=True) | Q(outcome__in=["declined", "dead"]),
                name="follow_up_taken_along_by_what_ends_others",
            ),
        )
        indexes = (
            models.Index(
                fields=["responsible", "stand_on", "id"], condition=OPEN, name="follow_up_mine"
            ),
            models.Index(fields=["unit", "stand_on", "id"], condition=OPEN, name="follow_up_unit"),
            models.Index(fields=["stand_on", "id"], condition=OPEN, name="follow_up_open"),
        )

    def __str__(self) -> str:
        return f"{self.month} {self.outcome}"


class EarlierEnd(models.Model):
    """What a follow-up was closed with before it was set right. A line that is never changed.

    The follow-up itself carries what holds: so figures and registers count that, and nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="earlier")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=11, choices=Outcome)
    ended_on = models.DateField()
    result = models.CharField(max_length=10, choices=Result, blank=True)
    goal_kept = models.CharField(max_length=6, choices=GoalKept, blank=True)
    wants_help = models.BooleanField(default=False)
    # It stays an inquiry, and its deadline runs, until somebody ends it on its own page.
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, null=True, related_name="+")
    note = EncryptedTextField(context="earlier_end.note", blank=True)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.UUIDField(unique=True, null=True, editable=False)
    # The follow-up waits for its call again; otherwise it ended with something else.
    taken_back = models.BooleanField(default=False)
    at = models.DateTimeField()
    # Nobody where the house found out by itself.
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["follow_up", "number"],
                name="earlier_end_numbered_once",
                violation_error_message=_("Somebody else has set this right meanwhile."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="earlier_end_counts_from_one"),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="earlier_end_outcome_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"


class CallAttempt(models.Model):
    """Somebody was tried and not spoken to. A line that is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="attempts")
    result = models.CharField(max_length=12, choices=Attempt)
    tried_on = models.DateField()
    note = EncryptedTextField(context="call_attempt.note", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(result__in=Attempt.values), name="call_attempt_result_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.result} {self.tried_on}"


class SupportTalk(models.Model):
    """A further talk after the treatment (støttesamtale; Rebild: five within twelve months)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="support_talks")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    note = EncryptedTextField(context="support_talk.note", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["course", "number"],
                name="support_talk_numbered_once",
                violation_error_message=_("Somebody else has written a talk down meanwhile."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="support_talk_counts_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.number}"
