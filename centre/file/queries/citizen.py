"""Whose file a person may open, and what stands at the top of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from centre.calendar import danish_day
from centre.citizens.choices import MINORS
from centre.citizens.models import Citizen, Consent, Death, Guardian
from centre.citizens.queries import death_of
from centre.clocks.models import Clock
from centre.clocks.queries import Subject, subject_of, with_subjects
from centre.clocks.words import Chip, chip, drawn, sentence
from centre.records.models import LookUp, Tie
from centre.staff.models import User

Scope = Callable[[User, datetime], QuerySet[Citizen]]
CLOCKS = 25


@dataclass(frozen=True)
class Deadline:
    """One open deadline with the sentence that explains it."""

    clock: Clock
    chip: Chip
    sentence: str
    subject: Subject | None

    @property
    def drawn(self) -> SafeString:
        """The chip without its dates, for the top of the page."""
        return drawn(self.chip.state, self.chip.words)


@dataclass(frozen=True)
class Header:
    """Who it is, and what must be known before anything is done."""

    citizen: Citizen
    deadlines: list[Deadline]
    # The reason that opened what the reader's own work does not.
    look_up: LookUp | None
    death: Death | None = None

    @property
    def young(self) -> bool:
        return self.citizen.age_group in MINORS

    @property
    def guardians(self) -> list[Guardian]:
        """Who has custody; of grown-ups nobody asks."""
        return list(self.citizen.guardians.all()) if self.young else []

    @property
    def consents(self) -> list[Consent]:
        """Those in force."""
        return [one for one in self.citizen.consents.all() if one.withdrawn_on is None]


def citizens(user: User, at: datetime) -> QuerySet[Citizen]:
    """Those whose file the person may open at a moment, as the app of the settings answers.

    `for_few` says whether it is a colleague's.

    `look_up_id` names the look-up with a reason that opens one of them, for the door to log.
    """
    scope = cast("Scope", import_string(settings.CITIZEN_SCOPE))
    consents = Consent.objects.order_by("given_on", "kind").select_related("recorded_by")
    ties = Tie.objects.in_force().filter(citizen=OuterRef("pk"))
    rows = scope(user, at).annotate(for_few=Exists(ties))
    return rows.prefetch_related(Prefetch("consents", consents))


def own_citizens(user: User, at: datetime) -> QuerySet[Citizen]:
    """Those whose file the person's own work opens: a look-up with a reason lets nobody write in it."""
    return citizens(user, at).filter(Q(look_up_id=None))


def header(user: User, citizen: Citizen, at: datetime) -> Header:
    """The top of a file, of a citizen fetched by `citizens`."""
    look_up_id = getattr(citizen, "look_up_id", None)
    look_up = LookUp.objects.filter(pk=look_up_id).first() if look_up_id else None
    clocks = Clock.objects.for_user(user, at).open().but_calls_to_the_dead()
    clocks = clocks.filter(citizen=citizen).in_order()[:CLOCKS]
    today = danish_day(at)
    deadlines = [
        Deadline(one, chip(one, today), sentence(one), subject_of(one))
        for one in with_subjects(clocks)
    ]
    return Header(citizen, deadlines, look_up, death_of(citizen.pk))
