"""The complaints of somebody who leaves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from centre.account.actions.leave import Work
from centre.staff.models import User
from complaints.actions.register import assign
from complaints.models import Complaint

MOST = 500


def _held(by: User, of: User) -> Sequence[UUID]:
    found = Complaint.objects.for_user(by).open().filter(responsible=of)
    return list(found.order_by("received_on", "id").values_list("pk", flat=True)[:MOST])


def _hand_on(pk: UUID, to: User, by: User, at: datetime) -> object:
    return assign(complaint_id=pk, to=to, by=by, at=at)


WORK = Work(_("Complaints"), _held, _hand_on)
