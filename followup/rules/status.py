"""The doors through a follow-up, as a table.

What somebody pressed is set right through one door: it waits again, what it said is kept, and it may
end otherwise. A death that was written by mistake wakes what it ended.
"""

from collections.abc import Mapping

from followup.choices import Outcome

# They follow from a new course, or from a discharge that was set right, and from nothing said here.
_FOR_GOOD = (Outcome.READMITTED, Outcome.CORRECTED)

WAITS = "waits"

FOLLOW_UP: Mapping[str, frozenset[str]] = {
    WAITS: frozenset(Outcome.values),
    **{outcome: frozenset() if outcome in _FOR_GOOD else frozenset({WAITS}) for outcome in Outcome},
}

TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {"follow-up": FOLLOW_UP}


def may_end(outcome: str, ends_as: str) -> bool:
    """Whether a follow-up, which waits while it has no outcome, may end like this."""
    return ends_as in FOLLOW_UP[outcome or WAITS]


def may_wait_again(outcome: str) -> bool:
    """Whether what a follow-up ended with may be set right."""
    return WAITS in FOLLOW_UP[outcome or WAITS]
