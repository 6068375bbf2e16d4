"""Answering: a file is given or refused; what is wrong is put right, or the citizen's view stands beside."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.post.choices import LetterKind
from centre.refusal import Refused
from centre.rights.actions import steps
from centre.rights.actions.review import check_sees_all
from centre.rights.choices import OF_CORRECTION, Outcome, Right, Status
from centre.rights.models import Piece, RightsRequest
from centre.rights.queries import answer as drawn
from centre.rights.queries.parts import closed
from centre.rights.queries.request import is_second
from centre.rights.words import letters
from centre.staff.models import User
from centre.staff.rules import Door


@dataclass(frozen=True)
class Sent:
    """How an answer goes, and the hashes of what was looked at."""

    channel: str
    letter: str | None = None
    file: str | None = None


@transaction.atomic
def give(*, request_id: UUID, sent: Sent, by: User, at: datetime) -> RightsRequest:
    """Give the file, or the log alone, as it was looked at: frozen from then on, with the letter about it.

    By somebody who had no hand in it, unless nobody else works here who may. Twice is once.
    Raises Refused when somebody else was first, or the file has changed since it was collected.
    """
    request = steps.locked(request_id)
    if request.status == Status.ANSWERED and request.answered_by_id == by.pk:
        return request
    steps.is_access(request)
    today = danish_day(at)
    steps.check_authority(request, today)
    steps.check_young(request, by, today)
    _check_step(request, by, today)
    check_sees_all(request, by=by, at=at)
    pieces = list(request.pieces.all())
    if drawn.has_changed(request, pieces, by, at):
        raise Refused(_("The file has changed since it was collected. Collect it again."))
    made = drawn.answer(request, pieces, by=by, at=at)
    file = steps.send(
        request, made.file, kind=_file_kind(request), channel=sent.channel,
        previewed=sent.file, by=by, at=at,
    )  # fmt: skip
    letter = steps.send(
        request, made.letter, kind=LetterKind.FILE_ACCESS, channel=sent.channel,
        previewed=sent.letter, by=by, at=at,
    )  # fmt: skip
    Piece.objects.filter(pk__in=[one.pk for one in made.sheets]).update(sheet_given=True)
    outcome = Outcome.WHOLE if made.whole else Outcome.PARTLY
    grounds = request.grounds or ("" if made.whole else made.why)
    steps.end(request, outcome, letter=letter, file=file, grounds=grounds, by=by, at=at)
    return request


def _file_kind(request: RightsRequest) -> LetterKind:
    of_health = request.pieces.filter(closed(), ground="").exists()
    return LetterKind.HEALTH_FILE if of_health else LetterKind.WHOLE_FILE


def _check_step(request: RightsRequest, by: User, today: date) -> None:
    """The log alone tells of nobody else, and needs no second pair of eyes."""
    steps.check_may_read(by)
    wanted = Status.READY if request.wants_file else Status.COLLECTED
    if request.status != wanted:
        raise steps.changed()
    if request.wants_file and not is_second(by, request, today):
        raise Refused(_("You have had a hand in it. Somebody else gives it."))


@transaction.atomic
def refuse(
    *,
    request_id: UUID,
    words: str,
    channel: str,
    previewed: str | None = None,
    by: User,
    at: datetime,
) -> RightsRequest:
    """Say no to all of it, with the reason and where to complain. The leader's alone to say."""
    request = steps.locked(request_id)
    if request.status == Status.ANSWERED and request.outcome == Outcome.REFUSED:
        return request
    steps.is_access(request)
    if not by.may(Door.APPROVE):
        raise Refused(_("Only a leader refuses it."))
    if not words.strip():
        raise Refused(_("Write why."))
    text = letters.refused(
        request, by=by, on=danish_day(at), words=words, regimes=drawn.regimes(request, by, at)
    )
    letter = steps.send(
        request, text, kind=LetterKind.FILE_ACCESS, channel=channel, previewed=previewed, by=by,
        at=at,
    )  # fmt: skip
    steps.end(request, Outcome.REFUSED, letter=letter, grounds=words, by=by, at=at)
    return request


@transaction.atomic
def answer_correction(
    *,
    request_id: UUID,
    outcome: str,
    words: str,
    channel: str,
    previewed: str | None = None,
    by: User,
    at: datetime,
) -> RightsRequest:
    """Say what came of it. Nothing is written over: a correction is a new entry, made where it stands.

    Where the entry is kept or only added to, what the citizen says stands beside it in the file from
    now on. The same answer twice is one; raises Refused when somebody else was first with another.
    """
    request = steps.locked(request_id)
    if request.status == Status.ANSWERED and (request.outcome, request.grounds) == (outcome, words):
        return request
    if request.right != Right.CORRECTION or outcome not in OF_CORRECTION:
        raise steps.changed()
    steps.check_may_read(by)
    if not words.strip():
        raise Refused(_("Write what you have done, or why you keep it."))
    today = danish_day(at)
    steps.check_authority(request, today)
    steps.check_young(request, by, today)
    text = letters.correction(request, by=by, on=today, outcome=outcome, words=words)
    letter = steps.send(
        request, text, kind=LetterKind.CORRECTION, channel=channel, previewed=previewed, by=by,
        at=at,
    )  # fmt: skip
    steps.end(request, Outcome(outcome), letter=letter, grounds=words, by=by, at=at)
    return request
