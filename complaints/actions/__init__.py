"""What happens to a complaint, from the day it comes to the day it is closed."""

from complaints.actions.answer import acknowledge, answer, close, pass_on, withdraw
from complaints.actions.reassess import (
    begin_reassessment,
    close_unanswered,
    decision_to_be,
    need_more_time,
    reassess,
    record_decided_anew,
    record_outcome,
    record_reply,
)
from complaints.actions.register import (
    Receipt,
    Told,
    assign,
    connect,
    name_helper,
    put_right,
    register_complaint,
)

__all__ = [
    "Receipt",
    "Told",
    "acknowledge",
    "answer",
    "assign",
    "begin_reassessment",
    "close",
    "close_unanswered",
    "connect",
    "decision_to_be",
    "name_helper",
    "need_more_time",
    "pass_on",
    "put_right",
    "reassess",
    "record_decided_anew",
    "record_outcome",
    "record_reply",
    "register_complaint",
    "withdraw",
]
