"""The one door to a citizen's file: it checks the scope and logs the reader, or shows nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.http import Http404

from centre.records.models import ReadEntry
from centre.staff.models import User
from centre.vault import keyed_hash


class Reader(Protocol):
    """Who reads, and in which request."""

    user: Any
    request_id: str


Row = TypeVar("Row", bound=models.Model)
Shown = TypeVar("Shown")


def open_one(
    rows: models.QuerySet[Row],
    pk: object,
    *,
    reader: Reader,
    purpose: str,
    at: datetime,
) -> Row:
    """Fetch one row out of the reader's scope and log the reading in the same transaction.

    The rows must already be limited to what the reader may see. A row outside it is not found: that
    it exists is not told. If the log cannot be written, nothing is shown. Where only a look-up with
    a reason lets the reader in, the scope has written it on the row, and the log names it. Raises
    Http404.
    """
    with transaction.atomic():
        found = rows.filter(pk=pk).first()
        if found is None:
            raise Http404
        line = _line(
            reader,
            purpose,
            at,
            rows.model,
            row_id=str(pk),
            citizen_id=_citizen_of(found),
            look_up_id=getattr(found, "look_up_id", None),
        )
        _write(line)
    return found


def open_list(
    found: Sequence[Shown],
    *,
    model: type[models.Model],
    reader: Reader,
    purpose: str,
    at: datetime,
    criterion: str = "",
    about: Mapping[UUID, int] | None = None,
) -> Sequence[Shown]:
    """Log that a list of persons was shown, by its number of rows; an empty list is logged too.

    What was searched for is kept as a keyed hash: `sought` makes the same one. `about`: of how many rows
    each citizen was told, where to stand on the list tells something of what is written of them.
    """
    hashed = sought(criterion) if criterion else None
    _write(
        _line(reader, purpose, at, model, rows=len(found), criterion_hash=hashed),
        *(
            _line(reader, purpose, at, model, rows=rows, citizen_id=citizen_id)
            for citizen_id, rows in (about or {}).items()
        ),
    )
    return found


def sought(criterion: str) -> bytes:
    """The hash under which the log keeps what was searched for."""
    return keyed_hash(criterion, purpose="read.criterion")


def _citizen_of(row: models.Model) -> UUID | None:
    return row.pk if row._meta.label == "citizens.Citizen" else getattr(row, "citizen_id", None)


def _line(
    reader: Reader,
    purpose: str,
    at: datetime,
    model: type[models.Model],
    *,
    row_id: str = "",
    citizen_id: UUID | None = None,
    rows: int = 1,
    look_up_id: UUID | None = None,
    criterion_hash: bytes | None = None,
) -> ReadEntry:
    user: User = reader.user
    return ReadEntry(
        at=at,
        by=user,
        role=user.role,
        purpose=purpose,
        citizen_id=citizen_id,
        row=model._meta.label,
        row_id=row_id,
        rows=rows,
        request_id=getattr(reader, "request_id", ""),
        look_up_id=look_up_id,
        criterion_hash=criterion_hash,
    )


def _write(*lines: ReadEntry) -> None:
    """All of them or none, in one statement."""
    ReadEntry.objects.bulk_create(lines)
