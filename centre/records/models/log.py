"""The trail of what was done, the log of what was read, the reasons given. Only ever added to.

The web role may insert and select; a trigger refuses change and removal for everybody else.
Numbers are random: a counter would tell when an anonymous person was here.
"""

import uuid
from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.records.choices import Answer, Log, LookUpReason
from centre.records.models.few import Tie
from centre.records.rules import ANSWERED_WITHIN, answer_by, asked_since, ends_at, running_since
from centre.staff.models import User
from centre.vault import MARK_BYTES, EncryptedTextField, MarkField

# A line of no time, or of the end of time, could not even be read.
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _marked(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(Exact(Length("mark"), MARK_BYTES)), name=name)


def _of_a_time(name: str, field: str = "at") -> models.CheckConstraint:
    within = {f"{field}__gte": FROM, f"{field}__lt": UNTIL}
    return models.CheckConstraint(condition=Q(**within), name=name)


class AuditEntry(models.Model):
    """One line an action: who did what to which row. Field names and numbers, never values."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    row = models.CharField(max_length=60)
    row_id = models.CharField(max_length=40)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, related_name="+")
    detail = models.JSONField(default=dict)
    mark = MarkField(context="log.mark")

    class Meta:
        constraints = (_marked("audit_marked"), _of_a_time("audit_of_a_time"))
        indexes = (models.Index(fields=["row", "row_id", "at"], name="audit_by_row"),)

    def __str__(self) -> str:
        return f"{self.action} {self.row} {self.row_id}"


class LookUpQuerySet(models.QuerySet["LookUp"]):
    def running(self, user: User, at: datetime) -> "LookUpQuerySet":
        """Those that open a citizen to the person at the moment; never what is their own matter."""
        within = self.filter(by=user, at__gt=running_since(at), at__lte=at)
        return within.exclude(citizen__in=Tie.objects.of(user).values("citizen"))


class LookUp(models.Model):
    """A reasoned look-up: somebody without a relation opened one citizen, and said why.

    It lasts from `at` for the time of `rules.LASTS`; nobody prolongs or ends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=LookUpReason)
    text = EncryptedTextField(context="look_up.text")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = LookUpQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=LookUpReason.values), name="look_up_reason_known"
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length("text"), 0),
                name="look_up_says_why",
                violation_error_message=_("Write why you need to open it."),
            ),
        )
        indexes = (
            models.Index(fields=["by", "at"], name="look_up_by_whom"),
            models.Index(fields=["-at", "id"], name="look_up_latest"),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def ends_at(self) -> datetime:
        """From when on it opens nothing any more."""
        return ends_at(self.at)


class LookUpRequestQuerySet(models.QuerySet["LookUpRequest"]):
    def waiting(self, at: datetime) -> "LookUpRequestQuerySet":
        """Those that a second person can still answer at the moment."""
        return self.filter(answer="", at__gt=asked_since(at), at__lte=at)


class LookUpRequest(models.Model):
    """A look-up that opens nothing until a second person agrees (design 6: protected, and colleagues).

    Nobody is asked twice: what is not answered in time is over by itself. The hour of the look-up runs
    from the answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=LookUpReason)
    text = EncryptedTextField(context="look_up_request.text")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=7, choices=Answer, blank=True)
    words = EncryptedTextField(context="look_up_request.words", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    look_up = models.OneToOneField(
        LookUp, on_delete=models.PROTECT, null=True, related_name="request"
    )

    objects = LookUpRequestQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=LookUpReason.values), name="look_up_request_reason_known"
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length("text"), 0),
                name="look_up_request_says_why",
                violation_error_message=_("Write why you need to open it."),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None, look_up=None)
                | Q(
                    answer=Answer.GRANTED,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    look_up__isnull=False,
                )
                | Q(
                    answer=Answer.REFUSED,
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    look_up=None,
                ),
                name="look_up_request_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("by")),
                name="look_up_request_second_person",
                violation_error_message=_("Nobody answers their own request."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | Q(answered_at__gte=F("at"), answered_at__lt=F("at") + ANSWERED_WITHIN),
                name="look_up_request_in_time",
                violation_error_message=_("It is too late to answer. It can be asked anew."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.REFUSED) | Q(GreaterThan(Length("words"), 0)),
                name="look_up_request_refused_why",
                violation_error_message=_("Write why not."),
            ),
        )
        indexes = (
            models.Index(fields=["-at", "id"], name="look_up_request_latest"),
            models.Index(fields=["by", "at"], name="look_up_request_by_whom"),
        )

    def __str__(self) -> str:
        return str(self.id)

    @property
    def answer_by(self) -> datetime:
        """From when on nobody can answer it any more."""
        return answer_by(self.at)

    def waits_at(self, at: datetime) -> bool:
        return not self.answer and at < self.answer_by


class SearchAlarm(models.Model):
    """Somebody reached the limit on searches: one row a person and hour, for their leader to ask why.

    What was searched for stands in the read log, as hashes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The beginning of the hour whose searches were counted.
    hour_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["by", "hour_at"], name="search_alarm_once_an_hour"),
        )
        indexes = (models.Index(fields=["-at", "id"], name="search_alarm_latest"),)

    def __str__(self) -> str:
        return str(self.id)


class ReadEntry(models.Model):
    """One line a reading: who saw whom, in which role, what for, how many rows (Datatilsynet).

    The table is kept in months: what is looked for in one is not looked for in all of them.

    Of a search, what was searched for is kept as a keyed hash only. The inspection's question "was
    this person sought, and by whom?" is answered by hashing the person again; but whoever may read
    the log reads no names in it, least of all of those who were never here (ux T25).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=15)
    purpose = models.CharField(max_length=40)
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    row = models.CharField(max_length=60)
    row_id = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(default=1)
    request_id = models.CharField(max_length=20, blank=True)
    criterion_hash = models.BinaryField(null=True, max_length=32)
    # Set where nothing but a look-up with a reason opened the page.
    look_up = models.ForeignKey(
        LookUp, on_delete=models.PROTECT, null=True, related_name="readings", db_index=False
    )
    mark = MarkField(context="log.mark")

    class Meta:
        constraints = (_marked("read_marked"), _of_a_time("read_of_a_time"))
        indexes = (
            models.Index(fields=["citizen", "at"], name="read_by_citizen"),
            models.Index(fields=["by", "at"], name="read_by_reader"),
            models.Index(
                fields=["criterion_hash", "at"],
                condition=Q(criterion_hash__isnull=False),
                name="read_by_criterion",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.row} {self.row_id}"


class Unsealed(models.Model):
    """A line of a log that is in no seal yet. The database puts it here as the line is written."""

    entry = models.UUIDField(primary_key=True)
    log = models.CharField(max_length=8, choices=Log)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(log__in=Log.values), name="unsealed_log_known"),
        )

    def __str__(self) -> str:
        return f"{self.log} {self.entry}"


class Seal(models.Model):
    """A link of the chain: some lines of one log, with the digest of each, closed upon the link before.

    A changed or removed line no longer fits its seal; a changed or removed seal breaks the chain.
    Where the chain ends is told outside the database: a chain cannot show that its end was cut off.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    log = models.CharField(max_length=8, choices=Log)
    # In the order of their random numbers: it tells nothing of who was here before whom.
    entries = ArrayField(models.UUIDField())
    # 32 bytes for each of the entries, in their order.
    digests = models.BinaryField()
    # Of the link before and of all that stands in this one.
    digest = models.BinaryField(max_length=32)
    mark = MarkField(context="seal.mark")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(log__in=Log.values), name="seal_log_known"),
            models.CheckConstraint(condition=Q(entries__len__gt=0), name="seal_closes_something"),
            _marked("seal_marked"),
            _of_a_time("seal_of_a_time", "sealed_at"),
        )

    def __str__(self) -> str:
        return str(self.number)


class DroppedMonth(models.Model):
    """That a month of the readings was disposed of, by an approved protocol: which lines it had.

    The trail tells the digest of this statement and is sealed: so it stands in the chain, and a month
    that somebody merely drops stands in none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_on = models.DateField(unique=True)
    # In the order of their random numbers, as in a seal.
    entries = ArrayField(models.UUIDField())
    # The line of the protocol that was approved.
    line = models.UUIDField()
    made_at = models.DateTimeField()
    mark = MarkField(context="month.mark")

    class Meta:
        constraints = (
            _marked("dropped_month_marked"),
            _of_a_time("dropped_month_of_a_time", "made_at"),
        )

    def __str__(self) -> str:
        return f"{self.first_on}"


LOGS: dict[Log, type[AuditEntry] | type[ReadEntry]] = {
    Log.TRAIL: AuditEntry,
    Log.READING: ReadEntry,
}
