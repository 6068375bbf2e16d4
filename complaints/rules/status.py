"""The doors through a complaint's status, a table a track. The diagrams in the docs are drawn from them."""

from collections.abc import Mapping

from complaints.choices import Closing, Reassessed, Status, Track

# Whose receipt told another way than it takes is acknowledged anew, on every track.

# A complaint over a decision (domain C15-C17). One that was withdrawn is closed from where it stands,
# until the appeals board has it: then it is theirs to end.
APPEAL: Mapping[str, frozenset[str]] = {
    Status.RECEIVED: frozenset({Status.ACKNOWLEDGED, Status.CLOSED}),
    Status.ACKNOWLEDGED: frozenset({Status.RECEIVED, Status.IN_REASSESSMENT, Status.CLOSED}),
    Status.IN_REASSESSMENT: frozenset(
        {Status.UPHELD, Status.PARTLY, Status.FORWARDED, Status.CLOSED}
    ),
    Status.UPHELD: frozenset({Status.CLOSED}),
    Status.PARTLY: frozenset({Status.FORWARDED, Status.CLOSED}),
    Status.FORWARDED: frozenset({Status.DECIDED}),
    Status.DECIDED: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset(),
}

# How we treated the citizen, and whatever nobody else decides on (C20).
SERVICE: Mapping[str, frozenset[str]] = {
    Status.RECEIVED: frozenset({Status.ACKNOWLEDGED, Status.CLOSED}),
    Status.ACKNOWLEDGED: frozenset({Status.RECEIVED, Status.ANSWERED, Status.CLOSED}),
    Status.ANSWERED: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset(),
}

# What another authority decides on is passed on to it (FVL § 7 stk. 2).
ELSEWHERE: Mapping[str, frozenset[str]] = {
    Status.RECEIVED: frozenset({Status.ACKNOWLEDGED, Status.PASSED_ON, Status.CLOSED}),
    Status.ACKNOWLEDGED: frozenset({Status.RECEIVED, Status.PASSED_ON, Status.CLOSED}),
    Status.PASSED_ON: frozenset({Status.CLOSED}),
    Status.CLOSED: frozenset(),
}

TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "complaint over a decision": APPEAL,
    "complaint to the leader": SERVICE,
    "complaint for another authority": ELSEWHERE,
}

TRACKS: Mapping[str, Mapping[str, frozenset[str]]] = {
    Track.APPEAL: APPEAL,
    Track.SERVICE: SERVICE,
    Track.ELSEWHERE: ELSEWHERE,
}

# Before the appeals board has it, the citizen may take it back.
WITHDRAWABLE = frozenset(
    {Status.RECEIVED, Status.ACKNOWLEDGED, Status.IN_REASSESSMENT, Status.PARTLY}
)

AFTER: Mapping[str, Status] = {
    Reassessed.UPHELD: Status.UPHELD,
    Reassessed.PARTLY: Status.PARTLY,
    Reassessed.MAINTAINED: Status.FORWARDED,
}

# How a complaint that needs nothing more is closed, by where it stands.
CLOSES_AS: Mapping[str, Closing] = {
    Status.UPHELD: Closing.UPHELD,
    Status.DECIDED: Closing.DECIDED,
    Status.ANSWERED: Closing.ANSWERED,
    Status.PASSED_ON: Closing.PASSED_ON,
}


def may_go(track: str, old: str, new: str) -> bool:
    """Whether a complaint of this track has a door from the old status to the new one."""
    return new in TRACKS[track].get(old, frozenset())
