"""An address is kept in the outbox no longer than it is needed to send."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan

from centre.post.choices import State
from centre.post.models import Message

# Until then a time that was given back can still be taken again, and its reminder sent after all.
SETTLES: Final = timedelta(days=1)
# Somebody must look at these; after a month nobody writes to that address any more.
LOOKED_AT: Final = timedelta(days=30)


@transaction.atomic
def forget_addresses(*, at: datetime) -> int:
    """Empty the addresses of what is sent or expired and past; answers with how many messages."""
    over = Q(state__in=(State.SENT, State.EXPIRED)) & (
        Q(expires_at__lt=at - SETTLES) | Q(expires_at__isnull=True, due_at__lt=at - SETTLES)
    )
    given_up = Q(state__in=(State.PARKED, State.UNCERTAIN), due_at__lt=at - LOOKED_AT)
    told = Message.objects.filter(over | given_up, GreaterThan(Length("to_address"), 0))
    return told.update(to_address="")
