"""The doors through a follow-up, as a table. What it ended with is never undone."""

from collections.abc import Mapping

from followup.choices import Outcome

WAITS = "waits"

FOLLOW_UP: Mapping[str, frozenset[str]] = {
    WAITS: frozenset(Outcome.values),
    **{outcome: frozenset() for outcome in Outcome.values},
}

TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {"follow-up": FOLLOW_UP}


def may_end(outcome: str, ends_as: str) -> bool:
    """Whether a follow-up, which waits while it has no outcome, may end like this."""
    return ends_as in FOLLOW_UP[outcome or WAITS]
