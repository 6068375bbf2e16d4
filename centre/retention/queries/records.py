"""Whose records there are, of which regime, since when nothing was written, and what keeps them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from centre.retention.choices import Hindrance, Kind
from centre.retention.models import Hold
from centre.retention.queries.parts import Entry, Whose, parts
from centre.retention.rules.period import Period, disposable_on, strictest


@dataclass(frozen=True)
class Record:
    """All that is kept of one subject under one regime: it goes whole, or not at all."""

    subject: UUID
    named: bool
    regime: Kind
    last_entry_on: date
    matters: frozenset[UUID]
    hindrance: str = ""


def records(whose: Whose, today: date) -> list[Record]:
    """Those of some subjects or of everybody: one statement a table, however many there are."""
    entries = [one for part in parts() for one in part.entries(whose, today)]
    held = Hold.objects.in_force(today)
    holding = set(held.values_list("citizen", flat=True))
    # A case without a name that somebody complains about under theirs is theirs from then on.
    owner = {one.matter: one.subject for one in entries if one.named and one.regime}
    by_subject: dict[UUID, list[Entry]] = defaultdict(list)
    for one in entries:
        by_subject[owner.get(one.matter, one.subject)].append(one)
    return [
        record
        for subject, those in by_subject.items()
        for record in _of(subject, those, is_held=subject in holding)
    ]


def _of(subject: UUID, entries: list[Entry], *, is_held: bool) -> Iterator[Record]:
    """A matter is as strict as the strictest of its rows; a hindrance is the whole person's."""
    why = next((one.hindrance for one in entries if one.hindrance), "")
    why = Hindrance.HOLD if is_held else why
    regimes: dict[UUID, set[str]] = defaultdict(set)
    for one in entries:
        if one.regime:
            regimes[one.matter].add(one.regime)
    kinds = {matter: strictest(found) for matter, found in regimes.items()}
    anywhere = [one.last_on for one in entries if one.matter not in kinds]
    for kind in sorted(set(kinds.values())) or [Kind.SOCIAL]:
        matters = frozenset(matter for matter, found in kinds.items() if found == kind)
        days = [one.last_on for one in entries if one.matter in matters]
        yield Record(
            subject, any(one.named for one in entries), kind, max(days + anywhere), matters, why
        )


def due(kind: str, period: Period, today: date) -> list[Record]:
    """Everybody's records of a regime that may go today, those first that could have gone longest."""
    found = [
        one
        for one in records(None, today)
        if one.regime == kind
        and not one.hindrance
        and disposable_on(kind, one.last_entry_on, period) <= today
    ]
    return sorted(found, key=lambda one: (one.last_entry_on, one.subject))
