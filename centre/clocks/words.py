"""What a clock says in words: the sentence that explains its dates, and its chip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centre.clocks import rules
from centre.clocks.choices import EventType, Kind, Side, Source, Span, State
from centre.clocks.models import Clock


@dataclass(frozen=True)
class Chip:
    """A deadline as shape and words, for `parts/deadline.html`."""

    state: str
    words: str
    due_on: date | None
    act_by_on: date | None


def day_words(day: date) -> str:
    """A day as it is said: Monday 14 December 2026."""
    return date_format(day, "l j. F Y")


def _length(clock: Clock) -> str:
    count = {"count": clock.length}
    match clock.span:
        case Span.WORKING_DAYS:
            return ngettext("%(count)d working day", "%(count)d working days", clock.length) % count
        case Span.WEEKS:
            return ngettext("%(count)d week", "%(count)d weeks", clock.length) % count
        case Span.MONTHS:
            return ngettext("%(count)d month", "%(count)d months", clock.length) % count
    return ngettext("%(count)d calendar day", "%(count)d calendar days", clock.length) % count


def _basis(clock: Clock) -> str:
    if clock.source == Source.LOCAL:
        return _("promised by %(council)s") % {"council": clock.basis}
    if clock.source == Source.HOUSE:
        return str(Source.HOUSE.label)
    return clock.basis


# What day 0 is; of every other deadline it is the day somebody asked for help.
_BEGAN: dict[str, Promise] = {
    Kind.PLAN_REVIEW: gettext_lazy("The plan was agreed %(day)s"),
    Kind.FOLLOW_UP_1: gettext_lazy("Discharged %(day)s"),
    Kind.FOLLOW_UP_6: gettext_lazy("Discharged %(day)s"),
    Kind.COMPLAINT: gettext_lazy("The decision was received %(day)s"),
    Kind.REASSESSMENT: gettext_lazy("Complaint received %(day)s"),
    Kind.DOCTOR_REVIEW: gettext_lazy("Last seen by the doctor %(day)s"),
    Kind.URINE_TEST: gettext_lazy("Last test taken %(day)s"),
    Kind.STANDARD_REVISION: gettext_lazy("In force from %(day)s"),
    Kind.LOOK_UP_REVIEW: gettext_lazy("Opened with a reason %(day)s"),
}


def sentence(clock: Clock) -> str:
    """Why the clock is due when it is: start, length, legal basis, last day, day to act by, end.

    The dates are the stored ones, which only `rules.compute` writes.
    """
    began = _BEGAN.get(clock.kind, gettext_lazy("Request received %(day)s"))
    parts = [
        str(began) % {"day": day_words(clock.starts_on)},
        f"{_length(clock)} ({_basis(clock)})",
    ]
    if clock.due_on is None:
        since = day_words(clock.paused_since) if clock.paused_since else ""
        parts.append(_("paused since %(day)s, so the deadline rests") % {"day": since})
    else:
        parts.append(_("due %(due)s") % {"due": day_words(clock.due_on)})
        if clock.act_by_on and clock.side == Side.AUTHORITY and clock.act_by_on != clock.due_on:
            parts.append(
                _("which is a closed day: act by %(day)s") % {"day": day_words(clock.act_by_on)}
            )
    return ", ".join(parts) + "." + _end(clock)


_ENDS: dict[str, Promise] = {
    EventType.STOP: gettext_lazy("It stopped on %(day)s."),
    EventType.WAIVE: gettext_lazy("It was set aside on %(day)s: the citizen chose freely."),
    EventType.RELEASE: gettext_lazy("It was released on %(day)s."),
}


def _end(clock: Clock) -> str:
    if clock.stopped_on is None:
        return ""
    return " " + str(_ENDS[clock.ended_as]) % {"day": day_words(clock.stopped_on)}


@dataclass(frozen=True)
class Promised:
    """A deadline as it is told when it begins: what for, its last day, its last open day."""

    what: str
    due_on: date
    act_by_on: date


def promised(deadlines: Sequence[Promised]) -> str:
    """All deadlines of one inquiry in one sentence, those of the same day together; else empty."""
    days: dict[tuple[date, date], list[str]] = {}
    for one in sorted(deadlines, key=lambda one: (one.act_by_on, one.due_on)):
        days.setdefault((one.due_on, one.act_by_on), []).append(one.what)
    parts = [_promised(whats, *ends) for ends, whats in days.items()]
    return "; ".join(parts) + "." if parts else ""


def _promised(whats: list[str], due_on: date, act_by_on: date) -> str:
    *first, last = [
        what if place == 0 else what[:1].lower() + what[1:] for place, what in enumerate(whats)
    ]
    named = _(" and ").join([", ".join(first), last] if first else [last])
    told = {
        "what": named,
        "due": date_format(due_on, "j. F Y"),
        "open": date_format(act_by_on, "j. F"),
    }
    if due_on == act_by_on:
        return _("%(what)s: deadline %(due)s") % told
    return _("%(what)s: deadline %(due)s (last open day %(open)s)") % told


def chip(clock: Clock, today: date) -> Chip:
    """The clock's state on a day, with the days left in words; dates only while it runs."""
    state = clock.state_on(today)
    return Chip(
        state=state,
        words=_chip_words(clock, state, today),
        due_on=clock.due_on,
        act_by_on=clock.act_by_on if clock.stopped_on is None else None,
    )


@lru_cache(maxsize=512)
def drawn(state: str, words: str) -> SafeString:
    """The chip of a list, without its dates: the same few stand on every row and every page."""
    return render_to_string("parts/deadline.html", {"chip": {"state": state, "words": words}})


def _chip_words(clock: Clock, state: State, today: date) -> str:
    if state in (State.RUNNING, State.AT_RISK) and clock.act_by_on is not None:
        return days_left(clock.act_by_on, today)
    if state == State.BREACHED and clock.due_on is not None:
        return _late(clock.due_on, today)
    words = str(state.label)
    return words[:1].upper() + words[1:]


def _late(due_on: date, today: date) -> str:
    late = (today - due_on).days
    return ngettext("%(count)d day past the deadline", "%(count)d days past the deadline", late) % {
        "count": late
    }


def chip_of_days(act_by_on: date, due_on: date, today: date) -> Chip:
    """The chip of a deadline that runs, for a list that holds its two days and no more."""
    if today > due_on:
        return Chip(State.BREACHED, _late(due_on, today), due_on, act_by_on)
    state = State.AT_RISK if rules.is_at_risk(act_by_on, today) else State.RUNNING
    return Chip(state, days_left(act_by_on, today), due_on, act_by_on)


def days_left(act_by_on: date, today: date) -> str:
    """How long is left to act: the last open day counts, not the deadline behind it."""
    left = (act_by_on - today).days
    if left > 0:
        return ngettext("%(count)d day left", "%(count)d days left", left) % {"count": left}
    if left == 0:
        return _("Act today")
    return _("The last open day has passed")
