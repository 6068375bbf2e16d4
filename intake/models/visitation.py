"""Visitation: what the citizen's life is like now, and what help that calls for (SEL § 101 stk. 2-3)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centre.staff.models import User
from centre.vault import EncryptedTextField
from intake.choices import Frequency, Route, Substance, Theme
from intake.models.inquiry import Inquiry, InquiryQuerySet

UNFINISHED = Q(finished_at__isnull=True)


class VisitationQuerySet(models.QuerySet["Visitation"]):
    def of(self, inquiries: InquiryQuerySet) -> "VisitationQuerySet":
        """Those of inquiries of a scope: who may open the inquiry may open what was found out."""
        return self.filter(inquiry__in=inquiries)


class Visitation(models.Model):
    """One assessment of one inquiry. When its talks are used up, a citizen is visitated anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="visitations")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The day of the talk; a council may promise that it is held (Rebild).
    held_on = models.DateField(null=True)
    children_at_home = models.PositiveSmallIntegerField(null=True)
    pregnant = models.BooleanField(null=True)
    # Counts how often the list of substances was saved: it tells two writers apart.
    substances_version = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = VisitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=UNFINISHED,
                name="visitation_one_at_a_time",
                violation_error_message=_("An assessment is already under way."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_by__isnull=True)
                | Q(finished_at__isnull=False, finished_by__isnull=False, held_on__isnull=False),
                name="visitation_finished_after_a_talk",
                violation_error_message=_("Say on which day the assessment talk was held."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("begun_at")),
                name="visitation_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class Assessment(models.Model):
    """What is known about one theme. Saved on its own; `version` tells two writers apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visitation = models.ForeignKey(Visitation, on_delete=models.PROTECT, related_name="assessments")
    theme = models.CharField(max_length=14, choices=Theme)
    text = EncryptedTextField(context="assessment.text", blank=True)
    # What cannot be found out before treatment begins is completed after it (BEK 1691/2023 § 1).
    later = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["visitation", "theme"], name="assessment_once_a_theme"),
            models.CheckConstraint(
                condition=Q(theme__in=Theme.values), name="assessment_theme_known"
            ),
        )

    def __str__(self) -> str:
        return self.theme


class SubstanceUse(models.Model):
    """One substance the citizen uses, as the treatment demand indicator asks (TDI 3.0)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    visitation = models.ForeignKey(Visitation, on_delete=models.CASCADE, related_name="substances")
    # 1 is the one that help is sought for most; the rest come after it.
    rank = models.PositiveSmallIntegerField()
    substance = models.CharField(max_length=4, choices=Substance)
    route = models.CharField(max_length=8, choices=Route, default=Route.UNKNOWN)
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.UNKNOWN)
    age_at_first_use = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("rank",)
        constraints = (
            models.UniqueConstraint(fields=["visitation", "rank"], name="substance_one_a_rank"),
            models.UniqueConstraint(
                fields=["visitation", "substance"],
                name="substance_once",
                violation_error_message=_("This substance is already on the list."),
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="substance_ranked_from_one"),
            *(
                models.CheckConstraint(
                    condition=Q((f"{name}__in", words.values)), name=f"substance_{name}_known"
                )
                for name, words in (
                    ("substance", Substance),
                    ("route", Route),
                    ("frequency", Frequency),
                )
            ),
        )

    def __str__(self) -> str:
        return self.substance
