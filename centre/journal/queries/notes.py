"""Which notes and attachments a person may see at a moment, and which of them they may act on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db.models import (
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.lookups import Exact, IsNull
from django.utils.module_loading import import_string

from centre.citizens.models import Citizen
from centre.journal.choices import Regime
from centre.journal.models import Attachment, Note, PassingOn
from centre.journal.rules.access import reads, written_by
from centre.records.models import LookUp
from centre.staff.models import User
from centre.staff.rules import Door

# A note is set right once or twice: more are no page that anybody reads.
MOST = 50

_NO_LOOK_UP = Value(None, output_field=UUIDField())
Cases = Callable[[User, datetime | None], QuerySet[Any]]


def _opened(user: User, at: datetime | None, note: str = "") -> QuerySet[Any]:
    """The cases that open a note to a person, of the row that asks; `note` is the way from it to its note.

    Of the social record those of the unit that wrote it, of the health record all of the citizen's.
    Where the person's own work opens it, no look-up does.
    """
    scope = cast("Cases", import_string(settings.CASE_SCOPE))
    of_all_units = Q(Exact(OuterRef(f"{note}regime"), Value(Regime.HEALTH))) | Q(
        IsNull(OuterRef(f"{note}unit"), True)
    )
    cases = scope(user, at).filter(citizen=OuterRef(f"{note}citizen"))
    cases = cases.filter(Q(unit=OuterRef(f"{note}unit")) | of_all_units)
    return cases.order_by(F("look_up_id").asc(nulls_first=True))


def _told_by(cases: QuerySet[Any], at: datetime | None) -> Subquery | Value:
    """The look-up that opened it; without a moment none does, and the database is not asked for one."""
    if at is None:
        return _NO_LOOK_UP
    return Subquery(cases.values("look_up_id")[:1])


def notes(user: User, at: datetime | None = None) -> QuerySet[Note]:
    """The notes that a person may read.

    Of the social record those of the units whose case of the citizen is theirs to open; of the health
    record all of such a citizen; of the other side's health notes what was passed on. For a page that
    only shows, `at` lets in what a look-up with a reason has opened then, and `look_up_id` names it for
    the door to log: it opens the record that the role reads, and no other.
    """
    if not user.may(Door.ASSESS):
        return Note.objects.none().annotate(look_up_id=_NO_LOOK_UP)
    cases = _opened(user, at)
    rows = Note.objects.filter(Exists(cases))
    if not reads(user.role, Regime.HEALTH):
        passed = Exists(PassingOn.objects.filter(note=OuterRef("pk")))
        rows = rows.filter(Q(regime=Regime.SOCIAL) | Q(passed))
    return rows.annotate(look_up_id=_told_by(cases, at))


def with_people(rows: QuerySet[Note]) -> QuerySet[Note]:
    """The notes with whom they are about and who wrote them."""
    return rows.select_related("citizen", "written_by", "unit")


def citizens_to_write_about(user: User) -> QuerySet[Citizen]:
    """The citizens who are a person's by their own work, for who writes notes at all."""
    if written_by(user.role) is None or not user.is_active:
        return Citizen.objects.none()
    scope = cast("Cases", import_string(settings.CASE_SCOPE))
    return Citizen.objects.filter(Exists(scope(user, None).filter(citizen=OuterRef("pk"))))


def notes_to_act_on(user: User) -> QuerySet[Note]:
    """Those of the record that the person writes in, of citizens who are theirs by their own work."""
    return notes(user).filter(regime=written_by(user.role))


def attachments(user: User, at: datetime | None = None) -> QuerySet[Attachment]:
    """Those of the notes that a person may read; of what was passed on, only where they went along."""
    rows = Attachment.objects.annotate(citizen_id=F("note__citizen"))
    if not user.may(Door.ASSESS):
        return rows.none().annotate(look_up_id=_NO_LOOK_UP)
    cases = _opened(user, at, "note__")
    rows = rows.filter(Exists(cases))
    if not reads(user.role, Regime.HEALTH):
        # What was attached later nobody has passed on.
        along = Q(note__passings_on__with_files=True, note__passings_on__at__gte=F("added_at"))
        rows = rows.filter(Q(note__regime=Regime.SOCIAL) | along)
    return rows.annotate(look_up_id=_told_by(cases, at))


@dataclass(frozen=True)
class Told:
    """One wording on the page of a note: what hangs on it, and who may be shown it."""

    note: Note
    files: list[Attachment]
    passed_on: PassingOn | None


@dataclass(frozen=True)
class Thread:
    """A note with all its earlier wordings, the latest first."""

    wordings: list[Told]
    # Set right since, by a wording that the reader is not shown: it was not passed on.
    is_outdated: bool
    # What the reader may do with the latest of them.
    may_act: bool
    may_pass_on: bool

    @property
    def latest(self) -> Told:
        return self.wordings[0]

    @property
    def earlier(self) -> list[Told]:
        """What was set right, as far as the reader may see it."""
        return self.wordings[1:]


def thread(user: User, note: Note, at: datetime) -> Thread:
    """The note with what it corrects and what corrects it, as much as the reader may see. Five statements."""
    rows = notes(user, at).filter(thread=note.thread).select_related("written_by")
    found = list(rows.order_by("-written_at", "id")[:MOST])
    files: dict[Any, list[Attachment]] = {}
    for one in attachments(user, at).filter(note__in=found).select_related("added_by"):
        files.setdefault(one.note_id, []).append(one)
    passed = {
        one.note_id: one for one in PassingOn.objects.filter(note__in=found).select_related("by")
    }
    told = [Told(one, files.get(one.pk, []), passed.get(one.pk)) for one in found]
    latest = found[0]
    mine = notes_to_act_on(user).filter(pk=latest.pk).exists()
    return Thread(
        wordings=told,
        is_outdated=Note.objects.filter(corrects=latest).exists(),
        may_act=mine,
        may_pass_on=mine and latest.regime == Regime.HEALTH and latest.pk not in passed,
    )


def content_of(one: Attachment) -> bytes:
    """What a file holds, put together from its parts."""
    parts = one.parts.order_by("number").values_list("content", flat=True)
    return b"".join(bytes(part) for part in parts)


def has_files(note: Note) -> bool:
    """Whether anything hangs on a note."""
    return note.attachments.exists()


def are_files_scanned() -> bool:
    """Whether the operator has put a virus scanner before what is attached."""
    return bool(settings.ATTACHMENT_SCANNER)


def look_up_of(row: Model) -> LookUp | None:
    """The look-up that alone has opened a row; None for one of the own scope."""
    look_up_id: UUID | None = getattr(row, "look_up_id", None)
    return LookUp.objects.filter(pk=look_up_id).first() if look_up_id else None
