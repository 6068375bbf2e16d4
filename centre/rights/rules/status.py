"""The doors through the status of a request, a table a right; the docs are drawn from them. Pure."""

from collections.abc import Mapping

from centre.rights.choices import NextStep, Right, Status

# What was looked through is collected anew when the file has grown since.
ACCESS: Mapping[str, frozenset[str]] = {
    Status.RECEIVED: frozenset({Status.COLLECTED, Status.ANSWERED, Status.WITHDRAWN}),
    Status.COLLECTED: frozenset({Status.READY, Status.ANSWERED, Status.WITHDRAWN}),
    Status.READY: frozenset({Status.COLLECTED, Status.ANSWERED, Status.WITHDRAWN}),
    Status.ANSWERED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}
CORRECTION: Mapping[str, frozenset[str]] = {
    Status.RECEIVED: frozenset({Status.ANSWERED, Status.WITHDRAWN}),
    Status.ANSWERED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}
TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "request for access to the file": ACCESS,
    "request to put something right": CORRECTION,
}
_OF: Mapping[str, Mapping[str, frozenset[str]]] = {
    Right.ACCESS: ACCESS,
    Right.CORRECTION: CORRECTION,
}
OPEN = (Status.RECEIVED, Status.COLLECTED, Status.READY)


def may_go(right: str, old: str, new: str) -> bool:
    """Whether a request has a door from the old status to the new one."""
    return new in _OF[right].get(old, frozenset())


def next_step(right: str, status: str, *, wants_file: bool) -> NextStep | None:
    """What is to be done now; None when it is finished. The log alone tells of nobody else."""
    if status not in OPEN:
        return None
    if right == Right.CORRECTION:
        return NextStep.CORRECT
    if status == Status.RECEIVED:
        return NextStep.COLLECT
    return NextStep.LOOK if status == Status.COLLECTED and wants_file else NextStep.RELEASE
