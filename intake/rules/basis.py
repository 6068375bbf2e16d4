"""Where in the law a decision is made, by area, age, setting and day; and which clocks it is about. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from centre.citizens.choices import MINORS
from centre.clocks.choices import Kind
from centre.standard.law import (
    CHILDRENS_ACT_FROM,
    HEALTH_142_FROM,
    HEALTH_ACT_FROM,
    SEL_RENUMBERED,
    LegalBasis,
)
from intake.choices import Area, Outcome, Setting

# The guarantees that a decision on an area is about. The stay is decided on beside them.
AREA_KINDS: Mapping[str, tuple[Kind, ...]] = {
    Area.ALCOHOL: (Kind.ALCOHOL,),
    Area.DRUGS: (Kind.SOCIAL_DRUG, Kind.YOUTH_DRUG),
    Area.ANONYMOUS_DRUGS: (Kind.ANONYMOUS_DRUG,),
    Area.SUBSTITUTION: (Kind.MEDICAL,),
}


@dataclass(frozen=True)
class Basis:
    """A provision as the letter prints it, and from when its numbering holds."""

    law: LegalBasis
    words: str

    @property
    def valid_from(self) -> date:
        return self.law.valid_from


ADULT_DRUGS = LegalBasis(law="SEL", section="101", subsections=(1, 2), valid_from=SEL_RENUMBERED)
# Until the Children's Act the young had theirs by an order under § 101.
YOUNG_BEFORE = LegalBasis(
    law="SEL", section="101", valid_from=SEL_RENUMBERED, valid_to=date(2023, 12, 31)
)
YOUNG = LegalBasis(law="BL", section="33", subsections=(1, 2), valid_from=CHILDRENS_ACT_FROM)
ANONYMOUS = LegalBasis(law="SEL", section="101 a", subsections=(4,), valid_from=SEL_RENUMBERED)
ALCOHOL = LegalBasis(law="SUL", section="141", subsections=(1,), valid_from=HEALTH_ACT_FROM)
MEDICAL = LegalBasis(law="SUL", section="142", subsections=(3,), valid_from=HEALTH_142_FROM)
# A stay is given in a place under § 107, for the treatment of § 101.
STAY_IN = "§ 107 stk. 2 nr. 2"

BY_AREA: Mapping[str, tuple[LegalBasis, ...]] = {
    Area.ALCOHOL: (ALCOHOL,),
    Area.DRUGS: (ADULT_DRUGS,),
    Area.ANONYMOUS_DRUGS: (ANONYMOUS,),
    Area.SUBSTITUTION: (MEDICAL,),
}


def legal_basis(area: str, age_group: str, setting: str, on: date) -> Basis:
    """The provision a decision is made under. Raises LookupError before its numbering is in force."""
    young = area == Area.DRUGS and age_group in MINORS
    found = (YOUNG_BEFORE, YOUNG) if young else BY_AREA[area]
    for one in found:
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to):
            stay = setting == Setting.INPATIENT and area == Area.DRUGS and not young
            return Basis(one, f"{one}, jf. {STAY_IN}" if stay else str(one))
    raise LookupError(f"no provision for {area} is in force on {on}")


def decides_the_stay(outcome: str, setting: str) -> bool:
    """Whether a decision answers who applied for a stay: with it, or with something else instead.

    A grant of outpatient help says nothing of the stay, and leaves its deadline running.
    """
    return setting == Setting.INPATIENT or outcome != Outcome.GRANTED
