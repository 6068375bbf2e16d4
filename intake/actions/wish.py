"""A wish for treatment, the first or a later one: its deadlines count from the day of that wish."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.choices import Kind
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from intake.actions.inquiry import locked
from intake.actions.receive import start_clocks
from intake.choices import About, InquiryStatus, Topic, Wish
from intake.models import Inquiry
from intake.models.inquiry import OPEN_STATUSES
from intake.queries.request import request_of
from intake.rules.guarantee import Request, kinds_for

# What a wish changes on the inquiry, under the names that the request has for it.
KEPT = ("wish", "topic", "wants_medical", "wants_inpatient", "citizen_agrees")


@dataclass(frozen=True)
class Wished:
    """What the citizen says that they want, beside what they said before."""

    topic: str
    on: date
    medical: bool = False
    stay: bool = False


@transaction.atomic
def record_wish(
    *, inquiry_id: UUID, wished: Wished, by: User, at: datetime
) -> tuple[Inquiry, list[str]]:
    """The citizen wants treatment, or more than before: each wish counts from its own day (C01).

    Medical treatment (SUL § 142) and a stay may be asked for after the first wish, also when the
    treatment has begun: their clocks start, and no other moves. Returns the kinds that started.
    The same wish twice is one. Raises Refused when all of it was asked for on another day, when the
    inquiry has ended or speaks for somebody else, and for a day that cannot be.
    """
    inquiry = locked(inquiry_id)
    before, request = request_of(inquiry), _with(inquiry, wished)
    if set(kinds_for(request)) <= set(kinds_for(before)):
        _check_said_before(inquiry, request, wished)
        return inquiry, []
    _check(inquiry, wished.on, at)
    for name in KEPT:
        setattr(inquiry, name, getattr(request, name))
    inquiry.save(update_fields=KEPT)
    running = list(inquiry.guarantees.values_list("kind", flat=True))
    kinds = start_clocks(inquiry, request, by=by, at=at, but=running)
    note(
        action="inquiry.wish",
        row=inquiry,
        by=by,
        at=at,
        citizen_id=inquiry.citizen_id,
        on=wished.on.isoformat(),
        clocks=kinds,
    )
    return inquiry, kinds


def _with(inquiry: Inquiry, wished: Wished) -> Request:
    """What is asked for from now on: a later wish adds to the first one and takes nothing away."""
    first = inquiry.wish != Wish.TREATMENT
    return replace(
        request_of(inquiry),
        received_on=wished.on,
        wish=Wish.TREATMENT,
        topic=wished.topic if first or wished.topic == inquiry.topic else Topic.BOTH,
        wants_medical=inquiry.wants_medical or wished.medical,
        wants_inpatient=inquiry.wants_inpatient or wished.stay,
        # A professional's inquiry is a referral only with the citizen's own wish, which this is.
        citizen_agrees=inquiry.about == About.PROFESSIONAL or inquiry.citizen_agrees,
    )


def _check_said_before(inquiry: Inquiry, request: Request, wished: Wished) -> None:
    """Nothing new was asked for: refused unless these very words are recorded for this day."""
    kinds = set(kinds_for(request))
    if not kinds:
        raise Refused(
            _("A relative's talk starts no deadline. Register the citizen's own inquiry.")
        )
    asked = {Kind.MEDICAL} if wished.medical else set()
    asked |= {Kind.INPATIENT} if wished.stay else set()
    if not asked <= kinds:
        raise Refused(_("Medical treatment is for drugs. Choose what the treatment is for."))
    days = inquiry.guarantees.filter(
        kind__in=asked or kinds - {Kind.MEDICAL, Kind.INPATIENT}
    ).values_list("clock__starts_on")
    if days and (wished.on,) not in days:
        raise Refused(_("The citizen asked for treatment before: the first wish counts."))


def _check(inquiry: Inquiry, on: date, at: datetime) -> None:
    # Who is in treatment may still ask for medical treatment or a stay.
    if inquiry.status not in (*OPEN_STATUSES, InquiryStatus.STARTED):
        raise Refused(_("Take the inquiry up again first."))
    if on < inquiry.received_on:
        raise Refused(_("This cannot have happened before the inquiry was received."))
    if on > danish_day(at):
        raise Refused(_("This day has not come yet."))
