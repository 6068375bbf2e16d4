"""What an inquiry asks for, and whose consent that needs, as the rules see it."""

from datetime import date

from centre.standard.queries import in_force
from intake.choices import Outcome
from intake.models import Decision, Guarantee, Inquiry
from intake.rules.consents import consents_needed
from intake.rules.decision import About, Right, free_choice
from intake.rules.guarantee import Request
from intake.rules.visitation import areas_of


def request_of(inquiry: Inquiry) -> Request:
    """The inquiry as the rules see it."""
    return Request(
        received_on=inquiry.received_on,
        about=inquiry.about,
        referrer=inquiry.referrer,
        age_group=inquiry.age_group,
        topic=inquiry.topic,
        wish=inquiry.wish,
        anonymous=inquiry.anonymous,
        wants_medical=inquiry.wants_medical,
        wants_inpatient=inquiry.wants_inpatient,
        citizen_agrees=inquiry.citizen_agrees,
    )


def needed_consents(guarantee: Guarantee, *, under_a_name: bool = False) -> frozenset[str]:
    """Whose consent law and council demand before the treatment that was promised."""
    inquiry = guarantee.inquiry
    return consents_needed(
        guarantee.kind,
        inquiry.age_group,
        in_force(inquiry.received_on).content,
        anonymous=inquiry.anonymous and not under_a_name,
    )


def about_of(inquiry: Inquiry) -> About:
    """Whom a decision on the inquiry is about, as the rules see it."""
    return About(
        areas=areas_of(request_of(inquiry)),
        age_group=inquiry.age_group,
        anonymous=nameless(inquiry),
    )


def nameless(inquiry: Inquiry) -> bool:
    """Whether nobody can be written to under a name."""
    return inquiry.citizen is None or inquiry.citizen.anonymous


def right_of(decision: Decision, on: date) -> Right | None:
    """The free choice that a decision gives which is given on that day; a refusal gives none."""
    if decision.outcome == Outcome.REFUSED:
        return None
    age_group, content = decision.inquiry.age_group, decision.standard.content
    return free_choice(content, decision.area, age_group, decision.setting, on)
