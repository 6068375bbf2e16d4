"""Sending a letter: it is made, held against what was seen, and kept with its very sheet."""

from datetime import datetime
from typing import Any

from django.db import transaction

from centre.calendar import danish_day, half_day_of
from centre.citizens.models import Citizen
from centre.citizens.queries import has_died
from centre.post.letters.text import Text, frozen, is_to_the_citizen
from centre.post.models import Letter
from centre.post.queries import Sheet, sheet
from centre.post.rules import (
    check_channel,
    check_date,
    check_living,
    check_seen,
    presumed_received_on,
)
from centre.records.actions import note
from centre.rows import insert
from centre.staff.models import Unit, User


@transaction.atomic
def send_letter(
    *,
    kind: str,
    citizen: Citizen | None,
    unit: Unit,
    text: Text,
    channel: str,
    previewed: str | None,
    by: User,
    at: datetime,
    language: str = "da",
) -> Letter:
    """Write down a letter as it is sent, with its copies. `previewed`: the `seen` of what was looked at.

    Nothing is handed to a carrier here: a person uses the channel. The citizen's row is locked, so
    that what was told of them a moment ago holds. Raises NotSent when the sheet is another than was
    seen, bears another date, cannot be printed, or would be posted to somebody anonymous or to the
    home of somebody who has died.
    """
    citizen = locked_citizen(citizen)
    anonymous = citizen is None or citizen.anonymous
    _check_way(channel, text, citizen)
    check_date(text.written_on, danish_day(at))
    made = sheet(text, citizen=citizen, language=language)
    check_seen(previewed, made.seen)
    letter = _written(
        made,
        kind=kind,
        citizen=citizen,
        unit=unit,
        language=language,
        channel=channel,
        sent_at=half_day_of(at) if anonymous else at,
        by=by,
    )
    note(
        action="post.send_letter",
        row=letter,
        by=by,
        at=at,
        citizen_id=letter.citizen_id,
        anonymous=anonymous,
        kind=kind,
        channel=channel,
        **_copied(made),
    )
    return letter


def _check_way(channel: str, text: Text, citizen: Citizen | None) -> None:
    check_channel(channel, is_named=citizen is not None and not citizen.anonymous)
    if citizen is not None and is_to_the_citizen(text):
        check_living(channel, has_died=has_died(citizen.pk))


def locked_citizen(citizen: Citizen | None) -> Citizen | None:
    """The citizen as they stand now, and stay until the letter is kept; for who makes its text too."""
    if citizen is None:
        return None
    return Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen.pk)


def _written(made: Sheet, **given: Any) -> Letter:
    letter = _letter(made, **given)
    insert(letter, *(_letter(one, copy_of=letter, **given) for one in made.copies))
    return letter


def _copied(made: Sheet) -> dict[str, int]:
    return {"copies": len(made.copies)} if made.copies else {}


def _letter(made: Sheet, *, channel: str, **given: Any) -> Letter:
    return Letter(
        title=made.text.title,
        text=frozen(made.text),
        pdf=made.pdf,
        sha256=made.sha256,
        channel=channel,
        written_on=made.text.written_on,
        presumed_received_on=presumed_received_on(channel, made.text.written_on),
        **given,
    )
