"""The courses of somebody who leaves, with their talks to come and their deadlines."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.account.actions.leave import Work
from centre.staff.models import User
from intake.models import Inquiry
from treatment.actions.course import hand_over
from treatment.models import Course

MOST = 500


def _held(by: User, of: User) -> Sequence[UUID]:
    found = Course.objects.of(Inquiry.objects.for_user(by)).open().filter(counsellor=of)
    return list(found.order_by("set_up_at", "id").values_list("pk", flat=True)[:MOST])


def _hand_on(pk: UUID, to: User, by: User, at: datetime) -> object:
    reason = _("The counsellor works here no more.")
    return hand_over(course_id=pk, to=to, reason=reason, by=by, at=at)


WORK = Work(gettext_lazy("Courses of treatment"), _held, _hand_on)
