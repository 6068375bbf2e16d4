"""Who may ask for somebody young, and who of them is asked first. Pure (domain 6, "Age 15 / 18").

That a young person of 15 is asked is our reading: from then on they consent to health treatment
themselves (SUL § 17) and to treatment for drugs beside who has custody (BL § 33 stk. 2).
"""

from typing import Final

from centre.citizens.choices import OF_AGE, AgeGroup
from centre.rights.choices import YoungSaid

ASKED_FROM: Final = 15
_ADULTS: Final = (AgeGroup.FROM_18, AgeGroup.FROM_30)


def is_adult(age: int | None, group: str) -> bool:
    """By the CPR number; without one by what was told."""
    return age >= OF_AGE if age is not None else group in _ADULTS


def must_be_asked(age: int | None) -> bool:
    """Whether it must be written down what the young person says. Whose age nobody knows may be 15."""
    return age is None or ASKED_FROM <= age < OF_AGE


def is_known(age: int | None, said: str) -> bool:
    """Whether what is written down answers it: who has turned 15 since is asked after all."""
    if not must_be_asked(age):
        return True
    return said in (YoungSaid.AGREES, YoungSaid.OBJECTS) or (
        said == YoungSaid.YOUNGER and age is None
    )


def is_refused(age: int | None, said: str) -> bool:
    """Whether they say no: whoever has custody may still have a right to it, and somebody decides."""
    return must_be_asked(age) and said == YoungSaid.OBJECTS
