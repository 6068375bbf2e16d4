"""Writing the trail. Every action of the house ends here, inside its own transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from centre.calendar import half_day_of
from centre.records.models import AuditEntry
from centre.staff.models import User


def note(
    *,
    action: str,
    row: models.Model,
    by: User | None,
    at: datetime,
    citizen_id: UUID | None = None,
    anonymous: bool = False,
    **detail: Any,
) -> None:
    """Leave one line in the audit trail. Details are names, counts and dates, never free text.

    What an anonymous person does is dated by the half-day only (the anonymity promise, ux E.4).
    """
    AuditEntry.objects.create(
        at=half_day_of(at) if anonymous else at,
        by=by,
        action=action,
        row=row._meta.label,
        row_id=str(row.pk),
        citizen_id=citizen_id,
        detail=detail,
    )
