"""The outbox, where a message is a row sent later by a worker; and the letters as they were sent."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from centre.citizens.models import Citizen
from centre.post.choices import LetterChannel, LetterKind, State, Text
from centre.post.rules import OF_ALL_UNITS, WITH_GROUNDS
from centre.records.models import LookUp, kept_from
from centre.staff.choices import UnitKind
from centre.staff.models import Unit, User
from centre.staff.rules import Door
from centre.vault import EncryptedBytesField, EncryptedTextField


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> "MessageQuerySet":
        return self.filter(state=State.WAITING)


class Message(models.Model):
    """One message to one member of the staff or to one sealed address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.CharField(max_length=12, choices=Text)
    language = models.CharField(max_length=2, default="da")
    to_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    to_address = EncryptedTextField(context="message.to_address", blank=True)
    # Dates and counts the text is filled with; never a name, a number or a purpose.
    facts = models.JSONField(default=dict)
    once_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
            models.CheckConstraint(condition=Q(text__in=Text.values), name="message_text_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="message_sent_has_moment",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at", "id"],
                condition=Q(state__in=["waiting", "sending"]),
                name="message_to_send",
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} {self.state}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def for_user(self, user: User, at: datetime | None = None) -> "LetterQuerySet":
        """The own unit's; all of them for a leader without a unit; none for who sees no cases.

        Grounds are for who may assess; a whole file, which tells of all units, stands behind a door of
        its own. For a page that only shows, `at` lets in those too that a look-up with a reason has
        opened to the person at that moment; `look_up_id` then names it, for the door to log.
        """
        if not user.may(Door.WORK_CASES):
            return self.none()
        rows = self.exclude(kind__in=OF_ALL_UNITS)
        if user.leads_all_units:
            return rows.exclude(citizen__in=kept_from(user))
        if not user.may(Door.ASSESS):
            rows = rows.exclude(kind__in=WITH_GROUNDS)
        own = Q(unit=user.unit_id) if user.unit_id is not None else Q(pk__in=[])
        own &= ~Q(citizen__in=kept_from(user))
        if at is None:
            return rows.filter(own)
        opened = LookUp.objects.running(user, at).filter(citizen=OuterRef("citizen"))
        # Anonymous drug treatment is linked to nobody: no reason opens it.
        by_reason = Case(
            When(own | Q(unit__kind=UnitKind.ANONYMOUS), then=None),
            default=Subquery(opened.values("pk")[:1]),
            output_field=models.UUIDField(),
        )
        return rows.annotate(look_up_id=by_reason).filter(own | Q(look_up_id__isnull=False))

    def in_order(self) -> "LetterQuerySet":
        """The newest first, without opening what a list does not show."""
        return self.order_by("-sent_at", "id").defer("text", "pdf")


class Letter(models.Model):
    """A letter as it left: its words as data, and the very sheet. Never changed, never written unsent.

    `sent_at` is when a person let it go; of an anonymous person only the half-day. The house hands
    no letter to a carrier: whoever sends it prints it, or takes it to the council's own Digital Post.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=LetterKind)
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, null=True, related_name="letters", db_index=False
    )
    # The unit whose people may open it.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = EncryptedTextField(context="letter.title")
    text = EncryptedTextField(context="letter.text")
    pdf = EncryptedBytesField(context="letter.pdf")
    # Sealed as well: whoever guesses a name could make the letter anew and compare.
    sha256 = EncryptedTextField(context="letter.sha256")
    language = models.CharField(max_length=2, default="da")
    channel = models.CharField(max_length=12, choices=LetterChannel)
    written_on = models.DateField()
    sent_at = models.DateTimeField()
    # As it was told then: a later reading of the law moves no deadline (domain K9).
    presumed_received_on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # The letter that this is somebody else's copy of.
    copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="copies"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="letter_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=LetterChannel.values), name="letter_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(language__in=[key for key, _name in settings.LANGUAGES]),
                name="letter_language_known",
            ),
            models.CheckConstraint(
                condition=Q(citizen__isnull=False) | Q(channel=LetterChannel.HANDED_OVER.value),
                name="letter_by_post_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(copy_of__isnull=True) | ~Q(copy_of=F("id")),
                name="letter_copy_of_another",
            ),
            models.CheckConstraint(
                condition=Q(presumed_received_on__gte=F("written_on")),
                name="letter_received_after_written",
            ),
            models.CheckConstraint(
                condition=Q(
                    *(GreaterThan(Length(name), 0) for name in ("title", "text", "pdf", "sha256"))
                ),
                name="letter_is_whole",
            ),
        )
        indexes = (
            models.Index(fields=["citizen", "-sent_at", "id"], name="letter_by_citizen"),
            models.Index(fields=["unit", "-sent_at", "id"], name="letter_by_unit"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.written_on}"

    @property
    def with_grounds(self) -> bool:
        """Whether it is read by those alone who may assess."""
        return self.kind in WITH_GROUNDS
