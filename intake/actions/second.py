"""The second person: a protected citizen, or a colleague, is opened with a reason only when another agrees."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.post.actions import Envelope, post
from centre.post.choices import Text
from centre.records.actions import note
from centre.records.choices import Answer
from centre.records.models import LookUp, LookUpRequest
from centre.refusal import Refused
from centre.staff.models import User
from centre.staff.rules import Door
from intake.actions.opening import leaders_for, open_with
from intake.models import Inquiry
from intake.queries.second import beyond_of, second_persons, to_answer
from intake.rules.status import LOOK_UP_REQUEST, WAITING, may_move


def ask(
    beyond: list[Inquiry], *, citizen_id: UUID, reason: str, text: str, by: User, at: datetime
) -> tuple[LookUpRequest, bool]:
    """Ask for a second person's answer, in a transaction that has locked the citizen's row.

    Whoever waits already gets the same request again, with False. Raises Refused where nobody could
    say yes.
    """
    leaders_for(beyond, by, at)
    waits = LookUpRequest.objects.waiting(at).filter(by=by, citizen=citizen_id).first()
    if waits is not None:
        return waits, False
    told = second_persons(beyond, by, danish_day(at))
    if not told:
        raise Refused(_("Nobody here could be the second person, so it cannot be opened."))
    made = LookUpRequest.objects.create(
        citizen_id=citizen_id, reason=reason, text=text, by=by, at=at
    )
    note(
        action="records.second_asked",
        row=made,
        by=by,
        at=at,
        citizen_id=citizen_id,
        reason=reason,
        told=len(told),
    )
    post(
        Envelope(text=Text.SECOND, once_key=f"second:{made.pk}:{one.pk}", due_at=at, to_user=one)
        for one in told
    )
    return made, True


@transaction.atomic
def answer(
    *, request_id: UUID, answer: Answer, words: str, by: User, at: datetime
) -> LookUpRequest:
    """Say yes or no to a colleague's look-up; with a yes the file is theirs to read for an hour from now.

    Raises LookUpRequest.DoesNotExist for one that is none of the person's to answer, and Refused where
    it was answered already, where it is too late, and where it would open nothing any more.
    """
    to_answer(by).get(pk=request_id)
    made = (
        LookUpRequest.objects.select_for_update(of=("self",))
        .select_related("by", "answered_by")
        .get(pk=request_id)
    )
    _check_waits(made, answer, at)
    if answer == Answer.GRANTED:
        made.look_up = _opened(made, at)
    made.answer, made.words = answer, words
    made.answered_by, made.answered_at = by, at
    made.save(update_fields=["answer", "words", "answered_by", "answered_at", "look_up"])
    note(
        action="records.second_answered",
        row=made,
        by=by,
        at=at,
        citizen_id=made.citizen_id,
        answer=answer,
    )
    key = f"answered:{made.pk}"
    post([Envelope(text=Text.ANSWERED, once_key=key, due_at=at, to_user=made.by)])
    return made


def _check_waits(made: LookUpRequest, answer: Answer, at: datetime) -> None:
    if not may_move(LOOK_UP_REQUEST, made.answer or WAITING, answer):
        raise Refused(
            _("%(who)s has answered this already: %(answer)s.")
            % {"who": made.answered_by, "answer": made.get_answer_display().lower()}
        )
    if not made.waits_at(at):
        raise Refused(
            _(
                "More than an hour has passed, so it can no longer be answered. It can be asked anew."
            )
        )


def _opened(made: LookUpRequest, at: datetime) -> LookUp:
    """Open it to who asked, if they are still here and still need it."""
    by = made.by
    if not by.works_here_on(danish_day(at)) or not by.may(Door.WORK_CASES):
        raise Refused(
            _("%(who)s no longer works here, so nothing can be opened to them.") % {"who": by}
        )
    beyond = beyond_of(by, made.citizen_id)
    if not beyond:
        raise Refused(
            _("There is nothing to open: it is %(who)s’s own work by now, or their own matter.")
            % {"who": by}
        )
    opened, new = open_with(beyond, reason=made.reason, text=made.text, by=by, at=at)
    if not new:
        raise Refused(_("%(who)s has it open already.") % {"who": by})
    return opened
