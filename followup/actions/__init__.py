"""What happens after a treatment, by noun."""

from followup.actions.pulling import pull

__all__ = ["pull"]
