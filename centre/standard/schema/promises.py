"""What the council promises about time: guarantees, plans, follow-up, free choice, complaints."""

from centre.standard.schema.base import Part, Sourced
from centre.standard.schema.offers import Limit
from centre.standard.schema.words import (
    Area,
    ComplaintAbout,
    ContactRoute,
    DischargeStatus,
    FollowUpOutcome,
    GivenBy,
    GuaranteeKind,
    PlanContent,
    StartEvent,
    StopEvent,
)


class OtherStop(Sourced, frozen=True, kw_only=True):
    """Another place in the text that ends the same promise differently; kept, but not counted.

    stop_when: the events, all of them, that the other place names.
    """

    stop_when: tuple[StopEvent, ...]


class ClockRule(Sourced, frozen=True, kw_only=True):
    """The council's own promise for one guarantee; exactly one of days, weeks and months is given.

    kind: which guarantee.
    days: length in calendar days; the day of the starting event is day 0.
    weeks: length in weeks.
    months: length in calendar months.
    start_any: the first of these events starts the promise.
    start_after: the promise starts no earlier than the last of these.
    stop_when: the promise is kept when all of these have happened.
    stop_also: other readings of the text, shown but not counted.
    on_request_only: true when the promise only holds for a citizen who asks for it.
    guaranteed_by: "law" when the council repeats a right in the law, "standard" when the promise is its own.
    """

    kind: GuaranteeKind
    start_any: tuple[StartEvent, ...]
    stop_when: tuple[StopEvent, ...]
    guaranteed_by: GivenBy
    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    start_after: tuple[StartEvent, ...] = ()
    stop_also: tuple[OtherStop, ...] = ()
    on_request_only: bool = False


class PlanReview(Sourced, frozen=True, kw_only=True):
    """The treatment plan (behandlingsplan, SEL § 101 stk. 8): what it holds and when it is revised.

    contents: what the plan must hold.
    review_months: at most so many months between revisions; absent when the text gives no interval.
    on_change_of_offer: true when a change of offer always means a new version.
    continuous: true when the text says the plan is adjusted along the way.
    short_term_months: how far ahead the short-term goals reach.
    with_citizen: true when the plan is made together with the citizen.
    phased: true when the treatment goes in phases.
    last_phase: what the last phase is about; absent when there are no phases.
    action_plan: true when an action plan (handleplan, SEL § 141) is offered as well.
    """

    contents: tuple[PlanContent, ...]
    review_months: int | None = None
    on_change_of_offer: bool = False
    continuous: bool = False
    short_term_months: int | None = None
    with_citizen: bool = True
    phased: bool = False
    last_phase: str | None = None
    action_plan: bool = False


class FollowUp(Sourced, frozen=True, kw_only=True):
    """Contact after discharge, for one kind of treatment.

    area: the kind of treatment the citizen was discharged from.
    months: the contact is made at the latest so many months after the discharge; empty when none is made.
    guaranteed_by: "law" for drugs, "standard" where the council does it of its own will.
    statuses: the discharges that are followed up; empty when the text names none.
    by_phone: true when the contact is at least a phone call.
    by_former_therapist: true when the former therapist makes it.
    told_at_plan: true when the citizen is told when the plan is made.
    told_at_discharge: true when the citizen is told at the last talk.
    agreed_routes: the ways of contact that are agreed with the citizen beforehand.
    asks_goal_kept: true when it is asked whether the goal of the plan is still kept.
    readmission_offered: true when help or a new course is offered.
    invited_back: true when someone who breaks off is told to come again.
    outcomes: what is recorded; empty when the text names none.
    extra_talks: further talks after the treatment; absent when none are promised.
    supporting_talks: true when supporting talks without a number are promised.
    """

    area: Area
    months: tuple[int, ...] = ()
    guaranteed_by: GivenBy
    statuses: tuple[DischargeStatus, ...] = ()
    by_phone: bool = False
    by_former_therapist: bool = False
    told_at_plan: bool = False
    told_at_discharge: bool = False
    agreed_routes: tuple[ContactRoute, ...] = ()
    asks_goal_kept: bool = False
    readmission_offered: bool = False
    invited_back: bool = False
    outcomes: tuple[FollowUpOutcome, ...] = ()
    extra_talks: Limit | None = None
    supporting_talks: bool = False


class FreeChoice(Sourced, frozen=True, kw_only=True):
    """The right to be treated elsewhere (frit valg), for one kind of treatment.

    area: the kind of treatment.
    needs_visitation: true when the citizen must first be found to belong to the target group.
    needs_plan: true when a treatment plan must come first.
    same_kind: true when only an offer of the same kind may be chosen.
    outpatient_only: true when the choice is among outpatient offers.
    across_inpatient: false when outpatient cannot be exchanged for inpatient.
    waives_guarantee: true when the 14 days may be departed from (SEL § 101 stk. 6, SUL § 142 stk. 8).
    may_be_limited: true when regard for the citizen may limit the choice.
    may_refuse_capacity: true when the chosen place may refuse for lack of room.
    approved_only: true when the place must be approved by the social supervision.
    on_portal: true when the place must stand in Tilbudsportalen.
    whole_country: true when any approved place in the country may be chosen.
    help_offered: true when the centre helps to find information.
    """

    area: Area
    needs_visitation: bool
    waives_guarantee: bool
    needs_plan: bool = False
    same_kind: bool = False
    outpatient_only: bool = False
    across_inpatient: bool | None = None
    may_be_limited: bool = False
    may_refuse_capacity: bool = False
    approved_only: bool = False
    on_portal: bool = False
    whole_country: bool = False
    help_offered: bool = False


class Recipient(Part, frozen=True, kw_only=True):
    """Who a complaint is sent to.

    name: the office or the person's function.
    street: street and number.
    postcode: four digits, or the postcode of a box.
    city: postal town.
    phones: telephone numbers, eight digits each.
    email: e-mail address.
    web: page, without a scheme.
    """

    name: str
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None
    web: str | None = None


class ComplaintRoute(Sourced, frozen=True, kw_only=True):
    """Where a complaint goes and how long one may wait.

    key: short name, unique among the routes.
    about: what may be complained about this way.
    areas: the kinds of treatment the route is for.
    possible: false when there is nobody to complain to, which the letter must then say.
    recipient: who it is sent to; absent when the text names none.
    deadline_weeks: weeks after the decision was received; absent when there is none or the text is silent.
    no_deadline: true when the text says there is no deadline.
    reassess_weeks: weeks the centre has to look at it again; absent when the text is silent.
    reassessed: true when the centre looks at it again before it goes on.
    appeal: who decides next; absent when nobody does.
    oral: true when it may be made by word of mouth and is then written down.
    digital: true when it is made on borger.dk.
    forms: true when a paper form may be had instead.
    helpers: true when the text says that others may help to complain.
    anonymous: true when it may be made without a name.
    """

    key: str
    about: tuple[ComplaintAbout, ...]
    areas: tuple[Area, ...]
    possible: bool = True
    recipient: Recipient | None = None
    deadline_weeks: int | None = None
    no_deadline: bool = False
    reassess_weeks: int | None = None
    reassessed: bool = False
    appeal: Recipient | None = None
    oral: bool = False
    digital: bool = False
    forms: bool = False
    helpers: bool = False
    anonymous: bool = False
