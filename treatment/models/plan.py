"""The treatment plan (behandlingsplan, SEL § 101 stk. 8): goals in the citizen's own words, by version."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.clocks.models import Clock
from centre.staff.models import User
from centre.vault import EncryptedTextField
from intake.models import Decision
from intake.models.inquiry import InquiryQuerySet
from treatment.choices import Agreement, FollowUpRoute, Horizon, WhyVersion
from treatment.models.course import Course


class PlanQuerySet(models.QuerySet["TreatmentPlan"]):
    def of(self, inquiries: InquiryQuerySet) -> "PlanQuerySet":
        """Those of courses in a scope: who may open the course may open its plan."""
        return self.filter(course__inquiry__in=inquiries)


class TreatmentPlan(models.Model):
    """One version; the highest is the plan. A version is written once and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="plans")
    # What it carries out: the offer that the citizen is visitated to.
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=9, choices=WhyVersion)
    agreed_on = models.DateField()
    agreement = models.CharField(max_length=9, choices=Agreement)
    methods = EncryptedTextField(context="treatment_plan.methods", blank=True)
    tasks = EncryptedTextField(context="treatment_plan.tasks", blank=True)
    timetable = EncryptedTextField(context="treatment_plan.timetable", blank=True)
    # Told and agreed when the plan is made (Fredericia, Skanderborg); elsewhere it may be open still.
    follow_up_route = models.CharField(max_length=7, choices=FollowUpRoute, blank=True)
    follow_up_detail = EncryptedTextField(context="treatment_plan.follow_up_detail", blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(
                fields=["course", "version"],
                name="plan_version_once",
                violation_error_message=_("Somebody else has saved a version meanwhile."),
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="plan_counts_from_one"),
            models.CheckConstraint(
                condition=Q(version=1, why="first") | (Q(version__gt=1) & ~Q(why="first")),
                name="plan_later_versions_say_why",
            ),
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)), name=f"plan_{name}_known"
                )
                for name, words in (
                    ("why", WhyVersion),
                    ("agreement", Agreement),
                )
            ),
            models.CheckConstraint(
                condition=Q(follow_up_route__in=["", *FollowUpRoute.values]),
                name="plan_follow_up_route_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}"


class Goal(models.Model):
    """A goal or, under one, a sub-goal. `key` is the same through all versions of the plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(TreatmentPlan, on_delete=models.PROTECT, related_name="goals")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField()
    horizon = models.CharField(max_length=5, choices=Horizon)
    words = EncryptedTextField(context="goal.words")
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="sub_goals"
    )
    by_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["plan", "key"], name="goal_once_a_version"),
            models.UniqueConstraint(fields=["plan", "number"], name="goal_numbered_once"),
            models.CheckConstraint(
                condition=Q(horizon__in=Horizon.values), name="goal_horizon_known"
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length("words"), 0),
                name="goal_has_words",
                violation_error_message=_("Write the goal in the citizen's own words."),
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="goal_is_no_part_of_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class PlanReview(models.Model):
    """When a version must be looked at again: by the standard, where it gives an interval."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.OneToOneField(TreatmentPlan, on_delete=models.PROTECT, related_name="review")
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="plan_review")

    def __str__(self) -> str:
        return str(self.id)
