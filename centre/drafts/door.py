"""Saving a form for good, as far as its draft is concerned."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from centre.drafts import queries
from centre.drafts.actions import finish
from centre.drafts.rules import Hand
from centre.staff.doors import StaffRequest


@contextmanager
def drafted(
    request: StaffRequest, form: str, subject: str, *, at: datetime, refuse: type[Exception]
) -> Iterator[None]:
    """Around what saves a form. Its draft goes once all is stored, so that no text is lost before.

    Raises `refuse` with a sentence, before anything is done, while another tab's text has not been
    seen (ux C-13).
    """
    hand = Hand.read(request.POST)
    objection = queries.objection(request.user, form, subject, hand, at)
    if objection:
        raise refuse(objection)
    yield
    finish(form=form, subject=subject, hand=hand, by=request.user, at=at)
