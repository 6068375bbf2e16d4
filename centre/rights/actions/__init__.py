"""What is done about a citizen's own data: asked for, collected, looked through, answered."""

from centre.rights.actions.answer import answer_correction, give, refuse
from centre.rights.actions.register import Asking, assign, need_more_time, register, withdraw
from centre.rights.actions.review import collect, give_back, look_at, make_ready

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
    "refuse",
    "register",
    "withdraw",
]
