"""A course of treatment (behandlingsforløb): from a decision, with somebody who answers for it."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.staff.models import Unit, User
from centre.standard.models import QualityStandard
from centre.vault import EncryptedTextField
from intake.choices import Area
from intake.models import Decision, Inquiry
from intake.models.inquiry import InquiryQuerySet
from treatment.choices import CourseStatus

OPEN = Q(status__in=["set_up", "running"])
BEGUN = Q(begun_on__isnull=False)


class Days(Func):
    """The days of a course; the day it ends may be the day the next one begins."""

    function = "DATERANGE"
    output_field = DateRangeField()


class CourseQuerySet(models.QuerySet["Course"]):
    def of(self, inquiries: InquiryQuerySet) -> "CourseQuerySet":
        """Those from inquiries of a scope: who may open the inquiry may open the course."""
        return self.filter(inquiry__in=inquiries)

    def open(self) -> "CourseQuerySet":
        return self.filter(OPEN)

    def running(self) -> "CourseQuerySet":
        return self.filter(status=CourseStatus.RUNNING)


class Course(models.Model):
    """Four days are kept apart: asked, decided, first offered, first attended (domain 1.4).

    `decision` is the one in force; when its talks are used up a new one takes its place here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="courses")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="courses")
    # None where help is given without a name.
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="courses"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey(QualityStandard, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=15, choices=Area)
    offer = models.CharField(max_length=60)
    offer_name = models.CharField(max_length=200)
    status = models.CharField(max_length=11, choices=CourseStatus, default=CourseStatus.SET_UP)
    requested_on = models.DateField()
    decided_on = models.DateField()
    first_offered_on = models.DateField(null=True, blank=True)
    begun_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    set_up_at = models.DateTimeField()
    set_up_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(area__in=Area.values), name="course_area_known"),
            models.CheckConstraint(
                condition=Q(status__in=CourseStatus.values), name="course_status_known"
            ),
            models.UniqueConstraint(
                fields=["citizen", "area"],
                condition=OPEN,
                name="course_one_open_a_kind",
                violation_error_message=_("The citizen is already in this kind of treatment."),
            ),
            models.UniqueConstraint(
                fields=["inquiry", "area"],
                condition=OPEN,
                name="course_one_open_an_inquiry",
                violation_error_message=_("The citizen is already in this kind of treatment."),
            ),
            ExclusionConstraint(
                name="course_no_overlap",
                expressions=[
                    ("citizen", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (Days("begun_on", "ended_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=BEGUN,
                violation_error_message=_(
                    "The citizen was in this kind of treatment on some of these days."
                ),
            ),
            models.CheckConstraint(
                condition=(~Q(status__in=["set_up", "never_begun"]) | Q(begun_on__isnull=True))
                & (~Q(status__in=["running", "ended"]) | BEGUN),
                name="course_runs_from_the_first_talk_attended",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_on__isnull=False)
                | (~Q(status="ended") & Q(ended_on__isnull=True)),
                name="course_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(begun_on__isnull=True) | Q(begun_on__gte=F("requested_on")),
                name="course_begins_after_it_was_asked_for",
                violation_error_message=_("Treatment cannot begin before it was asked for."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("begun_on")),
                name="course_ends_after_it_begins",
                violation_error_message=_("Treatment cannot end before it begins."),
            ),
        )
        indexes = (
            models.Index(fields=["counsellor", "id"], condition=OPEN, name="course_open_mine"),
            models.Index(fields=["unit", "id"], condition=OPEN, name="course_open_unit"),
        )

    def __str__(self) -> str:
        return f"{self.area} {self.status}"


class Handover(models.Model):
    """The course went from one counsellor to another; a line that is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="handovers")
    from_whom = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    to_whom = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(context="handover.reason", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(from_whom=F("to_whom")), name="handover_to_somebody_else"
            ),
        )

    def __str__(self) -> str:
        return f"{self.at}"
