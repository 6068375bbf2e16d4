"""Rules for some citizens: anonymous, young, pregnant, inpatient, in substitution treatment."""

from centre.standard.schema.base import Part, Sourced, Told
from centre.standard.schema.words import (
    Area,
    AssessmentTheme,
    Channel,
    Consent,
    DecidedBy,
    Payment,
)


class Visitation(Sourced, frozen=True, kw_only=True):
    """How it is found out which help fits (visitation and assessment, SEL § 101 stk. 2).

    themes: what is asked about.
    in_open_counselling: true when it happens in open counselling.
    talks_from: fewest talks; absent when the text does not say.
    talks_to: most talks.
    minutes: length of one talk.
    least_intrusive: true when the least intrusive help that is enough is chosen.
    economy_counts: true when the text says that cost is part of the decision.
    guidance_if_refused: true when someone who does not get what was asked for gets guidance.
    consent_form: true when a written consent to work with others is signed.
    contact_person: true when the citizen gets a contact person or a primary therapist.
    written_decision: true when the text calls the outcome a decision.
    letter_if_late: true when a letter is sent if the deadline cannot be met.
    home_council_pays: true when a citizen of another council starts only after a signed payment commitment.
    """

    themes: tuple[AssessmentTheme, ...]
    in_open_counselling: bool = False
    talks_from: int | None = None
    talks_to: int | None = None
    minutes: int | None = None
    least_intrusive: bool = False
    economy_counts: bool = False
    guidance_if_refused: bool = False
    consent_form: bool = False
    contact_person: bool = False
    written_decision: bool = False
    letter_if_late: bool = False
    home_council_pays: bool = False


class AnonymousAdvice(Sourced, frozen=True, kw_only=True):
    """Advice without a name.

    areas: what it is about.
    channels: how it is given.
    usual_talks: how many talks are normal; absent when the text does not say.
    more_if_needed: true when more talks are given when needed.
    partners_too: true when professionals may use it.
    """

    areas: tuple[Area, ...]
    channels: tuple[Channel, ...] = ()
    usual_talks: int | None = None
    more_if_needed: bool = False
    partners_too: bool = False


class AnonymousAlcohol(Sourced, frozen=True, kw_only=True):
    """Anonymous alcohol treatment (SUL § 141 stk. 7).

    offered: true when the text says so.
    ends_with_prescription: true when medicine on prescription ends the anonymity.
    any_council: true when people from other councils may come, and the other way round.
    no_referral: true when nobody needs to refer.
    """

    offered: bool
    ends_with_prescription: bool = False
    any_council: bool = False
    no_referral: bool = False


class AnonymousDrugs(Told, frozen=True, kw_only=True):
    """Anonymous outpatient drug treatment (SEL § 101 a), which the law gives no 14 days.

    offered: true when the text says how it is given; false when it only quotes the law.
    min_age: youngest age.
    criteria: who can have it; short names.
    excluded_by: help that rules it out; short names.
    places: where it is given; place names or kinds of place.
    own_staff: true when the centre's own staff give it.
    outside_provider: true when another provider gives it too.
    needs_referral_outside: true when the centre must refer to the provider outside.
    reports_only_grant_and_end: true when the provider outside tells only that a course began and ended.
    fictitious_number: true when the record is kept on a fictitious personal number.
    clarifying_talks_from: fewest clarifying talks.
    clarifying_talks_to: most clarifying talks.
    clarifying_minutes: length of a clarifying talk.
    group_talks_from: fewest group talks.
    group_talks_to: most group talks.
    closing_talks: individual closing talks.
    max_talks: most talks in one grant.
    minutes: length of one talk.
    guarantee: true when the council itself promises a deadline.
    """

    offered: bool
    min_age: int | None = None
    criteria: tuple[str, ...] = ()
    excluded_by: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    own_staff: bool = False
    outside_provider: bool = False
    needs_referral_outside: bool = False
    reports_only_grant_and_end: bool = False
    fictitious_number: bool = False
    clarifying_talks_from: int | None = None
    clarifying_talks_to: int | None = None
    clarifying_minutes: int | None = None
    group_talks_from: int | None = None
    group_talks_to: int | None = None
    closing_talks: int | None = None
    max_talks: int | None = None
    minutes: int | None = None
    guarantee: bool = False


class Anonymous(Part, frozen=True, kw_only=True):
    """Help without a name; a part the text is silent on is absent.

    advice: advice.
    alcohol: alcohol treatment.
    drugs: drug treatment.
    """

    advice: AnonymousAdvice | None = None
    alcohol: AnonymousAlcohol | None = None
    drugs: AnonymousDrugs | None = None


class YouthRoute(Sourced, frozen=True, kw_only=True):
    """Who decides about someone under 18, by kind of treatment and age.

    area: "drugs", "alcohol" or "substitution".
    age_from: youngest age.
    age_to: oldest age, the year included.
    decided_by: who decides.
    consents: whose consent is needed.
    parents_involved: true when the parents must take part.
    follow_up_meetings: true when meetings are held with the children's unit along the way.
    offer: key of the offer that is normally given; absent when individual.
    """

    area: Area
    age_from: int
    age_to: int
    decided_by: DecidedBy
    consents: tuple[Consent, ...] = ()
    parents_involved: bool = False
    follow_up_meetings: bool = False
    offer: str | None = None


class Youth(Sourced, frozen=True, kw_only=True):
    """Treatment of people under 18; the ages say what the centre is approved for.

    treated: false when the centre is only approved for adults.
    drugs_from_age: youngest age for drug treatment; absent when the text is silent.
    alcohol_from_age: youngest age for alcohol treatment; absent when the text is silent.
    alcohol_pending_from_age: youngest age an approval is awaited for; not yet in force.
    children_unit: name of the council's unit for children and young people.
    routes: who decides, by kind and age.
    told: what somebody under 18 is told before they answer; absent where nothing but the law is said.
    """

    treated: bool
    drugs_from_age: int | None = None
    alcohol_from_age: int | None = None
    alcohol_pending_from_age: int | None = None
    children_unit: str | None = None
    routes: tuple[YouthRoute, ...] = ()
    told: Told | None = None


class InpatientPayment(Sourced, frozen=True, kw_only=True):
    """What the citizen pays during an inpatient stay.

    area: kind of treatment.
    board: board and lodging.
    treatment: the treatment itself.
    """

    area: Area
    board: Payment
    treatment: Payment = "free"


class Provider(Part, frozen=True, kw_only=True):
    """A place for inpatient treatment that the council has used.

    name: name of the place.
    town: where it lies.
    areas: what it treats.
    age_from: youngest age.
    age_to: oldest age, the year included.
    web: page, without a scheme.
    """

    name: str
    town: str
    areas: tuple[Area, ...]
    age_from: int | None = None
    age_to: int | None = None
    web: str | None = None


class PregnantContract(Sourced, frozen=True, kw_only=True):
    """The contract that lets a pregnant woman be kept in inpatient treatment.

    must_be_offered: true when it must be offered at visitation to inpatient treatment.
    criteria: when she may be kept; short names.
    areas: kinds of treatment.
    """

    must_be_offered: bool
    criteria: tuple[str, ...]
    areas: tuple[Area, ...]


class InpatientQuality(Told, frozen=True, kw_only=True):
    """What the council asks of the places it uses for inpatient drug treatment.

    evidence_based: true when methods must be documented.
    respects_goals: true when the goals agreed with the citizen beforehand must be kept to.
    close_follow_up: true when the centre follows the stay closely.
    """

    evidence_based: bool = False
    respects_goals: bool = False
    close_follow_up: bool = False


class Inpatient(Sourced, frozen=True, kw_only=True):
    """Treatment with a stay (døgnbehandling).

    own_house: false when the centre does not give it itself.
    granted_by: who decides.
    areas: kinds of treatment.
    apply: true when the citizen applies to the centre.
    weeks_from: shortest usual stay in weeks.
    weeks_to: longest usual stay in weeks.
    months_from: shortest usual stay in months.
    months_to: longest usual stay in months.
    evaluated_midway: true when it is evaluated half-way.
    evaluated_at_end: true when it is evaluated at the end.
    weighs_price_and_quality: true when the goals are held against price and quality.
    never_acute: true when it is never started at once.
    only_if_outpatient_not_enough: true when less intrusive help must be too little.
    outpatient_after: true when outpatient treatment is offered afterwards.
    approved_only: true when only approved places are used.
    on_portal: true when the place must stand in Tilbudsportalen.
    without_referral_citizen_pays: true when a stay without referral is not paid back.
    private_providers: true when private places may be used.
    payments: what the citizen pays.
    providers: places used in the last two years.
    pregnant: the contract for pregnant women; absent when the text is silent.
    quality: what is asked of the places; absent when the text is silent.
    """

    granted_by: str
    areas: tuple[Area, ...]
    own_house: bool = False
    apply: bool = False
    weeks_from: int | None = None
    weeks_to: int | None = None
    months_from: int | None = None
    months_to: int | None = None
    evaluated_midway: bool = False
    evaluated_at_end: bool = False
    weighs_price_and_quality: bool = False
    never_acute: bool = False
    only_if_outpatient_not_enough: bool = False
    outpatient_after: bool = False
    approved_only: bool = False
    on_portal: bool = False
    without_referral_citizen_pays: bool = False
    private_providers: bool = False
    payments: tuple[InpatientPayment, ...] = ()
    providers: tuple[Provider, ...] = ()
    pregnant: PregnantContract | None = None
    quality: InpatientQuality | None = None


class UrineTests(Sourced, frozen=True, kw_only=True):
    """Urine tests in substitution treatment.

    children_at_home_only: true when only asked of people with children living at home.
    at_start: true when one is taken at the start.
    every_months: at least one in so many months.
    unannounced: true when the day is not told beforehand.
    """

    children_at_home_only: bool
    at_start: bool
    every_months: int
    unannounced: bool


class Substitution(Sourced, frozen=True, kw_only=True):
    """Substitution treatment (SUL § 142).

    decided_by: who decides.
    contract: true when the citizen signs an agreement on attendance and conduct.
    sanctions: what may follow when the agreement is broken; short names.
    dispensed_at: where the medicine is handed out, the usual place first; short names.
    dispensed_specially_at: where it is handed out in special cases; short names.
    doctor_review_months: months between the doctor's talks; absent when the text gives none.
    with_social_support: true when it always comes with social treatment.
    cheapest_preparation: true when the cheapest of equal preparations is offered.
    screening: true when screening and vaccination are offered.
    side_use_meeting: true when other use is taken up at a meeting and decided by the doctor.
    urine_tests: absent when the text asks for none.
    """

    decided_by: str
    contract: bool = False
    sanctions: tuple[str, ...] = ()
    dispensed_at: tuple[str, ...] = ()
    dispensed_specially_at: tuple[str, ...] = ()
    doctor_review_months: int | None = None
    with_social_support: bool = False
    cheapest_preparation: bool = False
    screening: bool = False
    side_use_meeting: bool = False
    urine_tests: UrineTests | None = None


class Children(Sourced, frozen=True, kw_only=True):
    """Children under 18 at home.

    asked_at_start: true when it is asked at the start.
    asked_during: true when it is asked along the way.
    always_cooperation: true when the children's unit is always brought in.
    report_duty: true when the text states the duty to report (BL § 133).
    expecting_parents: true when the duty covers parents to be.
    cooperates_with: who the centre works with.
    family_offer: key of the offer for families with children.
    default_offer: key of the offer that is normal when there are children.
    """

    asked_at_start: bool = False
    asked_during: bool = False
    always_cooperation: bool = False
    report_duty: bool = False
    expecting_parents: bool = False
    cooperates_with: str | None = None
    family_offer: str | None = None
    default_offer: str | None = None
