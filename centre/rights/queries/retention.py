"""The part of what a citizen asked about their own data, in what is kept how long.

Our proposal: it stays with the citizen's records and counts as an entry of theirs. What they have said
is wrong stands beside the record for as long as there is one.
"""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from centre.clocks.models import Alert, Clock, ClockEvent
from centre.post.models import Letter
from centre.retention.choices import Hindrance
from centre.retention.queries.parts import Entry, Part, Rows, Whose, clocks_with, letters_with, told
from centre.rights.models import Piece, RequestEvent, RightsRequest
from centre.rights.models.request import OPEN


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    """Of no regime: it is about whatever there is of the citizen."""
    rows = RightsRequest.objects.all()
    waits = {
        Hindrance.OPEN_REQUEST: OPEN,
        Hindrance.RUNNING_CLOCK: Q(clock__stopped_on__isnull=True),
    }
    for day in ("registered_at", "answered_at"):
        yield from told(rows, "citizen", "citizen", day, whose=whose, hinders=waits)
    lines = ("request__citizen", "request__citizen")
    yield from told(RequestEvent.objects.all(), *lines, "at", whose=whose)


def _of_letters(letters: Collection[UUID]) -> Rows:
    """A part of a file that was given names its sheet: without the one, the other says nothing."""
    return (Piece.objects.filter(letter__in=letters),)


def _of_identity(citizen: UUID) -> Rows:
    theirs = RightsRequest.objects.filter(citizen=citizen)
    lines = RequestEvent.objects.filter(request__in=theirs.values("pk"))
    sent: Rows = (theirs.values("letter"), theirs.values("file"), lines.values("letter"))
    return (
        theirs,
        lines,
        Piece.objects.filter(request__in=theirs.values("pk")),
        *(rows for one in sent for rows in letters_with(Letter.objects.filter(pk__in=one))),
        *clocks_with(Clock.objects.filter(pk__in=theirs.values("clock"))),
    )


PART = Part(
    removes=frozenset({RightsRequest, RequestEvent, Piece, Letter, Clock, ClockEvent, Alert}),
    entries=_entries,
    of_letters=_of_letters,
    of_identity=_of_identity,
)
