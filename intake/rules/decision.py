"""What a decision needs before it may be sent, by whom it is seen, and until when one may complain. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from centre.citizens.choices import MINORS
from centre.clocks.choices import Kind, Side, Span
from centre.clocks.rules import Rule, ends
from centre.standard.law import complaint_guidance, national_rule
from centre.standard.rules import complaint_route, free_choice_for, free_choice_waives
from centre.standard.schema import ComplaintAbout, ComplaintRoute, GuaranteeKind, Offer, Standard
from intake.choices import Area, Outcome, Setting, Way
from intake.rules.basis import AREA_KINDS
from intake.rules.consents import consents_needed
from intake.rules.offers import (
    AREA_WORDS,
    decided_elsewhere,
    most_sessions,
    offers_that_fit,
)

# What the standards call a complaint over a decision on each kind of treatment.
ABOUT: Final[Mapping[str, ComplaintAbout]] = {
    Area.DRUGS: "social_decision",
    Area.ALCOHOL: "alcohol_decision",
    Area.ANONYMOUS_DRUGS: "anonymous_decision",
    Area.SUBSTITUTION: "health_treatment",
}
MOST_SESSIONS: Final = 200


@dataclass(frozen=True)
class DecisionDraft:
    """What somebody would decide, as the form tells it."""

    area: str
    outcome: str
    setting: str = Setting.OUTPATIENT
    offer: str = ""
    sessions_granted: int | None = None
    granted_until: date | None = None
    grounds: str = ""
    why_not_less: str = ""
    guidance: str = ""
    # How it is to reach the citizen; empty: as it usually does.
    way: str = ""
    form_key: UUID = field(default_factory=uuid4)

    @property
    def grants(self) -> bool:
        return self.outcome != Outcome.REFUSED


@dataclass(frozen=True)
class About:
    """Whom a decision is about, as far as the rules care."""

    areas: tuple[str, ...]
    age_group: str
    anonymous: bool = False


@dataclass(frozen=True)
class Fault:
    """One thing that is not right, at its field; no field where the whole is meant."""

    field: str
    words: str


def must_be_approved(outcome: str, setting: str) -> bool:
    """A refusal and a stay are seen by the leader before they are sent (ux, decided no. 7)."""
    return outcome == Outcome.REFUSED or setting == Setting.INPATIENT


def faults(draft: DecisionDraft, about: About, standard: Standard, on: date) -> list[Fault]:
    """All that keeps this decision from being prepared; empty when it may be."""
    if draft.area not in about.areas:
        return [Fault("area", _("This treatment was not asked for. Record the wish first."))]
    found = [*_who_decides(draft, about, standard), *_words(draft)]
    if draft.grants:
        found += _grant(draft, about, standard, on)
    elif draft.offer or draft.sessions_granted or draft.granted_until:
        found.append(
            Fault("offer", _("A refusal grants nothing. Leave offer, talks and day empty."))
        )
    return found


def ways_for(*, nameless: bool) -> tuple[Way, ...]:
    """How a decision may reach the citizen, the usual one first; nobody posts to who has no name."""
    if nameless:
        return (Way.HANDED_OVER, Way.TOLD)
    return (Way.DIGITAL_POST, Way.LETTER, Way.HANDED_OVER, Way.SECURE_MAIL)


def usual_way(*, nameless: bool, has_cpr: bool, has_died: bool) -> Way:
    """Digital Post goes to a CPR number; without one it is a letter. After a death nothing is posted."""
    if nameless or has_died:
        return Way.HANDED_OVER
    return Way.DIGITAL_POST if has_cpr else Way.LETTER


def _who_decides(draft: DecisionDraft, about: About, standard: Standard) -> list[Fault]:
    if draft.area == Area.DRUGS and about.anonymous:
        return [Fault("area", _("Drug treatment under 18 is decided on under a name (BL § 33)."))]
    if decided_elsewhere(standard, draft.area, about.age_group):
        unit = standard.youth.children_unit if standard.youth else None
        told = _("%(unit)s decides on this treatment. Send the inquiry there.")
        return [Fault("area", told % {"unit": unit or _("The children's unit")})]
    if draft.setting == Setting.INPATIENT and (about.anonymous or about.age_group in MINORS):
        return [Fault("setting", _("A stay is for those over 18, and under a name."))]
    return []


def _words(draft: DecisionDraft) -> list[Fault]:
    found = []
    if not draft.grounds.strip():
        found.append(Fault("grounds", _("Write the grounds for the decision.")))
    if draft.outcome != Outcome.GRANTED and not draft.guidance.strip():
        found.append(Fault("guidance", _("Write what the citizen can do or have instead.")))
    # The least intrusive help that is enough comes first (Aabenraa, Skanderborg 4.2).
    more = draft.grants and draft.setting != Setting.OUTPATIENT
    if more and not draft.why_not_less.strip():
        found.append(Fault("why_not_less", _("Write why outpatient help would not be enough.")))
    return found


def _grant(draft: DecisionDraft, about: About, standard: Standard, on: date) -> list[Fault]:
    offer = granted_offer(draft, about, standard, on)
    if offer is None:
        told = (
            _("Choose what is granted.") if not draft.offer else _("This offer does not fit here.")
        )
        return [Fault("offer", told)]
    found = []
    most = most_sessions(offer)
    if draft.sessions_granted is not None and draft.sessions_granted < 1:
        found.append(Fault("sessions_granted", _("Grant at least one talk, or leave it empty.")))
    elif most is not None and (draft.sessions_granted or 0) > most:
        told = _("At most %(most)d talks can be granted at a time. More takes a new assessment.")
        found.append(Fault("sessions_granted", told % {"most": most}))
    elif most is not None and draft.sessions_granted is None:
        told = _("Write how many talks are granted: at most %(most)d.")
        found.append(Fault("sessions_granted", told % {"most": most}))
    elif (draft.sessions_granted or 0) > MOST_SESSIONS:
        found.append(Fault("sessions_granted", _("Write a smaller number of talks.")))
    if draft.granted_until is not None and draft.granted_until <= on:
        found.append(Fault("granted_until", _("The last day must lie ahead.")))
    return found


def granted_offer(draft: DecisionDraft, about: About, standard: Standard, on: date) -> Offer | None:
    """The offer that is granted, if it is one that fits."""
    fitting = offers_that_fit(
        standard,
        area=draft.area,
        age_group=about.age_group,
        setting=draft.setting,
        on=on,
        anonymous=about.anonymous,
    )
    return next((one for one in fitting if one.key == draft.offer), None)


def consents_for(draft_area: str, age_group: str, standard: Standard) -> frozenset[str]:
    """Whose consent a decision to grant rests on: the law takes it with their consent (BL § 33 stk. 2).

    For other treatment of the young, those whose consent law and council ask for.
    """
    return frozenset(
        one
        for kind in AREA_KINDS[draft_area]
        if kind != Kind.SOCIAL_DRUG
        for one in consents_needed(kind, age_group, standard)
    )


# --- Complaint ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Guidance:
    """What a letter says of complaining over a decision on one kind of treatment.

    `weeks` and `appeal` are given only where somebody else decides in the end: never for alcohol and
    anonymous drug treatment, whatever a council's text says (domain 5, rows 4 and 5).
    """

    possible: bool
    body: str | None
    weeks: int | None
    route: ComplaintRoute | None
    # How we treated the citizen, and who helps: said beside it where the standard says it.
    case_handling: ComplaintRoute | None
    adviser: ComplaintRoute | None
    basis: str


def guidance_for(standard: Standard, area: str) -> Guidance:
    """Law and standard put together; where the standard is silent the law applies."""
    word = AREA_WORDS[area]
    law = complaint_guidance(word)
    route = complaint_route(standard, ABOUT[area], word)
    weeks = law.weeks
    if weeks is not None and route is not None and route.deadline_weeks:
        weeks = max(weeks, route.deadline_weeks)
    return Guidance(
        possible=law.possible,
        body=law.body,
        weeks=weeks,
        route=route if law.possible else None,
        case_handling=complaint_route(standard, "case_handling", word),
        adviser=complaint_route(standard, "independent_advice", word),
        basis=str(law.basis),
    )


def complain_by(standard: Standard, area: str, received_on: date) -> date | None:
    """The last day to complain on, counted from the presumed receipt; None where it is no matter of weeks.

    The citizen's deadline moves past weekends and holidays (domain K4).
    """
    weeks = guidance_for(standard, area).weeks
    if weeks is None:
        return None
    last = Rule(weeks, Span.WEEKS, Side.CITIZEN).end_of(received_on)
    return ends(last, Side.CITIZEN)[0]


# --- Free choice --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Right:
    """The right to be treated elsewhere, and what comes with it."""

    basis: str | None
    waives: bool
    may_be_limited: bool
    help_offered: bool
    approved_only: bool
    on_portal: bool
    outpatient_only: bool
    whole_country: bool
    may_refuse_capacity: bool


# Where the law itself gives the right, and the guarantee whose rule says what it sets aside.
BY_LAW: Final[Mapping[str, tuple[GuaranteeKind, str]]] = {
    Area.DRUGS: ("social_drug", "SEL § 101 stk. 5"),
    Area.SUBSTITUTION: ("medical", "SUL § 142 stk. 7"),
}


def free_choice(
    standard: Standard, area: str, age_group: str, setting: str, on: date
) -> Right | None:
    """The right that a decision of this kind gives; None where neither law nor standard gives one.

    By law for social drug treatment and for medicine (SEL § 101 stk. 5-7, SUL § 142 stk. 7-8); for
    alcohol only what the council itself says, and there it never sets a deadline aside. The young
    have their treatment under the Children's Act, which knows no such choice.
    """
    word = AREA_WORDS[area]
    text = free_choice_for(standard, word)
    kind, basis = BY_LAW.get(area, (None, None))
    rule = national_rule(kind, on) if kind is not None else None
    if area == Area.DRUGS and age_group in MINORS:
        return None
    if rule is None and text is None:
        return None
    if setting == Setting.INPATIENT and text is not None and text.outpatient_only:
        return None
    return Right(
        basis=basis,
        waives=kind is not None and free_choice_waives(kind, on),
        may_be_limited=area == Area.DRUGS or bool(text and text.may_be_limited),
        help_offered=bool(text and text.help_offered),
        approved_only=bool(text and text.approved_only),
        on_portal=bool(text and text.on_portal),
        outpatient_only=bool(text and text.outpatient_only),
        whole_country=bool(text and text.whole_country),
        may_refuse_capacity=area == Area.SUBSTITUTION,
    )


@dataclass(frozen=True)
class Choice:
    """What the citizen chose, or why the choice was limited."""

    chosen_on: date | None = None
    provider: str = ""
    starts_on: date | None = None
    setting: str = Setting.OUTPATIENT
    limited_why: str = ""


def choice_faults(choice: Choice, right: Right | None, granted: str, told_on: date) -> list[Fault]:
    """What is wrong with a recorded choice; empty when it may be kept (rows 44-46)."""
    if right is None:
        return [Fault("", _("There is no free choice over this decision."))]
    if choice.limited_why.strip():
        if not right.may_be_limited:
            return [Fault("limited_why", _("This free choice cannot be limited."))]
        if choice.provider or choice.chosen_on or choice.starts_on:
            return [Fault("provider", _("Either somebody is chosen, or the choice is limited."))]
        return []
    if not (choice.provider.strip() and choice.chosen_on and choice.starts_on):
        return [Fault("provider", _("Write which provider was chosen, and when it begins."))]
    if (choice.setting == Setting.INPATIENT) != (granted == Setting.INPATIENT):
        # Only an offer of the same kind: never outpatient help against a stay (SEL § 101 stk. 5, 51-13).
        return [
            Fault(
                "setting",
                _(
                    "A stay cannot be chosen instead of outpatient help, nor outpatient help instead of a stay."
                ),
            )
        ]
    if choice.chosen_on < told_on:
        return [Fault("chosen_on", _("The choice comes after the decision."))]
    return []
