"""The decisions a complaint has to do with: those it may be over, and what came in their place."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from centre.staff.models import User
from complaints.models import Complaint
from intake.choices import DecisionStatus
from intake.models import Decision, Inquiry

MOST = 25
REFERENCE = 8
GIVEN = (DecisionStatus.SENT, DecisionStatus.REPLACED)


def decisions_of(user: User, inquiry: Inquiry) -> list[Decision]:
    """The decisions that were sent on an inquiry and on the citizen's other ones, the latest first."""
    whose = Q(inquiry=inquiry)
    if inquiry.citizen_id is not None:
        whose |= Q(inquiry__citizen=inquiry.citizen_id)
    return list(_given(user).filter(whose).order_by("-decided_on", "id")[:MOST])


def decision_by_reference(user: User, reference: str) -> Decision | None:
    """The decision whose letter bears the reference, among those the person may act on."""
    text = "".join(one for one in reference.lower() if one in "0123456789abcdef")
    if len(text) != REFERENCE:
        return None
    first, last = (UUID(text + end * (32 - REFERENCE)) for end in "0f")
    # Two letters that bear the same one are told apart by nobody here: then it is neither.
    rows = _given(user).filter(pk__gte=first, pk__lte=last).select_related("inquiry")
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def _given(user: User) -> QuerySet[Decision]:
    return Decision.objects.of(Inquiry.objects.for_user(user)).filter(status__in=GIVEN)


def decision_in_force(complaint: Complaint) -> Decision | None:
    """What holds now in the case that the complaint is over."""
    rows = Decision.objects.in_force()
    return rows.filter(inquiry=complaint.inquiry_id, area=complaint.area).first()


def decided_since(complaint: Complaint, since: date) -> Decision | None:
    """Another decision than the one complained about, in force and made on the day or later."""
    found = decision_in_force(complaint)
    if found is None or found.pk == complaint.decision_id or found.decided_on is None:
        return None
    return found if found.decided_on >= since else None
