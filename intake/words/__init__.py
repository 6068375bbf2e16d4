"""What intake says in sentences of its own: of a wish, and in the letter of a decision."""

from intake.words.wish import of_wish

__all__ = ["of_wish"]
