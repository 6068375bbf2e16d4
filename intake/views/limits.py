"""How much a visitor may book on the public pages; the numbers are settings (ux T4-T6)."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from centre import limits
from intake.rules.journey import Answers, Step, route

CODES = limits.Codes("code")
ANONYMOUS_BOOKINGS = 3
# A number or address that is booked already is never told to whoever types it: that it has an
# appointment here is the citizen's secret. What a network may book is bounded instead.
NAMED_BOOKINGS = 6


def may_send(request: HttpRequest, answers: Answers, *, at: datetime) -> bool:
    """Whether this network may send one more booking this hour; a repeat is the same one."""
    nameless = Step.DETAILS not in route(answers)
    what = (
        ("ANONYMOUS_BOOKINGS", ANONYMOUS_BOOKINGS)
        if nameless
        else ("NAMED_BOOKINGS", NAMED_BOOKINGS)
    )
    return limits.may_send(*what, request, at=at, token=answers.key)


def too_quick(answers: Answers, *, at: datetime) -> bool:
    """Whether no person could have answered that fast."""
    return answers.quicker_than(timedelta(seconds=limits.least_seconds()), at)
