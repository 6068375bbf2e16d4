"""What is done about a citizen's own data: asked for, collected, looked through, answered."""

from centre.rights.actions.answer import answer_correction, give, refuse
from centre.rights.actions.longer import need_more_time, tell_late
from centre.rights.actions.register import Asking, assign, register, withdraw
from centre.rights.actions.review import collect, give_back, look_at, make_ready
from centre.rights.actions.young import record_young

__all__ = [
    "Asking",
    "answer_correction",
    "assign",
    "collect",
    "give",
    "give_back",
    "look_at",
    "make_ready",
    "need_more_time",
    "record_young",
    "refuse",
    "register",
    "tell_late",
    "withdraw",
]
