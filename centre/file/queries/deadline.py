"""One deadline by itself: whose it is, why it is due when it is, and all that was written of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centre.clocks.choices import Side, State
from centre.clocks.models import Clock, ClockEvent, ClockQuerySet
from centre.clocks.queries import Subject, subject_of, with_subjects
from centre.clocks.words import Chip, chip, sentence
from centre.drafts import queries as drafts
from centre.staff.models import User
from centre.staff.rules import Door

EXPLAIN = "deadline.explain"


@dataclass(frozen=True)
class OneDeadline:
    """A deadline with what its page shows."""

    clock: Clock
    subject: Subject | None
    lines: Sequence[ClockEvent]
    today: date
    # A look-up with a reason opens it to be read; whoever is there for the case writes.
    own: bool

    @property
    def chip(self) -> Chip:
        return chip(self.clock, self.today)

    @property
    def sentence(self) -> str:
        return sentence(self.clock)

    @property
    def to_explain(self) -> bool:
        """Whether cause and plan may be written: it is past and runs on; anew when the plan changes."""
        breached = self.clock.state_on(self.today) == State.BREACHED
        return self.own and breached and self.clock.side == Side.AUTHORITY


def deadlines(user: User, at: datetime) -> ClockQuerySet:
    """Those the person may open, if need be by a look-up with a reason."""
    return Clock.objects.for_user(user, at).select_related("responsible", "unit", "citizen")


def one_deadline(user: User, clock: Clock, today: date) -> OneDeadline:
    rows = with_subjects(Clock.objects.filter(pk=clock.pk))
    return OneDeadline(
        clock,
        subject_of(rows[0]) if rows else None,
        list(clock.events.select_related("by")),
        today,
        Clock.objects.for_user(user).filter(pk=clock.pk).exists(),
    )


def _explained(user: User, subjects: Iterable[str]) -> Mapping[str, drafts.Subject]:
    if not user.may(Door.WORK_CASES):
        return {}
    ids: list[UUID] = drafts.numbers(subjects)
    rows = with_subjects(Clock.objects.for_user(user).filter(pk__in=ids))
    return {
        str(one.pk): drafts.Subject(
            found.words, reverse("file:deadline", args=[one.pk]), one.citizen_id
        )
        for one in rows
        if (found := subject_of(one)) is not None
    }


FORMS = {EXPLAIN: drafts.Kind(_("Cause and plan"), _explained)}
