"""When a plan is due for review: by the standard, where it says so. The law gives no interval."""

from datetime import date

from centre.clocks.choices import Kind, Side, Source, Span
from centre.clocks.rules import Plan
from centre.standard.rules import offer_by_key
from centre.standard.schema import Standard


def review_months(standard: Standard, offer: str) -> int | None:
    """The months until a plan is looked at again; None where the standard names none.

    The shortest of what the council promises: at most so many months between revisions (Haderslev),
    how far the short-term goals reach (Rebild), how often an offer is evaluated with the citizen
    (Skanderborg's talks for the young).
    """
    found = offer_by_key(standard, offer)
    promised = [
        standard.plan.review_months if standard.plan else None,
        standard.plan.short_term_months if standard.plan else None,
        found.evaluate_months if found else None,
    ]
    return min((months for months in promised if months), default=None)


def review_clock(standard: Standard, offer: str, agreed_on: date) -> Plan | None:
    """The clock that a version of the plan starts; None where no interval is promised."""
    months = review_months(standard, offer)
    if months is None:
        return None
    return Plan(
        kind=Kind.PLAN_REVIEW,
        starts_on=agreed_on,
        length=months,
        span=Span.MONTHS,
        side=Side.AUTHORITY,
        source=Source.LOCAL,
        basis=standard.identity.council,
    )


def new_offer_asks_for_review(standard: Standard) -> bool:
    """Whether a plan is always reviewed when the offer changes (Haderslev)."""
    return standard.plan is not None and standard.plan.on_change_of_offer
