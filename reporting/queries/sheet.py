"""The figures as the lines of a sheet, for a spreadsheet: what the printed page tells, and no more."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reporting import words
from reporting.queries.cards import Card
from reporting.rules.period import Period


def lines(told: Sequence[Card], *, period: Period, at: datetime, area: str) -> Iterator[list[str]]:
    """A head that says of when and of what, the figures, then their months."""
    yield [
        _("Measures"),
        f"{date_format(period.first, 'j.n.Y')} – {date_format(period.last, 'j.n.Y')}",
        words.area_words(area),
        _("updated %(moment)s") % {"moment": date_format(localtime(at), "SHORT_DATETIME_FORMAT")},
    ]
    yield []
    yield [
        _("Measure"),
        _("Treatment"),
        _("Figure"),
        _("Counted"),
        _("Of"),
        _("Goal"),
        _("Goal reached"),
        _("Left out"),
    ]
    for card in told:
        yield from _figures(card, words.area_words(area))
    yield []
    yield [_("Measure"), _("Month"), _("Figure")]
    for card in told:
        yield from ([str(card.measure.words), one.words, one.value] for one in card.months)


def _figures(card: Card, area: str) -> Iterator[list[str]]:
    """The whole with its goals and what is left out, then its kinds."""
    goals = " / ".join(f"{one.areas}: {one.aim}" if one.aim else one.words for one in card.goals)
    yield [
        str(card.measure.words),
        area,
        card.value,
        card.part,
        card.whole,
        goals,
        " / ".join(one.verdict for one in card.goals),
        ", ".join(f"{one.words}: {one.count}" for one in card.left_out),
    ]
    for one in card.kinds:
        yield [str(card.measure.words), one.words, one.value, one.part, one.whole, "", "", ""]
