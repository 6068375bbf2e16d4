"""The answer to a request as it would be given now: the file, its letter, the sheets along with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from centre.calendar import danish_day
from centre.post.choices import LetterChannel
from centre.post.letters.text import FileText, LetterText
from centre.rights.choices import REFUSING, Asked, Ground, Regime
from centre.rights.models import Piece, RightsRequest
from centre.rights.queries.compiled import (
    LANGUAGE,
    Compiled,
    compiled,
    frozen,
    names_kept,
    printable,
)
from centre.rights.queries.log import log_blocks
from centre.rights.queries.parts import closed_regimes, collect
from centre.rights.words import letters
from centre.staff.models import User

# Made anew at each look: every act writes a line of it.
ALWAYS_NEW = ("file.Timeline",)


@dataclass(frozen=True)
class Answer:
    """What goes out together."""

    file: FileText
    letter: LetterText
    # Parts whose sheet goes along as it was sent: nothing in it is hidden.
    sheets: Sequence[Piece]
    whole: bool
    why: str


def answer(request: RightsRequest, pieces: Sequence[Piece], *, by: User, at: datetime) -> Answer:
    """The file and the letter of a request. Raises NotSent where it cannot be printed."""
    today = danish_day(at)
    with override(LANGUAGE):
        log = log_blocks(request.citizen, _until(request, at)) if request.wants_log else ()
    made = compiled(request, pieces, log, today)
    sheets = [
        one.piece
        for one in made.parts
        # A sheet shows the home it was sent to, and that is for the citizen alone.
        if one.piece.letter_id is not None and not one.masked and not request.by_somebody_else
    ]
    text = letters.access(
        request,
        by=by,
        on=today,
        grounds=made.grounds,
        hides=made.hides,
        words=request.grounds,
        regimes=_refused(made),
        sheets=bool(sheets),
    )
    return Answer(printable(made.text), text, sheets, made.whole, _why(made))


def _until(request: RightsRequest, at: datetime) -> datetime:
    """The log as it stood when the file was put together: to look at it is a reading too."""
    line = request.events.filter(type="collect").order_by("-number").first()
    return line.at if line is not None else at


def _refused(made: Compiled) -> list[str]:
    """The records in which something is left out: where one complains follows from them."""
    found = {one.regime for one in made.left_out if one.ground in REFUSING}
    found |= {one.piece.regime for one in made.parts if one.masked}
    return [one for one in Regime.values if one in found]


def _why(made: Compiled) -> str:
    """What is kept of why something is left out, where nobody wrote more."""
    grounds = list(made.grounds)
    if made.hides and Ground.OTHERS not in grounds:
        grounds.append(Ground.OTHERS)
    with override(LANGUAGE):
        return "; ".join(str(one.label) for one in grounds)


def has_changed(request: RightsRequest, pieces: Sequence[Piece], user: User, at: datetime) -> bool:
    """Whether the file holds anything else than when it was collected, or names anybody else."""
    if not request.wants_file:
        return False
    with override(LANGUAGE):
        found = collect(user, request.citizen, at, request.asked)
    if names_kept(found.others) != request.others:
        return True
    now = {(one.source, str(one.id)): frozen(one.content) for one in found.pieces}
    then = {(one.source, one.source_id): one.content for one in pieces}
    for known in (now, then):
        for key in [key for key in known if key[0] in ALWAYS_NEW]:
            del known[key]
    return now != then


def regimes(request: RightsRequest, user: User, at: datetime) -> list[str]:
    """The records that a refusal is about; the log of who has read is none."""
    if not request.wants_file:
        return []
    if request.asked != Asked.BOTH:
        return [request.asked]
    found = {one.regime for one in collect(user, request.citizen, at).pieces}
    found |= closed_regimes(user, request.citizen, at)
    return [one for one in Regime.values if one in found]


def usual_channel(request: RightsRequest) -> str:
    """How the answer goes unless somebody says otherwise."""
    if request.by_somebody_else:
        return LetterChannel.LETTER
    numbered = request.citizen.cpr_hash is not None
    return LetterChannel.DIGITAL_POST if numbered else LetterChannel.LETTER
