"""The calls after a treatment that somebody who leaves was to make."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from centre.account.actions.leave import Work
from centre.staff.models import User
from followup.actions.call import hand_over
from followup.models import FollowUp
from intake.models import Inquiry

MOST = 500


def _held(by: User, of: User) -> Sequence[UUID]:
    scope = Inquiry.objects.for_user(by)
    found = FollowUp.objects.of(scope).to_call().filter(responsible=of)
    return list(found.order_by("stand_on", "id").values_list("pk", flat=True)[:MOST])


def _hand_on(pk: UUID, to: User, by: User, at: datetime) -> object:
    return hand_over(follow_up_id=pk, to=to, by=by, at=at)


WORK = Work(_("Follow-ups"), _held, _hand_on)
