"""Looking at a decision again: upheld, partly so, or kept and sent to the appeals board (RSL § 66)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks.actions import ledger
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.clocks.rules import LedgerError
from centre.post.choices import LetterChannel, LetterKind
from centre.post.models import Letter
from centre.refusal import Refused
from centre.staff.models import User
from complaints.actions import steps
from complaints.choices import About, BoardOutcome, Closing, Event, Reassessed, Status, Track
from complaints.models import Complaint
from complaints.queries import dossier
from complaints.queries.complaint import is_named
from complaints.queries.decisions import decided_since, decision_in_force
from complaints.rules.deadline import decided_anew, reply
from complaints.rules.result import Result
from complaints.rules.status import AFTER
from complaints.words import letters
from intake.actions.decision import filled_decision
from intake.actions.sending import replace_decision
from intake.models import Decision
from intake.rules.decision import must_be_approved


@transaction.atomic
def begin_reassessment(*, complaint_id: UUID, by: User, at: datetime) -> Complaint:
    """Somebody has begun to look at it again. Twice is once."""
    complaint = steps.locked(complaint_id)
    if complaint.status == Status.IN_REASSESSMENT:
        return complaint
    steps.move(complaint, Status.IN_REASSESSMENT)
    steps.save(complaint)
    steps.tell(complaint, Event.BEGIN, by=by, at=at)
    return complaint


@transaction.atomic
def need_more_time(
    *,
    complaint_id: UUID,
    until: date,
    why: str,
    channel: str,
    previewed: str | None = None,
    by: User,
    at: datetime,
) -> Complaint:
    """Tell the citizen that more information is needed, within the four weeks, and until when (C16).

    Raises Refused when the four weeks are over, the day is no later one, or nobody can be told.
    """
    complaint = steps.locked(complaint_id)
    steps.known(complaint)
    today = danish_day(at)
    clock = _still_in_time(complaint, today)
    if not why.strip():
        raise Refused(_("Write which information is missing."))
    letter = None
    if is_named(complaint):
        text = letters.more_time(complaint, by=by, on=today, until=until, why=why)
        letter = steps.send(
            complaint,
            text,
            kind=LetterKind.DELAY,
            channel=channel,
            previewed=previewed,
            by=by,
            at=at,
        )
    _extend(clock, until, why, by=by, at=at)
    steps.tell(complaint, Event.MORE_TIME, words=why, letter=letter, by=by, at=at)
    return complaint


def _still_in_time(complaint: Complaint, today: date) -> Clock:
    """The deadline of a complaint that is being looked at, while it has not passed."""
    clock = complaint.clock
    if clock is None or complaint.status not in (Status.ACKNOWLEDGED, Status.IN_REASSESSMENT):
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    if clock.due_on is None or today > clock.due_on:
        raise Refused(
            _("The citizen had to be told within the deadline. Record cause and plan instead.")
        )
    return clock


def _extend(clock: Clock, until: date, why: str, *, by: User, at: datetime) -> None:
    """The letter and the later day, in the ledger."""
    today = danish_day(at)
    try:
        ledger.write(clock_id=clock.pk, type=EventType.NOTICE, on=today, by=by, at=at)
        ledger.write(
            clock_id=clock.pk,
            type=EventType.EXTEND,
            on=today,
            until=until,
            reason=why,
            basis="RSL § 66",
            by=by,
            at=at,
        )
    except LedgerError as error:
        raise Refused(_(str(error))) from error


@transaction.atomic
def reassess(*, complaint_id: UUID, result: Result, by: User, at: datetime) -> Complaint:
    """Say what came of it, in one act with all that is sent: nothing is upheld without its decision.

    The same answer twice is one; raises Refused when somebody else was first with another, be it only
    in its reasons: who wrote them must learn that they were not sent.
    """
    complaint = steps.locked(complaint_id)
    if complaint.reassessed == result.outcome and _said(complaint) == result.reasons:
        return complaint
    if complaint.track != Track.APPEAL or complaint.reassessed:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    steps.known(complaint)
    if not result.reasons.strip():
        raise Refused(_("Write the reasons."))
    if complaint.status == Status.ACKNOWLEDGED:
        steps.move(complaint, Status.IN_REASSESSMENT)
    complaint.reassessed = result.outcome
    if result.outcome == Reassessed.MAINTAINED:
        return _forward(complaint, result, by=by, at=at)
    return _uphold(complaint, result, by=by, at=at)


def _said(complaint: Complaint) -> str:
    """The reasons that were sent last."""
    return steps.last_words(complaint, Event.REASSESS, Event.FORWARD)


def _uphold(complaint: Complaint, result: Result, *, by: User, at: datetime) -> Complaint:
    steps.move(complaint, AFTER[result.outcome])
    if complaint.about == About.DECISION:
        complaint.new_decision = _decide(complaint, result, by=by, at=at)
    today = danish_day(at)
    answer_by = None
    if result.outcome == Reassessed.PARTLY:
        heard = _heard_on(complaint, result, today)
        complaint.reply_clock = steps.start(complaint, reply(heard), by=by, at=at)
        answer_by = complaint.reply_clock.due_on
    letter = None
    if is_named(complaint):
        text = letters.upheld(
            complaint,
            by=by,
            on=today,
            reasons=result.reasons,
            outcome=result.outcome,
            answer_by=answer_by,
        )
        letter = steps.send(
            complaint,
            text,
            kind=LetterKind.COMPLAINT_OUTCOME,
            channel=result.channel,
            previewed=result.seen.letter,
            by=by,
            at=at,
        )
    steps.stop(complaint.clock, on=today, by=by, at=at)
    steps.save(complaint, "reassessed", "new_decision", "reply_clock")
    steps.tell(complaint, Event.REASSESS, words=result.reasons, letter=letter, by=by, at=at)
    return complaint


def _decide(complaint: Complaint, result: Result, *, by: User, at: datetime) -> Decision:
    """The new decision in the place of the one that is in force (design 7).

    That is the one complained about, or what took its place before the complaint came.
    """
    _connected(complaint)
    if result.draft is None:
        since = decided_since(complaint, complaint.received_on)
        if since is None:
            raise Refused(_("Write the new decision."))
        return since
    return replace_decision(
        replaced_id=_to_replace(complaint).pk,
        draft=result.draft,
        channel=result.channel,
        previewed=result.seen.decision,
        copies=letters.copies_of(complaint),
        by=by,
        at=at,
    )


def _to_replace(complaint: Complaint) -> Decision:
    """What is in force, unless somebody decided since the complaint came: that is not overwritten."""
    decision = _connected(complaint)
    if decided_since(complaint, complaint.received_on) is not None:
        return decision
    return decision_in_force(complaint) or decision


def decision_to_be(
    complaint: Complaint, result: Result, *, by: User, at: datetime
) -> Decision | None:
    """The new decision as it would be sent, not kept, for its letter to be seen. Raises Refused."""
    if result.draft is None:
        return None
    if must_be_approved(result.draft.outcome, result.draft.setting):
        raise Refused(
            _(
                "A stay is approved by another leader. Prepare and send it from the inquiry first, "
                "then answer the complaint."
            )
        )
    old = _to_replace(complaint)
    draft = replace(result.draft, area=old.area, way=result.channel)
    return filled_decision(old.visitation, old.inquiry, draft, by=by, at=at)


def _connected(complaint: Complaint) -> Decision:
    if complaint.decision is None:
        raise Refused(_("Say first which decision the complaint is over."))
    return complaint.decision


def _heard_on(complaint: Complaint, result: Result, today: date) -> date:
    """When the citizen has what we now say: the new decision's own day, else our letter's."""
    received = complaint.new_decision.presumed_received_on if complaint.new_decision else None
    return received or letters.heard_on(result.channel, today)


def _forward(
    complaint: Complaint, result: Result, *, by: User, at: datetime, replied_on: date | None = None
) -> Complaint:
    """The file as one document, the letter to the board and the citizen's letter, on one day."""
    if complaint.about == About.DECISION:
        _connected(complaint)
    today = danish_day(at)
    steps.move(complaint, Status.FORWARDED)
    sent = _papers(
        letters.Forwarding(complaint, result.reasons, by, today, replied_on), result, at=at
    )
    for clock in (complaint.clock, complaint.reply_clock):
        steps.stop(clock, on=today, by=by, at=at)
    steps.save(complaint, "reassessed", forwarded_on=today)
    if replied_on is not None:
        # After the papers are made: they tell of it themselves, and are those that were seen.
        steps.tell(complaint, Event.REPLY, on=replied_on, by=by, at=at)
    steps.tell(
        complaint,
        Event.FORWARD,
        words=result.reasons,
        by=by,
        at=at,
        letter=sent["letter"],
        file=sent["file"],
        cover=sent["cover"],
    )
    return complaint


def _papers(told: letters.Forwarding, result: Result, *, at: datetime) -> dict[str, Letter]:
    """The letter to the board, the file as one document, and the citizen's letter, as they were seen."""
    return {
        name: steps.send(
            told.complaint,
            text,
            kind=LetterKind.COMPLAINT_FORWARDED,
            channel=channel,
            previewed=seen,
            by=told.by,
            at=at,
        )
        for name, text, channel, seen in (
            ("cover", letters.to_the_board(told), LetterChannel.SECURE_MAIL, result.seen.cover),
            ("file", dossier.file_of(told), LetterChannel.SECURE_MAIL, result.seen.file),
            ("letter", letters.sent_on(told), result.channel, result.seen.letter),
        )
    }


@transaction.atomic
def record_reply(
    *,
    complaint_id: UUID,
    stands: bool,
    on: date,
    by: User,
    at: datetime,
    words: str = "",
    result: Result | None = None,
) -> Complaint:
    """What the citizen says to a partial uphold. A complaint that stands goes on in the same act.

    The same answer twice is one. An answer that comes late still goes on: the appeals board says
    whether it counts.
    """
    complaint = steps.locked(complaint_id)
    if _replied(complaint, result if stands else None):
        return complaint
    if complaint.status != Status.PARTLY:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    if on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    if (
        complaint.clock is not None
        and complaint.clock.stopped_on
        and on < complaint.clock.stopped_on
    ):
        raise Refused(_("The citizen cannot have answered before we wrote."))
    steps.stop(complaint.reply_clock, on=on, by=by, at=at)
    if stands:
        if result is None:
            raise Refused(_("Write the reasons."))
        return _forward(complaint, result, by=by, at=at, replied_on=on)
    steps.tell(complaint, Event.REPLY, on=on, words=words, by=by, at=at)
    steps.end(complaint, Closing.CONTENT, by=by, at=at)
    steps.save(complaint, "closing", "closed_at", "closed_by")
    return complaint


def _replied(complaint: Complaint, result: Result | None) -> bool:
    """Whether this very answer was recorded before; without a result it is that the citizen is content."""
    if result is None:
        return complaint.closing == Closing.CONTENT
    return complaint.status == Status.FORWARDED and _said(complaint) == result.reasons


@transaction.atomic
def close_unanswered(*, complaint_id: UUID, by: User, at: datetime) -> Complaint:
    """The four weeks are over and the citizen has said nothing: it is not sent on (C17). Twice is once."""
    complaint = steps.locked(complaint_id)
    if complaint.closing == Closing.SILENT:
        return complaint
    clock = complaint.reply_clock
    if complaint.status != Status.PARTLY or clock is None or clock.due_on is None:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    if danish_day(at) <= clock.due_on:
        raise Refused(_("The citizen still has time to answer."))
    reason = _("No answer came.")
    steps.stop(clock, on=clock.due_on, by=by, at=at, type=EventType.RELEASE, reason=reason)
    steps.end(complaint, Closing.SILENT, by=by, at=at)
    steps.save(complaint, "closing", "closed_at", "closed_by")
    steps.tell(complaint, Event.CLOSE, words=reason, by=by, at=at)
    return complaint


@transaction.atomic
def record_outcome(
    *, complaint_id: UUID, outcome: str, on: date, by: User, at: datetime, words: str = ""
) -> Complaint:
    """What the appeals board decided. A case that it sends back gets a deadline of its own. Twice is once."""
    complaint = steps.locked(complaint_id)
    if complaint.outcome == outcome and complaint.outcome_on == on:
        return complaint
    if on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    if complaint.forwarded_on is not None and on < complaint.forwarded_on:
        raise Refused(_("The appeals board decides after it got the complaint."))
    steps.move(complaint, Status.DECIDED)
    complaint.outcome, complaint.outcome_on = outcome, on
    if outcome == BoardOutcome.REMITTED:
        plan = decided_anew(on, complaint.standard.content)
        complaint.anew_clock = steps.start(complaint, plan, by=by, at=at)
    steps.save(complaint, "outcome", "outcome_on", "anew_clock")
    steps.tell(complaint, Event.OUTCOME, on=on, words=words, by=by, at=at)
    return complaint


@transaction.atomic
def record_decided_anew(*, complaint_id: UUID, by: User, at: datetime) -> Complaint:
    """A case that was sent back is decided anew: by the decision in force that was made since."""
    complaint = steps.locked(complaint_id)
    clock = complaint.anew_clock
    if clock is None or complaint.status != Status.DECIDED:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    if clock.stopped_on is not None:
        return complaint
    found = decided_since(complaint, clock.starts_on)
    if found is None or found.decided_on is None:
        raise Refused(_("Send the new decision first."))
    steps.stop(clock, on=found.decided_on, by=by, at=at)
    steps.tell(complaint, Event.DECIDED_ANEW, on=found.decided_on, by=by, at=at)
    return complaint
