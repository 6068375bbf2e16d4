"""A whole quality standard."""

from centre.standard.schema.base import Part
from centre.standard.schema.identity import Contact, Hours, Identity, Unit
from centre.standard.schema.offers import (
    Expectation,
    GiftCards,
    Offer,
    Referral,
    Relatives,
    TargetGroup,
    Transport,
)
from centre.standard.schema.promises import (
    ClockRule,
    ComplaintRoute,
    FollowUp,
    FreeChoice,
    PlanReview,
)
from centre.standard.schema.quality import (
    Future,
    Involvement,
    LawText,
    Organisation,
    Purpose,
    RegisterDelivery,
    Staff,
    Survey,
    Target,
    Values,
)
from centre.standard.schema.special import (
    Anonymous,
    Children,
    Inpatient,
    Substitution,
    Visitation,
    Youth,
)


class Standard(Part, frozen=True, kw_only=True):
    """A council's quality standard as data; what the text is silent on is absent and the law applies.

    identity: whose it is and when it holds.
    contact: how to reach the centre.
    hours: the weekly hours.
    units: the parts of the centre that take inquiries.
    purpose: the tasks and goals.
    values: the values and norms.
    organisation: where the centre stands.
    target_groups: who it is for.
    offers: what it offers.
    expectations: what a citizen can expect, in order.
    clocks: the council's own promises about time.
    visitation: how it is found out which help fits.
    plan: the treatment plan.
    follow_up: contact after discharge, by kind of treatment.
    free_choice: the right to be treated elsewhere, by kind of treatment.
    gift_cards: gift cards.
    complaints: where complaints go.
    anonymous: help without a name.
    youth: people under 18.
    inpatient: treatment with a stay.
    relatives: people close to someone who uses drugs or alcohol.
    referral: who may ask on behalf of a citizen.
    transport: getting there.
    substitution: substitution treatment.
    children: children at home.
    involvement: how citizens have a say.
    targets: goals that are measured.
    survey: asking citizens.
    registers: where figures are delivered.
    staff: the people who work there.
    future: what the council will work on.
    law_texts: the provisions it rests on.
    """

    identity: Identity
    contact: Contact
    hours: Hours
    units: tuple[Unit, ...]
    target_groups: tuple[TargetGroup, ...]
    offers: tuple[Offer, ...]
    clocks: tuple[ClockRule, ...]
    expectations: tuple[Expectation, ...]
    purpose: Purpose | None = None
    values: Values | None = None
    organisation: Organisation | None = None
    visitation: Visitation | None = None
    plan: PlanReview | None = None
    follow_up: tuple[FollowUp, ...] = ()
    free_choice: tuple[FreeChoice, ...] = ()
    gift_cards: GiftCards | None = None
    complaints: tuple[ComplaintRoute, ...] = ()
    anonymous: Anonymous | None = None
    youth: Youth | None = None
    inpatient: Inpatient | None = None
    relatives: Relatives | None = None
    referral: Referral | None = None
    transport: Transport | None = None
    substitution: Substitution | None = None
    children: Children | None = None
    involvement: Involvement | None = None
    targets: tuple[Target, ...] = ()
    survey: Survey | None = None
    registers: tuple[RegisterDelivery, ...] = ()
    staff: Staff | None = None
    future: tuple[Future, ...] = ()
    law_texts: tuple[LawText, ...] = ()
