"""The ground's own part: the citizens themselves, and what is kept of them beside any case."""

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Q

from centre.account.models import SecondFactor
from centre.citizens.models import Citizen, Consent, Death, Guardian
from centre.clocks.models import OPEN, Alert, Clock, ClockEvent
from centre.drafts.models import Draft
from centre.post.models import Letter, Message
from centre.records.models import AuditEntry, Insider, LookUp, LookUpRequest, ReadEntry, Tie
from centre.retention.choices import Hindrance
from centre.retention.models import Hold
from centre.retention.queries.parts import Entry, Part, Rows, Whose, clocks_with, letters_with, told


def _entries(whose: Whose, _today: date) -> Iterator[Entry]:
    """Of no regime: a consent or a letter counts for whatever else there is of the citizen."""
    known = Citizen.objects.filter(disposed_on__isnull=True)
    yield from told(known, "pk", "pk", "created_on", whose=whose)
    ours = ("citizen", "citizen")
    yield from told(Consent.objects.all(), *ours, "recorded_at", whose=whose)
    yield from told(Consent.objects.all(), *ours, "withdrawn_on", whose=whose)
    yield from told(Death.objects.all(), *ours, "told_at", whose=whose)
    yield from told(Death.objects.all(), *ours, "taken_back_at", whose=whose)
    letters = Letter.objects.filter(citizen__isnull=False)
    yield from told(letters, *ours, "sent_at", whose=whose)
    clocks = Clock.objects.filter(OPEN, citizen__isnull=False)
    runs = {Hindrance.RUNNING_CLOCK: Q()}
    yield from told(clocks, *ours, "starts_on", whose=whose, hinders=runs)


def _nothing(_matters: Collection[UUID]) -> Rows:
    return ()


def _identity(citizen: UUID) -> Rows:
    return (
        Consent.objects.filter(citizen=citizen),
        Guardian.objects.filter(citizen=citizen),
        Death.objects.filter(citizen=citizen),
        # Whose colleague or neighbour it was would still tell who it was.
        Tie.objects.filter(citizen=citizen),
        Insider.objects.filter(citizen=citizen),
        LookUpRequest.objects.filter(citizen=citizen),
        Hold.objects.filter(citizen=citizen),
        *letters_with(Letter.objects.filter(citizen=citizen)),
        *clocks_with(Clock.objects.filter(citizen=citizen)),
    )


PART = Part(
    removes=frozenset(
        {
            Consent, Guardian, Death, Hold, Tie, Insider, LookUpRequest, Letter, Clock, ClockEvent,
            Alert,
        }
    ),
    kept={
        Citizen: "a number that names nobody: the sealed logs point at it. All else of it is emptied.",
        LookUp: "the log of readings points at it. Its words are emptied with the citizen.",
        AuditEntry: "numbers, names of fields and days; sealed, never a value.",
        ReadEntry: "numbers; sealed, and dropped by the month.",
        Message: "its address is emptied when it is past (centre.post).",
        SecondFactor: "of the staff and of no citizen: it goes with the account.",
        Draft: "goes 30 days after it was last written in (centre.drafts).",
    },
    entries=_entries,
    of_matters=_nothing,
    of_identity=_identity,
)  # fmt: skip
