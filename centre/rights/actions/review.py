"""Collecting a file, looking its parts through, and handing it to another pair of eyes (ux T37)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from centre.calendar import danish_day
from centre.records.actions import note
from centre.refusal import Overtaken, Refused
from centre.rights.actions import steps
from centre.rights.choices import Asked, Event, Ground, Status
from centre.rights.models import Piece, RightsRequest
from centre.rights.queries.compiled import LANGUAGE, frozen, names_kept, texts_of, thawed
from centre.rights.queries.parts import Found, Told, beyond
from centre.rights.queries.parts import collect as everything
from centre.rights.queries.request import LOOKED
from centre.rights.rules.masking import lines_of, missing
from centre.rows import insert
from centre.staff.models import User


@transaction.atomic
def collect(*, request_id: UUID, by: User, at: datetime) -> RightsRequest:
    """Put the file together as it stands now. Collected anew, what was said of a part that is the same stays.

    Raises Refused while something of it stands where this person may not read: no file has a gap.
    """
    request = steps.locked(request_id)
    steps.is_access(request)
    steps.check_authority(request, danish_day(at))
    if request.status != Status.COLLECTED:
        steps.move(request, Status.COLLECTED)
    request.prepared_by = None
    found = _found(request, by=by, at=at)
    before = {(one.source, one.source_id): one for one in request.pieces.all()}
    made = [
        _piece(request, number, told, before) for number, told in enumerate(found.pieces, start=1)
    ]
    request.pieces.all().delete()
    insert(*made)
    steps.save(request, "prepared_by", others=names_kept(found.others))
    steps.tell(request, Event.COLLECT, by=by, at=at, pieces=len(made))
    return request


def _found(request: RightsRequest, *, by: User, at: datetime) -> Found:
    """Nothing but the log where that alone is asked for; else all of it, in the citizen's language."""
    check_sees_all(request, by=by, at=at)
    if not request.wants_file:
        return Found()
    with override(LANGUAGE):
        return everything(by, request.citizen, at, request.asked)


def check_sees_all(request: RightsRequest, *, by: User, at: datetime) -> None:
    """Whoever puts a file together or gives it can read all of it. Raises Refused."""
    steps.check_may_read(by)
    if not request.wants_file:
        return
    found = beyond(by, request.citizen, at, request.asked)
    if found.record:
        raise Refused(
            _(
                "Part of this file stands in the health record. A doctor or a nurse puts it together and "
                "gives it."
            )
        )
    unseen = found.units
    if unseen:
        words = ngettext(
            "%(count)d part of this file stands in another unit, where you cannot read. Open the file with "
            "a reason from the search, or let a leader of all units do this.",
            "%(count)d parts of this file stand in another unit, where you cannot read. Open the file with "
            "a reason from the search, or let a leader of all units do this.",
            unseen,
        )
        raise Refused(words % {"count": unseen})


def _piece(
    request: RightsRequest, number: int, told: Told, before: dict[tuple[str, str], Piece]
) -> Piece:
    made = Piece(
        request=request,
        number=number,
        source=told.source,
        source_id=str(told.id),
        regime=told.regime or "",
        title=told.title,
        dated_on=told.of_day,
        content=frozen(told.content),
        free=told.free,
        letter_id=told.letter_id,
        ground=_not_asked(request, told) or told.ground or "",
    )
    known = before.get((made.source, made.source_id))
    if known is not None and known.content == made.content:
        for name in ("ground", "hidden", "looked_at", "looked_by", "version"):
            setattr(made, name, getattr(known, name))
    return made


def _not_asked(request: RightsRequest, told: Told) -> str:
    """What belongs to the record that was not asked for."""
    asked = request.asked
    return "" if asked == Asked.BOTH or told.regime == asked else Ground.NOT_ASKED


@transaction.atomic
def look_at(
    *,
    request_id: UUID,
    number: int,
    version: int,
    seen: UUID,
    ground: str,
    hidden: str,
    everywhere: str,
    by: User,
    at: datetime,
) -> Piece:
    """Say of one part whether it is given and what is hidden in it; `everywhere`: in all of the file.

    Raises Overtaken when somebody else said so first, and Refused for words that stand nowhere: a slip
    of the pen would hide nothing.
    """
    request = steps.locked(request_id)
    if request.status != Status.COLLECTED:
        raise steps.changed()
    check_sees_all(request, by=by, at=at)
    piece = request.pieces.filter(number=number).first()
    if piece is None:
        raise steps.changed()
    if piece.pk != seen or piece.version != version:
        raise Overtaken(
            _("Somebody else has looked at this part since you opened it. Look at it again."), piece
        )
    lines = lines_of(hidden)
    here = texts_of(thawed(piece.content), piece.title)
    slips = missing([*lines, *_added(request, everywhere)], here)
    if slips:
        raise Refused(_("This does not stand in the part: %(words)s") % {"words": "; ".join(slips)})
    if everywhere.strip():
        steps.save(request, hidden="\n".join(lines_of(f"{request.hidden}\n{everywhere}")))
    piece.ground, piece.hidden = ground, "\n".join(lines)
    piece.looked_at, piece.looked_by, piece.version = at, by, version + 1
    piece.save(update_fields=["ground", "hidden", "looked_at", "looked_by", "version"])
    _tell_of_a_hand(request, piece, hidden=len(lines), by=by, at=at)
    return piece


def _tell_of_a_hand(
    request: RightsRequest, piece: Piece, *, hidden: int, by: User, at: datetime
) -> None:
    """Who had a hand in it gives it to nobody. What is hidden is a count here, never the words."""
    note(
        action=LOOKED,
        row=request,
        by=by,
        at=at,
        citizen_id=request.citizen_id,
        number=piece.number,
        given=piece.given,
        hidden=hidden,
    )


def _added(request: RightsRequest, everywhere: str) -> list[str]:
    known = set(lines_of(request.hidden))
    return [line for line in lines_of(everywhere) if line not in known]


@transaction.atomic
def make_ready(
    *, request_id: UUID, names_staff: bool, words: str, by: User, at: datetime
) -> RightsRequest:
    """It is looked through. From now on another pair of eyes is asked for.

    Raises Refused while a part that somebody wrote freely in has been looked at by nobody.
    """
    request = steps.locked(request_id)
    if request.status == Status.READY and request.prepared_by_id == by.pk:
        return request
    steps.is_access(request)
    check_sees_all(request, by=by, at=at)
    waiting = sum(one.waits for one in request.pieces.defer("content"))
    if waiting:
        told = ngettext(
            "%(count)d part has not been looked at yet.",
            "%(count)d parts have not been looked at yet.",
            waiting,
        )
        raise Refused(told % {"count": waiting})
    steps.move(request, Status.READY)
    steps.save(request, prepared_by=by, names_staff=names_staff, grounds=words)
    steps.tell(request, Event.READY, by=by, at=at, names_staff=names_staff)
    return request


@transaction.atomic
def give_back(*, request_id: UUID, words: str, by: User, at: datetime) -> RightsRequest:
    """The other pair of eyes has seen something: it is looked through again. Twice is once."""
    request = steps.locked(request_id)
    if request.status == Status.COLLECTED:
        return request
    steps.check_may_read(by)
    if not words.strip():
        raise Refused(_("Write what is to be looked at again."))
    steps.move(request, Status.COLLECTED)
    steps.save(request, prepared_by=None)
    steps.tell(request, Event.BACK, words=words, by=by, at=at)
    return request
