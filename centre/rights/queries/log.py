"""Who read what, for the citizen: days and purposes, never who it was (CJEU C-579/21).

A list that showed several people is not logged by person. What somebody searched for is found by its
hash, and only what was searched for under the key of today.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centre.calendar import DENMARK
from centre.citizens.models import Citizen
from centre.citizens.rules import fold
from centre.post.letters.text import Block, Facts, Paragraph
from centre.post.words import day
from centre.records.choices import LookUpReason
from centre.records.door import sought
from centre.records.models import ReadEntry
from centre.rights.words.log import part_words, purpose_words

Line = tuple[date, str]


def log_blocks(citizen: Citizen, until: datetime) -> tuple[Block, ...]:
    """The extract: the latest day first, what happened several times on a day once, with how often."""
    lines = Counter([*_readings(citizen, until).elements(), *_searches(citizen, until).elements()])
    days: dict[date, list[str]] = {}
    for (on, words), count in sorted(lines.items(), key=lambda one: one[0][1]):
        days.setdefault(on, []).append(_often(words, count))
    rows = tuple((day(on), "\n".join(days[on])) for on in sorted(days, reverse=True))
    return (
        *(Paragraph(words) for words in _head()),
        Facts(rows) if rows else Paragraph(_("Nobody has opened your data.")),
    )


def _head() -> Iterator[str]:
    yield _(
        "Each time somebody here opens your data, it is written down. Here you see on which days it "
        "happened, and what for."
    )
    yield _(
        "It does not say who it was. If you need to know that to look after your rights, tell us why."
    )
    yield _("Lists that show many people at once are not in it.")


def _often(words: str, count: int) -> str:
    if count == 1:
        return words
    return ngettext("%(words)s (%(count)d time)", "%(words)s (%(count)d times)", count) % {
        "words": words,
        "count": count,
    }


def _readings(citizen: Citizen, until: datetime) -> "Counter[Line]":
    rows: Any = ReadEntry.objects.filter(citizen=citizen, at__lt=until)
    rows = rows.annotate(on=TruncDate("at", tzinfo=DENMARK)).values(
        "on", "purpose", "row", "look_up__reason"
    )
    lines: Counter[Line] = Counter()
    for one in rows.annotate(count=Count("pk")).order_by("on", "purpose", "row"):
        lines[one["on"], _words(one)] += one["count"]
    return lines


def _words(one: dict[str, Any]) -> str:
    told = {"what_for": purpose_words(one["purpose"]), "part": part_words(one["row"])}
    words = _("%(what_for)s: %(part)s") % told if told["part"] else told["what_for"]
    reason = one["look_up__reason"]
    if not reason:
        return words
    # Opened by somebody who does not work with the citizen; the reason was written down first.
    return (
        words
        + ". "
        + _("Opened with a reason: %(reason)s")
        % {"reason": str(LookUpReason(reason).label).lower()}
    )


def _searches(citizen: Citizen, until: datetime) -> "Counter[Line]":
    words = {sought(given): told for given, told in _criteria(citizen) if given}
    rows: Any = ReadEntry.objects.filter(criterion_hash__in=list(words), at__lt=until)
    rows = rows.annotate(on=TruncDate("at", tzinfo=DENMARK)).values("on", "criterion_hash")
    lines: Counter[Line] = Counter()
    for one in rows.annotate(count=Count("pk")).order_by("on"):
        lines[one["on"], words[bytes(one["criterion_hash"])]] += one["count"]
    return lines


def _criteria(citizen: Citizen) -> Iterator[tuple[str, str]]:
    """What the log hashes of whoever is searched for, in its one spelling."""
    yield citizen.cpr, _("Somebody searched for your CPR number")
    yield citizen.phone, _("Somebody searched for your phone number")
    yield citizen.email, _("Somebody searched for your e-mail address")
    yield (
        fold(citizen.name),
        _("Somebody searched for your name, or for somebody of the same name"),
    )
