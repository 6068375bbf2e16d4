"""A talk of the treatment (samtale): planned, then attended or not, with its note."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, TruncDate
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.staff.models import User
from centre.vault import EncryptedTextField
from intake.choices import SlotChannel
from intake.models import Decision
from intake.models.inquiry import InquiryQuerySet
from treatment.choices import Attendance
from treatment.models.course import Course

PLANNED = Q(attendance="planned")


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, inquiries: InquiryQuerySet) -> "SessionQuerySet":
        """Those of courses in a scope: who may open the course may open its talks."""
        return self.filter(course__inquiry__in=inquiries)

    def planned(self) -> "SessionQuerySet":
        return self.filter(PLANNED)

    def attended(self) -> "SessionQuerySet":
        return self.filter(attendance=Attendance.ATTENDED)


class Session(models.Model):
    """One talk. Nobody is in two at once; what was not attended takes up nobody's time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    # As on the course, so that nobody who is in two is expected in two places; None without a name.
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # The grant it is counted against: a new decision counts from nought.
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    starts_at = models.DateTimeField()
    held_on = models.DateField()
    channel = models.CharField(max_length=9, choices=SlotChannel)
    attendance = models.CharField(max_length=15, choices=Attendance, default=Attendance.PLANNED)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # The goals that were worked on, by the key they keep through all versions of the plan.
    goals = models.JSONField(default=list)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            ExclusionConstraint(
                name="session_counsellor_in_one_place",
                expressions=[
                    ("counsellor", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=PLANNED,
                violation_error_message=_("There is already a talk at this time."),
            ),
            ExclusionConstraint(
                name="session_citizen_in_one_place",
                expressions=[
                    ("citizen", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(attendance__in=["planned", "attended"]),
                violation_error_message=_("The citizen already has a talk at this time."),
            ),
            ExclusionConstraint(
                name="session_one_at_a_time_of_a_course",
                expressions=[
                    ("course", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(attendance__in=["planned", "attended"]),
                violation_error_message=_("The citizen already has a talk at this time."),
            ),
            models.CheckConstraint(
                condition=Q(during__startswith=F("starts_at")), name="session_starts_when_it_says"
            ),
            models.CheckConstraint(
                condition=Q(held_on=TruncDate("starts_at")),
                name="session_held_on_is_the_danish_day",
            ),
            models.CheckConstraint(
                condition=Q(attendance__in=Attendance.values), name="session_attendance_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=SlotChannel.values), name="session_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(attendance="planned", settled_at__isnull=True, settled_by__isnull=True)
                | (
                    ~Q(attendance="planned") & Q(settled_at__isnull=False, settled_by__isnull=False)
                ),
                name="session_settled_by_somebody",
            ),
        )
        indexes = (
            models.Index(
                fields=["counsellor", "starts_at", "id"],
                condition=PLANNED,
                name="session_planned_mine",
            ),
            models.Index(fields=["course", "held_on"], name="session_of_course"),
        )

    def __str__(self) -> str:
        return f"{self.starts_at}"


class SessionNote(models.Model):
    """What was talked about. Never changed: a correction is a new note that names the old one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="notes")
    text = EncryptedTextField(context="session_note.text")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ("written_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=GreaterThan(Length("text"), 0), name="session_note_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.written_at}"
