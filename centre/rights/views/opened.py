"""Opening a request through the one door."""

import uuid
from datetime import datetime

from centre.calendar import danish_day
from centre.records.door import open_one
from centre.rights.queries import request as queries
from centre.staff.doors import StaffRequest


def opened(request: StaffRequest, pk: uuid.UUID, purpose: str, at: datetime) -> queries.Case:
    """The request in the reader's scope; the log names the look-up that opens the rest of the file."""
    rows = queries.in_scope(request.user, at)
    found = open_one(rows, pk, reader=request, purpose=f"rights {purpose}", at=at)
    return queries.case(request.user, found, at, danish_day(at))
