"""What a standard's values are called: hours and numbers in words, in the reader's language."""

import re
from collections.abc import Iterator
from datetime import time
from itertools import groupby
from typing import Final

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from centre.standard.rules import WEEKDAYS as DAYS
from centre.standard.schema import Interval, Recipient, WeekHours

# Eight digits, as people group them, with or without the country's code; no date, no name of a mailbox.
_DANISH: Final = re.compile(
    r"(?<![\w+@.-])(?:(?:\+|00)45[ -]?)?"
    r"(\d{8}|\d\d(?:[ -]\d\d){3}|\d{4}[ -]\d{4}|\d\d \d{3} \d{3})"
    r"(?![\w@-]| ?\d|\.\w)"
)


def grouped(number: str) -> str:
    """A Danish telephone number in pairs: 74 34 34 34."""
    return " ".join(number[start : start + 2] for start in range(0, len(number), 2))


def in_pairs(text: str) -> str:
    """What was written, each Danish telephone number in it in pairs; abroad's stay as they are."""
    return _DANISH.sub(lambda found: grouped(re.sub(r"\D", "", found[1])), text)


def town_of(office: Recipient) -> str:
    """Postcode and town, as far as the standard names them."""
    return " ".join(filter(None, (office.postcode, office.city)))


def office_lines(office: Recipient) -> Iterator[str]:
    """An office as a page names it: who, where and how to reach it, a line each."""
    yield office.name
    place = ", ".join(filter(None, (office.street, town_of(office))))
    if place:
        yield place
    if office.phones:
        numbers = ", ".join(grouped(one) for one in office.phones)
        yield _("Phone: %(numbers)s") % {"numbers": numbers}
    if office.email:
        yield _("E-mail: %(email)s") % {"email": office.email}
    if office.web:
        yield office.web


def office_in_letter(office: Recipient) -> str:
    """An office as a letter names it: one number, and no words around it."""
    phone = grouped(office.phones[0]) if office.phones else ""
    ways = (office.street, town_of(office), phone, office.email, office.web)
    return "\n".join(filter(None, (office.name, *ways)))


def appeal_deadline(weeks: int) -> str:
    """The citizen's weeks over a decision."""
    told = ngettext(
        "Do it within %(count)d week after you got the decision.",
        "Do it within %(count)d weeks after you got the decision.",
        weeks,
    )
    return told % {"count": weeks}


def patient_deadline() -> str:
    """The patient's complaint: two years from knowledge, five from the event (domain C18)."""
    return _("Do it within 2 years after you found out, and at most 5 years after it happened.")


def days_and_hours(hours: WeekHours | None) -> list[tuple[str, str]]:
    """Rows of days and their hours, days with the same hours together: ("Monday–Friday", "8–9")."""
    if hours is None:
        return []
    week = [(index, getattr(hours, name)) for index, name in enumerate(DAYS)]
    rows = []
    for intervals, days in groupby(week, key=lambda pair: pair[1]):
        numbers = [index for index, _intervals in days]
        if intervals:
            rows.append((_day_span(numbers[0], numbers[-1]), _hours(intervals)))
    return rows


def hours_in_words(hours: WeekHours | None) -> str:
    """All hours of a week in one line; empty where the standard gives none."""
    return ", ".join(f"{days} {times}" for days, times in days_and_hours(hours))


def _day_span(first: int, last: int) -> str:
    names = [_day_name(first), _day_name(last)]
    return names[0] if first == last else f"{names[0]}–{names[1]}"


def _day_name(weekday: int) -> str:
    """A day as it stands in a sentence: Danish days are written small, English ones are not."""
    name = str(WEEKDAYS[weekday])
    return name.lower() if (get_language() or "da").startswith("da") else name


def _hours(intervals: tuple[Interval, ...]) -> str:
    spans = [f"{_clock(one.opens)}–{_clock(one.closes)}" for one in intervals]
    return _(" and ").join(spans)


def _clock(at: time) -> str:
    return time_format(at, "TIME_FORMAT")
