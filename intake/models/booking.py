"""Free times and who took them. Double booking is impossible in the database."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centre.staff.models import Unit, User
from centre.vault import EncryptedTextField
from intake.choices import BookingStatus, ClosedFor, SlotChannel
from intake.models.inquiry import Inquiry

# A seat that is taken: everything but what was given back.
OCCUPYING = Q(status__in=["booked", "attended", "no_show"])
PUBLISHED = Q(closed_at__isnull=True)
CLOSED = Q(closed_at__isnull=False)
# Closed by itself, and not with a day or an absence: only somebody who means this time opens it.
CLOSED_ALONE = ~Q(closed_reason="")


class Slot(models.Model):
    """A published time of open counselling with one counsellor, in Danish wall time."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    during = DateTimeRangeField()
    starts_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(default=1)
    in_person = models.BooleanField(default=True)
    phone = models.BooleanField(default=True)
    video = models.BooleanField(default=False)
    # Not shown on the web: whoever calls or comes by must find a time too (ux T6).
    for_callers = models.BooleanField(default=False, db_default=False)
    place = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_reason = models.CharField(
        max_length=9, choices=ClosedFor, blank=True, default="", db_default=""
    )

    class Meta:
        constraints = (
            ExclusionConstraint(
                name="slot_counsellor_in_one_place",
                expressions=[
                    ("counsellor", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=PUBLISHED,
                violation_error_message=_("This counsellor already has a time that overlaps."),
            ),
            # A closed time is not published again by the next run.
            models.UniqueConstraint(fields=["counsellor", "starts_at"], name="slot_published_once"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="slot_seats_somebody"),
            models.CheckConstraint(
                condition=Q(during__startswith=models.F("starts_at")),
                name="slot_starts_when_it_says",
            ),
            models.CheckConstraint(
                condition=Q(in_person=True) | Q(phone=True) | Q(video=True),
                name="slot_can_be_met_somehow",
                violation_error_message=_("Choose at least one way to meet."),
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="slot_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_reason__in=["", *ClosedFor.values]),
                name="slot_closed_reason_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_reason="") | Q(closed_at__isnull=False),
                name="slot_open_without_reason",
            ),
        )
        indexes = (
            models.Index(fields=["starts_at", "id"], condition=PUBLISHED, name="slot_open_from"),
            models.Index(fields=["starts_at", "id"], condition=CLOSED, name="slot_closed_from"),
        )

    def __str__(self) -> str:
        return f"{self.starts_at}"

    def is_met(self, channel: str) -> bool:
        """Whether somebody can be met in this way then."""
        return bool(channel in SlotChannel.values and getattr(self, channel))

    @property
    def ways(self) -> list[str]:
        """The ways to meet then, in words."""
        return [str(way.label) for way in SlotChannel if self.is_met(way)]


class Booking(models.Model):
    """One seat of a slot. An anonymous one is a slot, a seat and the hash of a receipt code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    seat = models.PositiveSmallIntegerField(default=1)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="bookings")
    status = models.CharField(max_length=9, choices=BookingStatus, default=BookingStatus.BOOKED)
    channel = models.CharField(max_length=9, choices=SlotChannel)
    reference = models.CharField(max_length=8, unique=True)
    code_hash = models.BinaryField(max_length=32)
    needs = EncryptedTextField(context="booking.needs", blank=True)
    language = models.CharField(max_length=2, default="da")
    form_key = models.UUIDField(unique=True, editable=False)
    moved_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="moved_to"
    )
    overbooked = models.BooleanField(default=False)
    overbooked_reason = models.CharField(max_length=200, blank=True)
    overbooked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["slot", "seat"],
                condition=OCCUPYING,
                name="booking_one_a_seat",
                violation_error_message=_("This time has just been taken."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=BookingStatus.values),
                name="booking_status_known",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=SlotChannel.values),
                name="booking_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(overbooked=False)
                | (Q(overbooked_by__isnull=False) & ~Q(overbooked_reason="")),
                name="booking_overbooked_with_reason",
                violation_error_message=_("Say why one more is booked than there is room for."),
            ),
            models.CheckConstraint(condition=Q(seat__gte=1), name="booking_seat_counts_from_one"),
        )

    def __str__(self) -> str:
        return self.reference
