"""Deadlines as rows of a table: initials, never a name or a number."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from centre.clocks import words
from centre.clocks.choices import Kind
from centre.clocks.queries.desk import Page

COLUMNS = (
    (_("Citizen"), ""),
    (_("Deadline"), "nowrap"),
    (_("Act by"), "nowrap"),
    (_("Left"), "glance"),
    (_("Received"), "nowrap"),
    (_("Responsible"), ""),
    (_("Next step"), ""),
)


def rows_of(page: Page, today: date) -> list[tuple[list[Any], str, str]]:
    """Cells, address and hidden words for each row of `parts/table.html`."""
    rows: list[tuple[list[Any], str, str]] = []
    for clock in page.rows:
        subject = page.subjects.get(clock.pk)
        chip = words.chip(clock, today)
        kind = str(Kind(clock.kind).label)
        act_by = date_format(clock.act_by_on, "D. j. N") if clock.act_by_on else "–"
        received = subject.received_on if subject and subject.received_on else clock.starts_on
        cells = [
            subject.words if subject else "–",
            kind,
            act_by,
            words.drawn(chip.state, chip.words),
            date_format(received, "j. N"),
            str(clock.responsible) if clock.responsible else _("Nobody"),
            subject.next_step(today) if subject else "",
        ]
        rows.append((cells, subject.url if subject else "", kind))
    return rows
