"""The inquiries of somebody who leaves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from centre.account.actions.leave import Work
from centre.staff.models import User
from intake.actions.inquiry import assign
from intake.models import Inquiry

MOST = 500


def _held(by: User, of: User) -> Sequence[UUID]:
    found = Inquiry.objects.for_user(by).open().filter(responsible=of).in_order()
    return list(found.values_list("pk", flat=True)[:MOST])


def _hand_on(pk: UUID, to: User, by: User, at: datetime) -> object:
    return assign(inquiry_id=pk, to=to, by=by, at=at)


WORK = Work(_("Inquiries"), _held, _hand_on)
