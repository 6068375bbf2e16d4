"""How an inquiry ends without treatment."""

from datetime import datetime
from uuid import UUID

from centre.calendar import danish_day
from centre.clocks.models import Clock
from centre.staff.models import User
from intake.actions import guarantee as guarantees
from intake.actions import inquiry as desk
from intake.choices import InquiryStatus, ReleaseReason
from intake.models import Inquiry
from intake.models.inquiry import OPEN_STATUSES
from intake.rules.guarantee import releases
from reporting.live.world import Life


def as_it_stands(inquiry_id: UUID) -> Inquiry:
    """The inquiry as somebody who opens its page now would see it."""
    return Inquiry.objects.select_related("unit", "responsible", "citizen").get(pk=inquiry_id)


def who(life: Life, inquiry: Inquiry) -> User:
    """Who acts on it: whoever answers for it, else one of the unit."""
    return inquiry.responsible or life.of(inquiry.unit)


def after_death(life: Life, citizen_id: UUID | None, at: datetime) -> None:
    """What is open of somebody who has died is ended; a treatment by who comes to its next talk."""
    theirs = Inquiry.objects.filter(citizen=citizen_id, citizen__isnull=False)
    open_ones = theirs.filter(status__in=OPEN_STATUSES).order_by("form_key")
    for one in open_ones.select_related("unit", "responsible"):
        desk.close(inquiry_id=one.pk, status=InquiryStatus.DIED, by=who(life, one), at=at)


def end(
    life: Life, inquiry: Inquiry, reason: ReleaseReason, status: InquiryStatus, at: datetime
) -> None:
    """Release what still runs, and end the inquiry."""
    by = who(life, inquiry)
    running = Clock.objects.open().values("pk")
    for one in inquiry.guarantees.filter(clock__in=running).order_by("kind"):
        told = reason if reason in releases(one.kind) else ReleaseReason.WITHDRAWN
        guarantees.release(guarantee_id=one.pk, on=danish_day(at), reason=told, by=by, at=at)
    inquiry.refresh_from_db(fields=["status"])
    if inquiry.status in OPEN_STATUSES:
        desk.close(inquiry_id=inquiry.pk, status=status, by=by, at=at)
