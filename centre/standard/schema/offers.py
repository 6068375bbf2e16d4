"""Who the centre is for and what it offers."""

from datetime import date

from centre.standard.schema.base import Part, Sourced, Told
from centre.standard.schema.words import (
    Area,
    Channel,
    OfferKind,
    Place,
    RelativeKind,
    Who,
)


class TargetGroup(Told, frozen=True, kw_only=True):
    """Somebody the centre is for.

    key: short name, unique among the groups.
    who: the kind of people.
    age_from: youngest age; absent when the text sets none.
    age_to: oldest age, the year included; absent when there is none.
    areas: the kinds of treatment or advice the group may ask for.
    relations: which relatives are meant; empty when any.
    """

    key: str
    who: Who
    areas: tuple[Area, ...]
    age_from: int | None = None
    age_to: int | None = None
    relations: tuple[RelativeKind, ...] = ()


class Offer(Told, frozen=True, kw_only=True):
    """Something the centre offers, with every limit the text puts on it.

    key: short name, unique among the offers.
    kind: what kind of offer it is.
    areas: what it is for.
    for_groups: keys of the target groups it is for; empty when for everybody.
    age_from: youngest age; absent when there is none.
    age_to: oldest age, the year included; absent when there is none.
    anonymous: true when it can be had without a name.
    channels: how it is given; empty when the text does not say.
    places: where it is given; empty when the text does not say.
    free_of_charge: false only when the citizen may have to pay.
    talks_from: fewest talks; absent when the text sets none.
    max_talks: most talks in one grant; absent when there is no cap.
    usual_talks: number of talks the offer normally has.
    minutes: length of one talk.
    months_from: shortest usual length in months.
    months_to: longest usual length in months.
    unlimited: true when the text says there is no time limit.
    renew_by_visitation: true when more than `max_talks` takes a new visitation.
    follow_on_months: months of follow-up that belong to the offer, after its main part.
    evaluate_months: months between evaluations with the citizen.
    status_every: a written status is sent at every so many talks.
    reminders: true when a reminder is sent before each talk.
    tools: instruments that are used, as "ungmap" and "tem".
    meeting_after: true when all meet when the talks are over.
    individual_until_group: true when a single participant gets individual talks until there is a group.
    default_when_children: true when it is the normal course for someone with children under 18 at home.
    default_from_age: youngest age it is the normal course for.
    granted_by: who decides, when not the centre.
    after: key of the offer that normally comes before.
    conditions_da: who can have it, in Danish; absent when anyone in the groups.
    conditions_en: the same in English.
    ends_on: last day it is offered; absent when it runs on.
    """

    key: str
    kind: OfferKind
    areas: tuple[Area, ...]
    for_groups: tuple[str, ...] = ()
    age_from: int | None = None
    age_to: int | None = None
    anonymous: bool = False
    channels: tuple[Channel, ...] = ()
    places: tuple[Place, ...] = ()
    free_of_charge: bool = True
    talks_from: int | None = None
    max_talks: int | None = None
    usual_talks: int | None = None
    minutes: int | None = None
    months_from: int | None = None
    months_to: int | None = None
    unlimited: bool = False
    renew_by_visitation: bool = False
    follow_on_months: int | None = None
    evaluate_months: int | None = None
    status_every: int | None = None
    reminders: bool = False
    tools: tuple[str, ...] = ()
    meeting_after: bool = False
    individual_until_group: bool = False
    default_when_children: bool = False
    default_from_age: int | None = None
    granted_by: str | None = None
    after: str | None = None
    conditions_da: str | None = None
    conditions_en: str | None = None
    ends_on: date | None = None


class Expectation(Told, frozen=True, kw_only=True):
    """One thing a citizen can expect, for the public page; shown in the order of the file.

    key: short name, unique among the expectations.
    """

    key: str


class Relatives(Sourced, frozen=True, kw_only=True):
    """Help for people close to someone who uses drugs or alcohol.

    max_talks: most talks for one relative; absent when the text sets no cap.
    only_if_enrolled: true when the person they worry about must be in treatment.
    individual: true when individual talks are offered.
    group: true when a group is offered.
    parents_of_youth: true when parents of young people have an offer of their own.
    children: true when children and young people in the family have an offer of their own.
    """

    only_if_enrolled: bool | None = None
    max_talks: int | None = None
    individual: bool = False
    group: bool = False
    parents_of_youth: bool = False
    children: bool = False


class Referral(Sourced, frozen=True, kw_only=True):
    """Who may ask for help on behalf of a citizen.

    needed: true when a referral is required.
    sources: who may refer; empty when the text names none.
    with_consent: true when somebody else may only ask if the citizen wants it.
    """

    needed: bool
    sources: tuple[str, ...] = ()
    with_consent: bool = False


class Transport(Sourced, frozen=True, kw_only=True):
    """Getting to the centre.

    paid_by_centre: who gets free transport: "outer_areas" or "nobody".
    kind: what is paid for.
    """

    paid_by_centre: str
    kind: str | None = None


class GiftCards(Sourced, frozen=True, kw_only=True):
    """Gift cards (SEL § 101 stk. 9-10, BL § 34); absent when the text is silent, and then none are given.

    used: false when the council has decided not to use them.
    amount_kr: value of one card.
    every_attendance: a card is earned at every so many attendances.
    max_cards: most cards in one course.
    offers: keys of the offers in which cards are earned.
    areas: the kinds of treatment in which cards are earned.
    in_follow_up: false when none are earned after the main part of the treatment.
    lost_on_no_show: true when staying away without word loses the card.
    attendance_only: true when nothing but attending earns a card.
    form: "physical" or "electronic"; absent when the text does not say.
    """

    used: bool
    amount_kr: int | None = None
    every_attendance: int | None = None
    max_cards: int | None = None
    offers: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    in_follow_up: bool | None = None
    lost_on_no_show: bool | None = None
    attendance_only: bool | None = None
    form: str | None = None


class Limit(Part, frozen=True, kw_only=True):
    """At most so many talks within so many months.

    max_talks: most talks.
    within_months: counted from the discharge.
    """

    max_talks: int
    within_months: int
