"""What leaves the house: messages through the outbox, letters by a person's hand."""

from centre.post.actions.forget import forget_addresses
from centre.post.actions.letter import send_letter
from centre.post.actions.outbox import (
    BATCH,
    HAND,
    Envelope,
    Round,
    post,
    put_back,
    send_waiting,
    take_back,
    tidy,
)
from centre.post.actions.searches import tell_of_many_searches
from centre.post.actions.witness import tell_witness

__all__ = [
    "BATCH",
    "HAND",
    "Envelope",
    "Round",
    "forget_addresses",
    "post",
    "put_back",
    "send_letter",
    "send_waiting",
    "take_back",
    "tell_of_many_searches",
    "tell_witness",
    "tidy",
]
