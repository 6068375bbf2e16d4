"""Whose consent a young person's treatment needs, by law and by the council's own routes. Pure."""

from collections.abc import Mapping

from centre.citizens.choices import MINORS, AgeGroup, ConsentKind
from centre.clocks.choices import Kind
from centre.standard.schema import Area, Consent, Standard
from intake.rules.offers import AGES

# The treatments that a young person's route is about, and the kinds of the words.
ROUTE_AREAS: Mapping[str, Area] = {
    Kind.YOUTH_DRUG: "drugs",
    Kind.ALCOHOL: "alcohol",
    Kind.MEDICAL: "substitution",
}
CONSENTS: Mapping[Consent, ConsentKind] = {
    "custody_holder": ConsentKind.CUSTODY_HOLDER,
    "young_person_15_plus": ConsentKind.YOUNG_PERSON,
}


def consents_needed(
    kind: str, age_group: str, standard: Standard, *, anonymous: bool = False
) -> frozenset[str]:
    """Whose consent a treatment needs: those of the law, and those of the council's route beside them.

    The law asks the custody holder's for drugs, and the young person's own from 15 (BL § 33 stk. 2).
    To medical treatment somebody of 15 consents alone, as every patient does; the custody holder does
    for who is younger (SUL § 17). Rebild and Skanderborg 6.2 ask for all treatment of the young, so
    for alcohol and medicine too. From somebody without a name no council can ask a consent: it is
    settled before treatment under a name.
    """
    if kind not in ROUTE_AREAS or age_group not in MINORS:
        return frozenset()
    needed = set()
    if kind == Kind.YOUTH_DRUG or (kind == Kind.MEDICAL and age_group == AgeGroup.UNDER_15):
        needed.add(ConsentKind.CUSTODY_HOLDER.value)
    if kind == Kind.YOUTH_DRUG and age_group == AgeGroup.FROM_15:
        needed.add(ConsentKind.YOUNG_PERSON.value)
    if not anonymous:
        needed |= _of_the_council(ROUTE_AREAS[kind], AGES[age_group], standard)
    return frozenset(needed)


def _of_the_council(area: Area, ages: tuple[int, int], standard: Standard) -> set[str]:
    """The consents of the council's routes that concern somebody of these ages."""
    youngest, oldest = ages
    routes = standard.youth.routes if standard.youth else ()
    return {
        CONSENTS[consent].value
        for route in routes
        if route.area == area and route.age_from <= oldest and route.age_to >= youngest
        for consent in route.consents
    }
