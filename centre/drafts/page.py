"""Saving a form for good, as far as its draft is concerned: for the pages of every floor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from centre.drafts import queries
from centre.drafts.actions import finish
from centre.drafts.rules import Hand
from centre.staff.doors import StaffRequest


@contextmanager
def drafted(
    request: StaffRequest,
    form: str,
    subject: str,
    *,
    at: datetime,
    refused: Callable[[str], Exception],
) -> Iterator[None]:
    """Around what saves a form. Its draft goes once all is stored, so that no text is lost before.

    Raises `refused`, before anything is done, while another tab's text has not been seen (ux C-13).
    """
    hand = Hand.read(request.POST)
    objection = queries.objection(request.user, form, subject, hand, at)
    if objection:
        raise refused(objection)
    yield
    finish(form=form, subject=subject, hand=hand, by=request.user, at=at)
