"""The five standards on one day, and which of their offers fit whom, for tables of rules."""

from datetime import date

from centre.citizens.choices import AgeGroup
from centre.standard.loader import load_shipped
from intake.choices import Setting
from intake.rules.offers import offers_that_fit
from tests.intake.guarantees import COUNCILS

ON = date(2026, 12, 15)
SIX = {"use", "social", "health", "work_education", "housing", "other"}
STANDARDS = {key: load_shipped(key) for key in COUNCILS}
ADULTS = (AgeGroup.FROM_18, AgeGroup.FROM_30, AgeGroup.UNKNOWN)
YOUNG = (AgeGroup.UNDER_15, AgeGroup.FROM_15)


def keys(
    council: str, area: str, age: str, setting: str = Setting.OUTPATIENT, **rest: bool
) -> list[str]:
    """The offers of a council that fit somebody of this age, on the day of these tables."""
    fitting = offers_that_fit(
        STANDARDS[council], area=area, age_group=age, setting=setting, on=ON, **rest
    )
    return [one.key for one in fitting]
