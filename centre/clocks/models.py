"""Every deadline of the house in one table, its ledger, its warnings, and the sweep's pulse."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen, Death
from centre.clocks import rules
from centre.clocks.choices import (
    FOLLOW_UPS,
    FOR_THE_DOCTOR,
    FOR_THE_LEADER,
    Cause,
    EventType,
    Kind,
    Side,
    Source,
    Span,
    State,
)
from centre.records.models import LookUp, kept_from
from centre.staff.choices import Role, UnitKind
from centre.staff.models import Unit, User
from centre.staff.rules import Door
from centre.standard.models import QualityStandard
from centre.vault import EncryptedTextField

OPEN = Q(stopped_on__isnull=True)


# Whom a deadline is about; an anonymous one's stands by itself.
PERSON = Coalesce("citizen_id", "id")


class ClockQuerySet(models.QuerySet["Clock"]):
    def open(self) -> "ClockQuerySet":
        """Those that still run or are paused."""
        return self.filter(OPEN)

    def but_calls_to_the_dead(self) -> "ClockQuerySet":
        """Nobody is asked to make them, from the moment that a death is told: the next pull ends them."""
        dead = Death.objects.in_force().values("citizen")
        return self.exclude(kind__in=FOLLOW_UPS, citizen__in=dead)

    def for_user(self, user: User, at: datetime | None = None) -> "ClockQuerySet":
        """Those the person may see: a leader without a unit all, others their own unit's.

        The health team also sees what waits for a doctor in the other units. Who runs the system
        or its quality sees nobody's deadlines, only numbers. For a page that only shows, `at` lets
        in those too of whom a look-up with a reason has opened the file at that moment. A colleague's
        are for the few.
        """
        if not (user.may(Door.WORK_CASES) or user.may(Door.ASSIGN_OTHERS)):
            return self.none()
        if user.leads_all_units:
            return self.exclude(citizen__in=kept_from(user))
        seen = Q(unit=user.unit_id) if user.unit_id is not None else Q(pk__in=[])
        if user.role in (Role.DOCTOR, Role.NURSE):
            seen |= Q(kind__in=FOR_THE_DOCTOR)
        seen &= ~Q(citizen__in=kept_from(user))
        if at is not None:
            opened = LookUp.objects.running(user, at).values("citizen")
            apart = Q(unit__kind=UnitKind.ANONYMOUS) | Q(kind__in=FOR_THE_LEADER)
            seen |= Q(citizen__in=opened) & ~apart
        if not user.may(Door.SEE_LOOK_UPS):
            seen &= ~Q(kind__in=FOR_THE_LEADER)
        return self.filter(seen)

    def of(self, user: User) -> "ClockQuerySet":
        """Those the person answers for."""
        return self.for_user(user).filter(responsible=user)

    def breached(self, today: date) -> "ClockQuerySet":
        """Past the deadline and not ended."""
        # The day to act by is never after the deadline: an index can begin there.
        return self.open().filter(due_on__lt=today, act_by_on__lt=today)

    def at_risk(self, today: date) -> "ClockQuerySet":
        """Not yet past, but at most three working days are left to act."""
        return self.open().filter(due_on__gte=today, act_by_on__lte=rules.at_risk_until(today))

    def in_order(self) -> "ClockQuerySet":
        """The soonest first, one person's of the same day together, and no two rows tied."""
        return self.order_by("act_by_on", PERSON, "id")

    def that_follow(self, on: date, id: uuid.UUID) -> "ClockQuerySet":
        """Those after a row of this order, so that paging never repeats or skips."""
        person = Subquery(Clock.objects.filter(pk=id).values_list(PERSON)[:1])
        same_day = Q(person__gt=person) | Q(person=person, id__gt=id)
        return self.alias(person=PERSON).filter(
            Q(act_by_on__gt=on) | Q(same_day, act_by_on=on), act_by_on__gte=on
        )


class Clock(models.Model):
    """One deadline. The date columns are written only from `rules.compute`, with the event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    source = models.CharField(max_length=6, choices=Source, default=Source.LAW)
    # A warning rewrites the clock in each of its indexes: none of those that no page asks. A person's
    # file asks for the open ones alone.
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="clocks", db_index=False
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    responsible = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    standard = models.ForeignKey(
        QualityStandard, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The rule as it was on the day the clock began: a new standard moves no old promise.
    length = models.PositiveSmallIntegerField()
    span = models.CharField(max_length=12, choices=Span)
    side = models.CharField(max_length=9, choices=Side, default=Side.AUTHORITY)
    basis = models.CharField(max_length=60)
    cycle = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()
    due_on = models.DateField(null=True)
    act_by_on = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=8, blank=True)
    paused_since = models.DateField(null=True)
    notice_on = models.DateField(null=True)
    explained_on = models.DateField(null=True)
    next_rung_on = models.DateField(null=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="clock_kind_known"),
            models.CheckConstraint(condition=Q(span__in=Span.values), name="clock_span_known"),
            models.CheckConstraint(
                condition=Q(source__in=Source.values), name="clock_source_known"
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="clock_side_known"),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, ended_as="")
                | Q(stopped_on__isnull=False, ended_as__in=["stop", "waive", "release"]),
                name="clock_ends_once_and_says_how",
            ),
            models.CheckConstraint(
                condition=Q(paused_since__isnull=False)
                | Q(due_on__isnull=False, act_by_on__isnull=False),
                name="clock_due_unless_paused",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=F("starts_on")),
                name="clock_ends_after_start",
                violation_error_message=_("A clock cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(next_rung_on__isnull=True),
                name="clock_ended_warns_no_more",
            ),
        )
        indexes = (
            models.Index(fields=["act_by_on", "id"], condition=OPEN, name="clock_open"),
            models.Index(
                fields=["responsible", "act_by_on", "id"],
                condition=OPEN,
                name="clock_open_mine",
            ),
            models.Index(
                fields=["unit", "act_by_on", "id"],
                condition=OPEN,
                name="clock_open_unit",
            ),
            models.Index(
                fields=["citizen"],
                condition=OPEN & Q(citizen__isnull=False),
                name="clock_open_citizen",
            ),
            models.Index(
                fields=["next_rung_on", "id"],
                condition=Q(next_rung_on__isnull=False),
                name="clock_next_rung",
            ),
        )

    @property
    def place(self) -> tuple[date, uuid.UUID, uuid.UUID]:
        """Where it stands in `in_order`, for rows already read: paused ones, without a day, last."""
        return self.act_by_on or date.max, self.citizen_id or self.pk, self.pk

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"

    @property
    def rule(self) -> rules.Rule:
        return rules.Rule(length=self.length, span=self.span, side=self.side)

    @property
    def answer(self) -> rules.Answer:
        """The stored dates as the engine gave them."""
        return rules.Answer(
            starts_on=self.starts_on,
            due_on=self.due_on,
            act_by_on=self.act_by_on,
            stopped_on=self.stopped_on,
            ended_as=self.ended_as,
            paused_since=self.paused_since,
            notice_on=self.notice_on,
            explained_on=self.explained_on,
        )

    def state_on(self, today: date) -> State:
        """Where the clock stands on a day, decided now."""
        return rules.state_on(self.answer, today)


class ClockEvent(models.Model):
    """One line of a clock's ledger; never changed. A correction is a new line."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=8, choices=EventType)
    on = models.DateField()
    until = models.DateField(null=True)
    cause = models.CharField(max_length=14, choices=Cause, blank=True)
    reason = EncryptedTextField(context="clock_event.reason", blank=True)
    basis = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["clock", "number"], name="clock_event_numbered_once"),
            models.CheckConstraint(
                condition=Q(type__in=EventType.values), name="clock_event_type_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(type="extend", until__gt=F("on")),
                name="clock_event_until_only_extends",
            ),
            models.CheckConstraint(
                condition=~Q(type="explain") | ~Q(cause=""),
                name="clock_event_explains_with_cause",
                violation_error_message=_("Choose why the deadline was not kept."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} {self.on}"

    @property
    def line(self) -> rules.Event:
        return rules.Event(type=self.type, on=self.on, until=self.until)


class Alert(models.Model):
    """A warning given. The insert is the claim: one rung of one cycle warns once."""

    # Found by the unique constraint, which begins with the clock.
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, related_name="alerts", db_index=False
    )
    cycle = models.PositiveSmallIntegerField()
    # Days after the deadline: -7, -4, -2, 0 on the ladder; positive ones are reminders.
    rung = models.SmallIntegerField()
    true_since = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["clock", "cycle", "rung"], name="alert_once_a_rung"),
        )

    def __str__(self) -> str:
        return f"{self.rung} {self.true_since}"


class Sweep(models.Model):
    """One pass over the clocks: the heartbeat by which everybody sees that deadlines are watched."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    as_of = models.DateTimeField()
    clocks = models.PositiveIntegerField(default=0)
    alerts = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["-finished_at"], name="sweep_latest"),)

    def __str__(self) -> str:
        return f"{self.finished_at}"
