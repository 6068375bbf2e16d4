"""Writing down that a delivery was built: one row, one line in the trail, one in the read log."""

from datetime import date, datetime

from django.db import transaction

from centre.records.actions import note
from centre.records.models import ReadEntry
from centre.staff.models import User
from reporting.models import RegisterDelivery


@transaction.atomic
def record_delivery(
    *,
    register: str,
    first: date,
    last: date,
    records: int,
    left_out: int,
    faults: int,
    by: User,
    at: datetime,
) -> RegisterDelivery:
    """Keep who built it and how much is in it. Not written, the delivery is not given its name."""
    made = RegisterDelivery.objects.create(
        register=register,
        first_on=first,
        last_on=last,
        records=records,
        left_out=left_out,
        faults=faults,
        built_at=at,
        built_by=by,
    )
    note(
        action="reporting.register_delivery",
        row=made,
        by=by,
        at=at,
        register=register,
        first_on=first.isoformat(),
        last_on=last.isoformat(),
        records=records,
    )
    log_reading(register=register, what="delivery", rows=records, by=by, at=at)
    return made


def log_reading(*, register: str, what: str, rows: int, by: User, at: datetime) -> None:
    """That so many people's records were read for a register, built or only checked."""
    ReadEntry.objects.create(
        at=at,
        by=by,
        role=by.role,
        purpose=f"register {register} {what}",
        row="treatment.Course",
        rows=rows,
    )
