"""What law and council promise about time, and about help without a name and with a doctor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.standard import law, rules
from centre.standard.expect.wording import Words, all_of, length_told, offer_told, told
from centre.standard.schema import ClockRule, GuaranteeKind, Offer, Standard

# What each kind of treatment is called on the page, in the order it is told.
KINDS: Final[dict[GuaranteeKind, Promise]] = {
    "alcohol": gettext_lazy("Treatment for alcohol"),
    "social_drug": gettext_lazy("Treatment for drugs"),
    "doctors_talk": gettext_lazy("A talk with a doctor"),
    "medical": gettext_lazy("Medicine in place of drugs"),
    "youth_drug": gettext_lazy("Drugs, when you are under 18"),
    "youth_alcohol": gettext_lazy("Alcohol, when you are under 18"),
    "anonymous_drug": gettext_lazy("Anonymous treatment for drugs"),
    "inpatient_decision": gettext_lazy("An answer about a stay with treatment"),
}
STOPS: Final[dict[str, Promise]] = {
    "treatment_offered": gettext_lazy("you have got an offer of treatment"),
    "visitation_held": gettext_lazy("we have found out together which help fits"),
    "plan_made": gettext_lazy("your plan is made"),
    "first_meeting_agreed": gettext_lazy("the first meeting with your therapist is agreed"),
    "decided": gettext_lazy("you have got a decision"),
    "talks_offered": gettext_lazy("you have got an offer of talks or treatment"),
    "first_talk_held": gettext_lazy("you have had the first talk"),
    "treatment_initiated": gettext_lazy("your treatment has begun"),
    "doctors_talk_offered": gettext_lazy("you have got an offer of a talk with the doctor"),
    "doctors_talk_held": gettext_lazy("you have talked with the doctor"),
}


@dataclass(frozen=True)
class Guarantee:
    """One deadline: what the law says beside what the council promises."""

    title: str
    by_law: str
    by_council: str
    basis: str


def guarantees(standard: Standard, today: date) -> list[Guarantee]:
    """Every deadline that law or council sets, in the order it is told."""
    return [one for one in (_guarantee(standard, kind, today) for kind in KINDS) if one]


def _guarantee(standard: Standard, kind: GuaranteeKind, today: date) -> Guarantee | None:
    """What law and council say about one kind; None when neither says anything that concerns us.

    Anonymous drug treatment is told also where nobody sets a day: who asks for it would else believe
    that the days of the other treatment were theirs (SEL § 101 a).
    """
    rule = law.national_rule(kind, today)
    promise = rules.guarantee_promise(standard, kind)
    if kind.startswith("youth_") and not _treats_youth(standard):
        return None
    by_law = _by_law(rule) if rule is not None and rule.exists else ""
    by_council = _by_council(promise) if promise is not None else ""
    if not by_law and not by_council:
        if kind != "anonymous_drug":
            return None
        by_council = _("We have set no number of days.")
    return Guarantee(
        title=str(KINDS[kind]),
        by_law=by_law or _("The law sets no number of days."),
        by_council=by_council,
        basis=str(rule.basis) if rule else "",
    )


def _by_law(rule: law.NationalRule) -> str:
    length = length_told(rule.days, rule.weeks, rule.months)
    if rule.kind == "doctors_talk":
        # The law counts no days for the talk itself: it lies before the treatment (SUL § 142 stk. 2).
        return _(
            "Before your treatment for drugs begins, so at the latest %(length)s after you ask."
        ) % {"length": length}
    words = _at_the_latest(length, rule.stops)
    if rule.kind == "youth_drug":
        words += " " + _(
            "It is for you who have serious problems because of drugs. Your parents may ask too."
        )
    return words


def _by_council(promise: ClockRule) -> str:
    words = _at_the_latest(
        length_told(promise.days, promise.weeks, promise.months), promise.stop_when
    )
    if promise.on_request_only:
        words += " " + _("It is for you who ask for it.")
    if "consents_given" in promise.start_after:
        words += " " + _("The days count from when everyone who has to say yes has done so.")
    return words


def _at_the_latest(length: str, stops: Sequence[str]) -> str:
    return _("At the latest %(length)s after you ask: %(stop)s.") % {
        "length": length,
        "stop": all_of([str(STOPS[stop]) for stop in stops]),
    }


def _treats_youth(standard: Standard) -> bool:
    return standard.youth is not None and standard.youth.treated


def anonymous(standard: Standard) -> list[str]:
    """What can be had without a name, but for treatment for drugs."""
    hours = standard.hours.open_counselling
    help_ = standard.anonymous
    lines = []
    if (hours and hours.anonymous) or (help_ and help_.advice):
        lines.append(_("You can get advice without saying who you are."))
    if help_ and help_.alcohol and help_.alcohol.offered:
        lines.append(_("You can get treatment for alcohol without saying who you are."))
        lines.append(_("If you get medicine on prescription, we must know who you are."))
    if help_ and help_.alcohol and help_.alcohol.any_council:
        lines.append(_("You may come from another council."))
    return lines


def anonymous_drugs(standard: Standard) -> Words:
    """Anonymous treatment for drugs: the council's words, or the law's where it says nothing."""
    help_ = standard.anonymous
    if help_ is not None and help_.drugs is not None:
        return told(help_.drugs)
    return str(KINDS["anonymous_drug"]), _(
        "By law you can get treatment without a name if you are 18 or over and have no other social "
        "problems that you get help for. The 14 days do not apply here. Ask us, and we tell you how."
    )


def doctor(offers: Sequence[Offer]) -> list[str]:
    """The talk that the law gives to who wants treatment for drugs, and the council's own words."""
    lines = [_("If you want treatment for drugs, you are offered a free talk with a doctor.")]
    return lines + [offer_told(one)[1] for one in offers if one.kind == "doctors_talk"]
