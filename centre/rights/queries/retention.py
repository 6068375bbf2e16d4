"""The part of what a citizen asked about their own data, in what is kept how long.

Our proposal: it stays with the citizen's records and counts as an entry of theirs. What they have said
is wrong stands beside the record for as long as there is one.

A file that was given is no record of its own but a copy of all there was on that day, whichever record it
was of. A copy is kept no longer than what it was made of (the regulation's article 5, 1 e), and to cut a
frozen sheet would make another: so it goes with the first of the records that goes, and the list of its
parts with it. That it was asked for, what was answered, when and by whom stands on: the request, its
lines and its letter, which tell of the asking and of nothing that stood in the file.
"""

from collections.abc import Iterator
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


def _copies(citizen: UUID) -> Rows:
    """The files that were given; and of every request the names of the parts, as a file names them."""
    theirs = RightsRequest.objects.filter(citizen=citizen)
    given = Letter.objects.filter(pk__in=theirs.filter(file__isnull=False).values("file"))
    return (*letters_with(given), Piece.objects.filter(request__in=theirs.values("pk")))


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
    copies=_copies,
    let_go=lambda letters: ((RightsRequest.objects.filter(file__in=letters), "file"),),
    of_identity=_of_identity,
)
