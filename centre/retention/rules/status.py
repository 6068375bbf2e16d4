"""The doors through a protocol of disposal, as a table, and who may approve one."""

from collections.abc import Mapping

from centre.retention.choices import Status

PROTOCOL: Mapping[str, frozenset[str]] = {
    Status.DRAFTED: frozenset({Status.APPROVED, Status.WITHDRAWN}),
    # What is not carried out yet may still be stopped.
    Status.APPROVED: frozenset({Status.CLOSED, Status.WITHDRAWN}),
    Status.CLOSED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}

TABLES: Mapping[str, Mapping[str, frozenset[str]]] = {"disposal protocol": PROTOCOL}


def may_become(status: str, to: str) -> bool:
    return to in PROTOCOL[status]


def may_approve(by: int, drafted_by: int) -> bool:
    """Two people, always: whoever drew up the list does not approve it."""
    return by != drafted_by
