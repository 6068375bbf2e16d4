"""Which offers of a standard a decision may grant to whom, and how many talks it begins with. Pure."""

from datetime import date
from typing import Final

from centre.citizens.choices import MINORS, AgeGroup
from centre.standard.rules import offers_for, target_group, treats_age, youth_route
from centre.standard.schema import Area as AreaWord
from centre.standard.schema import Offer, Standard
from intake.choices import Area, Setting

# Ages by group; nobody is asked for more than the group. An unknown age may be any.
AGES: Final[dict[str, tuple[int, int]]] = {
    AgeGroup.UNDER_15: (0, 14),
    AgeGroup.FROM_15: (15, 17),
    AgeGroup.FROM_18: (18, 29),
    AgeGroup.FROM_30: (30, 130),
    AgeGroup.UNKNOWN: (0, 130),
}
AREA_WORDS: Final[dict[str, AreaWord]] = {
    Area.ALCOHOL: "alcohol",
    Area.DRUGS: "drugs",
    Area.ANONYMOUS_DRUGS: "anonymous_drugs",
    Area.SUBSTITUTION: "substitution",
}
# Treatment that a decision grants. Advice needs none, relatives have their own help, and what the
# health staff add to a treatment is no treatment of its own.
TREATMENT: Final = (
    "individual",
    "group",
    "family",
    "stabilising",
    "online",
    "detox",
    "medical_alcohol",
    "substitution",
    "inpatient",
    "anonymous",
    "move",
    "clarifying",
    "individual_youth",
)
# With these a name has to be told: medicine on prescription, and a stay.
UNDER_A_NAME: Final = ("medical_alcohol", "inpatient", "detox")
# Who decides on some offers, where it is not the centre.
OTHERS: Final = ("children_unit", "youth_crime_board")
CITIZENS: Final = ("adults", "youth", "dual_diagnosis", "pregnant")


def offers_that_fit(
    standard: Standard,
    *,
    area: str,
    age_group: str,
    setting: str,
    on: date,
    anonymous: bool = False,
) -> list[Offer]:
    """The offers that the centre may grant, in the order of the standard; the ended ones are out.

    None where the centre is not approved for the age (Haderslev under 18). Without a name only what
    needs none: alcohol treatment may be had so by law (SUL § 141 stk. 7), the other as offered.
    """
    word, ages = AREA_WORDS[area], AGES[age_group]
    if not treats_age(standard, word, ages[1]):
        return []
    return [
        offer
        for offer in offers_for(standard, on=on, area=word)
        if offer.kind in TREATMENT
        and offer.granted_by not in OTHERS
        and _of_the_setting(offer, setting)
        and _of_the_law(offer, area)
        and _for_the_age(offer, ages, standard)
        and (not anonymous or offer.kind not in UNDER_A_NAME)
    ]


def _of_the_setting(offer: Offer, setting: str) -> bool:
    """A stay is never an outpatient offer; treatment by day may be given as either."""
    if setting == Setting.DAY:
        return True
    return (offer.kind == "inpatient") == (setting == Setting.INPATIENT)


def _of_the_law(offer: Offer, area: str) -> bool:
    """Substitution medicine is granted under the Health Act, also where a standard lists it with drugs."""
    return offer.kind != "substitution" or area == Area.SUBSTITUTION


def _for_the_age(offer: Offer, ages: tuple[int, int], standard: Standard) -> bool:
    if not _meets(ages, offer.age_from, offer.age_to):
        return False
    groups = [target_group(standard, key) for key in offer.for_groups]
    return not groups or any(
        group is not None and group.who in CITIZENS and _meets(ages, group.age_from, group.age_to)
        for group in groups
    )


def _meets(ages: tuple[int, int], youngest: int | None, oldest: int | None) -> bool:
    return (oldest is None or ages[0] <= oldest) and (youngest is None or ages[1] >= youngest)


def usual_offer(offers: list[Offer], *, children_at_home: bool) -> Offer | None:
    """The offer a decision begins with: the family's where a standard says so, else the first."""
    if children_at_home:
        for offer in offers:
            if offer.default_when_children:
                return offer
    return offers[0] if offers else None


def sessions_of(offer: Offer) -> int | None:
    """How many talks one grant has: the most there may be, or how many it usually takes."""
    return offer.max_talks or offer.usual_talks


def most_sessions(offer: Offer) -> int | None:
    """The cap of one grant; more takes a new visitation (Rebild: 10). None without a cap."""
    return offer.max_talks


def decided_elsewhere(standard: Standard, area: str, age_group: str) -> bool:
    """Whether not the centre but the children's unit decides (Skanderborg: drugs under 18)."""
    youngest, oldest = AGES[age_group]
    if age_group not in MINORS:
        return False
    routes = [youth_route(standard, AREA_WORDS[area], age) for age in range(youngest, oldest + 1)]
    return any(route is not None and route.decided_by == "children_unit" for route in routes)
