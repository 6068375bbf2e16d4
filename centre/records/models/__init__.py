"""Who is kept from whose file; the trail, the log, the reasons, and the chain that seals them."""

from centre.records.models.few import Insider, Tie, kept_from
from centre.records.models.log import (
    LOGS,
    AuditEntry,
    DroppedMonth,
    LookUp,
    LookUpRequest,
    ReadEntry,
    Seal,
    SearchAlarm,
    Unsealed,
)

__all__ = [
    "LOGS",
    "AuditEntry",
    "DroppedMonth",
    "Insider",
    "LookUp",
    "LookUpRequest",
    "ReadEntry",
    "Seal",
    "SearchAlarm",
    "Tie",
    "Unsealed",
    "kept_from",
]
