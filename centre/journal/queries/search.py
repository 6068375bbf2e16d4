"""The search through notes: of one citizen's file, and of everybody whose case is the reader's.

Notes are opened and looked through, the latest first, so many at a time. No index is kept, though
keyed hashes of stems would be quicker: under one key they tell whoever holds a dump which notes share
words and which words are frequent, so that a known note opens others; salted for each citizen they still
do so within a file; salted for each note they must all be tried anyway. Looked through, they tell
nothing, find a word within a longer one, which no hash can, and need no `reindex`. It costs about
40 microseconds a note: what a page looks through is bounded, and the reader asks on for older ones.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from centre.citizens.models import Citizen
from centre.journal.queries.notes import notes
from centre.journal.rules.search import Sought
from centre.paging import Place, latest_first
from centre.staff.models import User

HITS = 25
AT_A_TIME = 250
# So many texts a page looks through at most, of each kind of text.
LOOKED_THROUGH = 2000
# And so many signs: of long notes a page looks through fewer, for it takes the time that they are long.
MOST_SIGNS = 4_000_000


@dataclass(frozen=True)
class Text:
    """Something that was written, as the search looks at it."""

    at: datetime
    id: UUID
    citizen_id: UUID | None
    # Which kind of text it is, and the words that may be shown of it to who opens the file.
    what: str
    who: str
    words: str
    url: str

    @property
    def place(self) -> Place:
        return Place(self.at, self.id)


@dataclass(frozen=True)
class Asked:
    """In whose texts: of one citizen at a moment, or of everybody who is the reader's by own work."""

    user: User
    citizen_id: UUID | None = None
    at: datetime | None = None

    def latest(
        self, rows: QuerySet[Any], after: Place | None, *, citizen: str = "citizen"
    ) -> list[Any]:
        """The next rows of a table, which was written at `written_at`."""
        if self.citizen_id is not None:
            rows = rows.filter(**{citizen: self.citizen_id})
        return list(latest_first(rows, after, at="written_at")[:AT_A_TIME])


Texts = Callable[[Asked, Place | None], Sequence[Text]]


@dataclass(frozen=True)
class Found:
    """A page of hits; how far back it looked, and the place after which the next page looks on."""

    rows: list[Text]
    people: dict[UUID, Citizen]
    back_to: datetime | None
    older: Place | None


def texts(asked: Asked, after: Place | None) -> list[Text]:
    """The notes of the journal that the reader may read."""
    rows = notes(asked.user, asked.at).select_related("written_by")
    return [
        Text(
            one.written_at,
            one.pk,
            one.citizen_id,
            f"{one.get_regime_display()}: {one.get_kind_display().lower()}",
            f"{one.written_by}, {one.author_title}",
            "\n".join(filter(None, (one.heading, one.text, one.conferred))),
            reverse("journal:note", args=[one.pk]),
        )
        for one in asked.latest(rows, after)
    ]


def search(asked: Asked, sought: Sought, after: Place | None = None) -> Found:
    """The texts in which all that is sought stands, latest first, after a place."""
    hits: list[Text] = []
    last, is_all, signs = None, True, 0
    for looked_at, one in enumerate(_latest_first(asked, after)):
        if len(hits) == HITS or looked_at == LOOKED_THROUGH or signs >= MOST_SIGNS:
            is_all = False
            break
        last = one
        signs += len(one.words)
        if sought.fits(one.words):
            hits.append(one)
    people = Citizen.objects.filter(pk__in={one.citizen_id for one in hits if one.citizen_id})
    return Found(
        rows=hits,
        people={one.pk: one for one in people},
        back_to=last.at if last else None,
        older=last.place if last and not is_all else None,
    )


def _latest_first(asked: Asked, after: Place | None) -> Iterator[Text]:
    """The texts of all sources as one stream, in the order of `latest_first`."""
    sources: list[Texts] = [import_string(name) for name in settings.NOTE_TEXTS]
    streams = [_stream(source, asked, after) for source in sources]
    return merge(*streams, key=lambda one: (-one.at.timestamp(), one.id))


def _stream(source: Texts, asked: Asked, after: Place | None) -> Iterator[Text]:
    """A source's texts, so many by each statement, and no more than a page looks through."""
    for _statement in range(LOOKED_THROUGH // AT_A_TIME + 1):
        found = source(asked, after)
        yield from found
        if len(found) < AT_A_TIME:
            return
        after = found[-1].place
