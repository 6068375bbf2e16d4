"""Notes, what is attached to them, and whom a health note was passed on to. Only ever added to.

A correction is a note of its own in the same thread: what it corrects stays readable. All words are
sealed, and no index is kept of them: without the keys the tables tell who wrote how much about whom,
when and of which kind, and no word of it.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, TruncDate
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.citizens.models import Citizen
from centre.journal.choices import Basis, FileKind, NoteKind, Regime
from centre.journal.rules.access import KINDS
from centre.journal.rules.files import LARGEST
from centre.staff.models import Unit, User
from centre.vault import EncryptedBytesField, EncryptedTextField

# The words for the roles stand in the database as they are written here.
_HEALTH, _SOCIAL = Regime.HEALTH.value, Regime.SOCIAL.value


class Note(models.Model):
    """One entry in one of a citizen's two records. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="+", db_index=False)
    regime = models.CharField(max_length=6, choices=Regime)
    # Whose case it was written in; None where somebody of no unit wrote it for all of them.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=11, choices=NoteKind)
    # The day that it tells of: entries are made in or as soon as possible after the contact.
    about_on = models.DateField()
    heading = EncryptedTextField(context="note.heading", blank=True)
    text = EncryptedTextField(context="note.text")
    # Who was asked for advice, by name (the order on patient records).
    conferred = EncryptedTextField(context="note.conferred", blank=True)
    # The first note of those that correct each other: its own number where it corrects none.
    thread = models.UUIDField()
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # What the author was when it was written: titles change, and the note does not.
    author_title = models.CharField(max_length=80)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(regime__in=Regime.values), name="note_regime_known"),
            models.CheckConstraint(
                condition=Q(regime=_HEALTH, kind__in=[one.value for one in KINDS[Regime.HEALTH]])
                | Q(regime=_SOCIAL, kind__in=[one.value for one in KINDS[Regime.SOCIAL]])
                | ~Q(regime__in=Regime.values),
                name="note_kind_of_its_record",
                violation_error_message=_("This record has no notes of that kind."),
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length("text"), 0),
                name="note_says_something",
                violation_error_message=_("Write the note"),
            ),
            models.CheckConstraint(
                condition=Q(about_on__lte=TruncDate("written_at")),
                name="note_tells_of_no_day_to_come",
                violation_error_message=_("The note cannot tell of a day that is still to come."),
            ),
            models.CheckConstraint(
                condition=~Q(GreaterThan(Length("conferred"), 0)) | Q(regime=_HEALTH),
                name="note_confers_in_the_health_record",
            ),
            models.CheckConstraint(
                condition=~Q(kind="conferral") | Q(GreaterThan(Length("conferred"), 0)),
                name="note_of_conferral_names_whom",
                violation_error_message=_("Write the name of whom you conferred with."),
            ),
            models.CheckConstraint(
                condition=Q(GreaterThan(Length("author_title"), 0)), name="note_names_a_title"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, thread=F("id"))
                | (Q(corrects__isnull=False) & ~Q(thread=F("id"))),
                name="note_begins_a_thread_or_corrects",
            ),
        )
        indexes = (
            models.Index(fields=["citizen", "-written_at", "id"], name="note_of_a_citizen"),
            models.Index(fields=["thread", "written_at"], name="note_of_a_thread"),
            # The search across a unit reads the latest first.
            models.Index(fields=["-written_at", "id"], name="note_latest"),
        )

    def __str__(self) -> str:
        return f"{self.regime} {self.written_at}"


class Attachment(models.Model):
    """A file that belongs to a note. What it holds lies in parts, so that no one value is large."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=4, choices=FileKind)
    # As it was called where it came from; never part of an address or of a download's name.
    name = EncryptedTextField(context="attachment.name")
    size = models.PositiveIntegerField()
    # SHA-256 of all parts in their order. Sealed: in clear it would tell which known file lies here.
    digest = EncryptedBytesField(context="attachment.digest")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ("added_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=FileKind.values), name="attachment_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=LARGEST),
                name="attachment_of_a_size",
                violation_error_message=_("The file is too big: at most 10 MB can be attached."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.size}"


class AttachmentPart(models.Model):
    """So much of a file as is sealed and read at a time: a new key is given to many rows at once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    content = EncryptedBytesField(context="attachment_part.content")

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["attachment", "number"], name="attachment_part_numbered_once"
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length("content"), 0),
                name="attachment_part_holds_something",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"


class PassingOn(models.Model):
    """That a health note was passed on to the social side, by whom and on which ground.

    One note, as it was worded then: what corrects it later is not passed on with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(
        Note, on_delete=models.PROTECT, related_name="passings_on", db_index=False
    )
    basis = models.CharField(max_length=8, choices=Basis)
    consent_on = models.DateField(null=True)
    reason = EncryptedTextField(context="passing_on.reason", blank=True)
    with_files = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["note"],
                name="passing_on_once",
                violation_error_message=_("This note has already been passed on."),
            ),
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values), name="passing_on_basis_known"
            ),
            models.CheckConstraint(
                condition=Q(basis="consent", consent_on__isnull=False)
                | (~Q(basis="consent") & Q(consent_on__isnull=True)),
                name="passing_on_consent_has_a_day",
                violation_error_message=_("Write the day on which the citizen agreed."),
            ),
            models.CheckConstraint(
                condition=Q(consent_on__isnull=True) | Q(consent_on__lte=TruncDate("at")),
                name="passing_on_after_the_consent",
                violation_error_message=_("The citizen cannot have agreed on a day to come."),
            ),
            models.CheckConstraint(
                condition=Q(basis="consent") | Q(GreaterThan(Length("reason"), 0)),
                name="passing_on_says_why",
                violation_error_message=_("Write why it is passed on without consent."),
            ),
        )
        indexes = (models.Index(fields=["-at", "id"], name="passing_on_latest"),)

    def __str__(self) -> str:
        return f"{self.basis} {self.at}"
