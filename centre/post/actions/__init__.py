"""What leaves the house: messages through the outbox, letters by a person's hand."""

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

__all__ = [
    "BATCH",
    "HAND",
    "Envelope",
    "Round",
    "post",
    "put_back",
    "send_letter",
    "send_waiting",
    "take_back",
    "tidy",
]
