"""What may be granted when a complaint is upheld: what the standard of the day offers."""

from datetime import date

from centre.standard.queries import in_force
from centre.standard.schema import Offer
from complaints.models import Complaint
from intake.queries.request import nameless
from intake.rules.offers import offers_that_fit


def offers_over(complaint: Complaint, today: date) -> list[Offer]:
    """The offers that fit the inquiry the complaint is over; none before it is known which."""
    decision = complaint.decision
    if decision is None:
        return []
    return offers_that_fit(
        in_force(today).content,
        area=decision.area,
        age_group=decision.inquiry.age_group,
        setting=decision.setting,
        on=today,
        anonymous=nameless(decision.inquiry),
    )
