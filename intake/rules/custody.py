"""To whom with custody a decision on a young person's treatment goes too. Pure."""

from centre.citizens.choices import MINORS, AgeGroup, ConsentKind
from centre.standard.schema import Standard
from intake.choices import Area
from intake.rules.decision import consents_for


def custody_is_told(
    area: str, age_group: str, standard: Standard, *, nameless: bool, of_age: bool = False
) -> bool:
    """Whether those with custody get the decision beside the young person (domain 6, "Age 15 / 18").

    Under 15 they decide. From 15 they do so together with the young person on drugs (BL § 33 stk. 2),
    and are to be informed of medical treatment (SUL § 17). On alcohol no law says so: there it is for
    the council whose standard asks their consent (Rebild, Skanderborg), and elsewhere the letter is the
    young person's own. Of somebody without a name nobody is told, nor of somebody who has turned 18.
    """
    if nameless or of_age or age_group not in MINORS:
        return False
    if age_group == AgeGroup.UNDER_15 or area in (Area.DRUGS, Area.SUBSTITUTION):
        return True
    return ConsentKind.CUSTODY_HOLDER in consents_for(area, age_group, standard)
