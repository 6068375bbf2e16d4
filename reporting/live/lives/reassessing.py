"""A decision is looked at again: upheld, partly so, or kept and sent to the appeals board."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from centre.calendar import add_working_days, danish_day
from centre.citizens.models import Citizen
from centre.citizens.queries import has_died
from centre.post.choices import LetterChannel
from centre.staff.models import User
from complaints import actions as complaints
from complaints.choices import About, BoardOutcome, Reassessed, Status
from complaints.models import Complaint
from complaints.rules.result import Result
from intake.actions import inquiry as desk
from intake.actions import sending
from intake.choices import InquiryStatus, Outcome
from intake.models import Decision
from intake.rules.decision import DecisionDraft
from reporting.live.lives import deciding, ending, treatment
from reporting.live.world import Life
from treatment.actions import course as courses
from treatment.rules.status import OPEN_STATUSES

# Of those who complain; the appeals board keeps most of what it gets.
COMES_OUT = {Reassessed.UPHELD: 28, Reassessed.PARTLY: 28, Reassessed.MAINTAINED: 44}
BOARD = {
    BoardOutcome.CONFIRMED: 60,
    BoardOutcome.CHANGED: 12,
    BoardOutcome.REMITTED: 16,
    BoardOutcome.REPEALED: 6,
    BoardOutcome.DISMISSED: 6,
}
REASONS = "Vi har talt om det igen på et møde og set på det, du har skrevet til os."
MORE_TIME = "Vi venter på svar fra din læge."
STANDS, CONTENT = "Jeg vil stadig klage.", "Det er godt sådan. Tak."


def as_it_stands(complaint_id: UUID) -> Complaint:
    """The complaint as somebody who opens its page now would see it."""
    found = Complaint.objects.select_related("unit", "responsible", "citizen", "inquiry")
    return found.select_related("decision", "clock", "reply_clock").get(pk=complaint_id)


def who(life: Life, complaint: Complaint) -> User:
    return complaint.responsible or life.of(complaint.unit)


def channel_to(citizen: Citizen | None) -> LetterChannel:
    """As its letters usually reach somebody; of the dead, whoever settles the estate."""
    if citizen is None or citizen.anonymous or has_died(citizen.pk):
        return LetterChannel.HANDED_OVER
    return LetterChannel.DIGITAL_POST if citizen.cpr_hash else LetterChannel.LETTER


def acknowledge(life: Life, complaint_id: UUID, at: datetime) -> None:
    """The citizen is told that it came."""
    complaint = as_it_stands(complaint_id)
    by, channel = who(life, complaint), channel_to(complaint.citizen)
    complaints.acknowledge(complaint_id=complaint_id, channel=channel, by=by, at=at)


def begin(life: Life, complaint_id: UUID, at: datetime) -> None:
    """Most are looked at within three weeks; some wait for somebody's answer, some are forgotten."""
    life.then(at, 1, 5, partial(_begin, life, complaint_id))
    if life.likely(0.15):
        life.then(at, 8, 12, partial(_more_time, life, complaint_id))
        life.then(at, 20, 26, partial(_reassess, life, complaint_id))
    elif life.likely(0.15):
        life.then(at, 20, 28, partial(_reassess, life, complaint_id))
    else:
        life.then(at, 5, 13, partial(_reassess, life, complaint_id))


def _begin(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    if complaint.status == Status.ACKNOWLEDGED:
        by = who(life, complaint)
        complaints.begin_reassessment(complaint_id=complaint_id, by=by, at=at)


def _more_time(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    clock, today = complaint.clock, danish_day(at)
    if clock is None or clock.stopped_on or clock.due_on is None or today > clock.due_on:
        return
    until = add_working_days(clock.due_on, 10)
    complaints.need_more_time(
        complaint_id=complaint_id,
        until=until,
        why=MORE_TIME,
        channel=channel_to(complaint.citizen),
        by=who(life, complaint),
        at=at,
    )
    life.world.account.complained[str(complaint_id)].until = until


def _reassess(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    if complaint.status in (Status.ACKNOWLEDGED, Status.IN_REASSESSMENT):
        outcome = life.chance.choices(list(COMES_OUT), list(COMES_OUT.values()))[0]
        reassess(life, complaint_id, at, outcome)


def reassess(life: Life, complaint_id: UUID, at: datetime, outcome: Reassessed) -> None:
    """What came of it, and what follows at once."""
    complaint = as_it_stands(complaint_id)
    draft = None
    if outcome != Reassessed.MAINTAINED and complaint.about == About.DECISION:
        draft = _draft(life, complaint, at)
        if draft is None:
            outcome = Reassessed.MAINTAINED
        elif _in_force(complaint) != complaint.decision:
            # Another one holds by now: a new one is given first, and then it is told of.
            _decide_anew(life, complaint, draft, at)
            draft = None
    later = at + timedelta(minutes=5)
    done = complaints.reassess(
        complaint_id=complaint_id,
        result=Result(outcome, REASONS, channel_to(complaint.citizen), draft),
        by=who(life, complaint),
        at=later,
    )
    life.world.account.complained[str(complaint_id)].ended_on = danish_day(later)
    if done.new_decision is not None:
        _into_effect(life, done.new_decision, later)
    _after(life, done, later)


def _draft(life: Life, complaint: Complaint, at: datetime) -> DecisionDraft | None:
    """What is given instead, where anything fits and anybody is left to have it."""
    inquiry = complaint.inquiry
    if inquiry is None or has_died(inquiry.citizen_id):
        return None
    if not deciding.fitting(life, inquiry, complaint.area, at):
        return None
    return deciding.draft_of(life, inquiry, complaint.area, Outcome.GRANTED, at)


def _in_force(complaint: Complaint) -> Decision | None:
    rows = Decision.objects.in_force().filter(inquiry=complaint.inquiry_id, area=complaint.area)
    return rows.first()


def _decide_anew(life: Life, complaint: Complaint, draft: DecisionDraft, at: datetime) -> Decision:
    """A new decision in the place of the one in force, on the same assessment."""
    held = _in_force(complaint)
    assert held is not None
    made = sending.replace_decision(
        replaced_id=held.pk, draft=draft, channel=held.way, by=who(life, complaint), at=at
    )
    deciding.gave(life, made)
    return made


def _into_effect(life: Life, decision: Decision, at: datetime) -> None:
    """Who is in treatment goes on under it; who was refused begins, also where the inquiry had ended."""
    deciding.gave(life, decision)
    inquiry = ending.as_it_stands(decision.inquiry_id)
    course = inquiry.courses.filter(area=decision.area).order_by("-set_up_at").first()
    if course is not None:
        if course.status in OPEN_STATUSES:
            by = course.counsellor
            courses.renew_decision(course_id=course.pk, decision_id=decision.pk, by=by, at=at)
        return
    if inquiry.status in (InquiryStatus.WITHDRAWN, InquiryStatus.REFERRED):
        desk.reopen(inquiry_id=inquiry.pk, by=ending.who(life, inquiry), at=at)
    life.then(at, 0, 3, partial(treatment.set_up, life, decision.pk))


def _after(life: Life, complaint: Complaint, at: datetime) -> None:
    if complaint.status == Status.UPHELD:
        life.then(at, 0, 5, partial(_close, life, complaint.pk))
    elif complaint.status == Status.FORWARDED:
        life.then(at, 15, 60, partial(_board, life, complaint.pk))
    elif life.likely(0.7):
        life.then(at, 2, 15, partial(_reply, life, complaint.pk))
    else:
        life.then(at, 31, 36, partial(_silence, life, complaint.pk))


def _reply(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    if complaint.status != Status.PARTLY:
        return
    stands = life.likely(0.5)
    done = complaints.record_reply(
        complaint_id=complaint_id,
        stands=stands,
        on=danish_day(at),
        words=STANDS if stands else CONTENT,
        result=Result(Reassessed.PARTLY, REASONS, channel_to(complaint.citizen))
        if stands
        else None,
        by=who(life, complaint),
        at=at,
    )
    if done.status == Status.FORWARDED:
        _after(life, done, at)


def _silence(life: Life, complaint_id: UUID, at: datetime) -> None:
    """The four weeks are over, and no answer came."""
    complaint = as_it_stands(complaint_id)
    if complaint.status == Status.PARTLY:
        by = who(life, complaint)
        complaints.close_unanswered(complaint_id=complaint_id, by=by, at=at)


def _board(life: Life, complaint_id: UUID, at: datetime) -> None:
    """The appeals board has decided. What it sends back is decided anew."""
    outcome = life.chance.choices(list(BOARD), list(BOARD.values()))[0]
    by = who(life, as_it_stands(complaint_id))
    complaints.record_outcome(
        complaint_id=complaint_id, outcome=outcome, on=danish_day(at), by=by, at=at
    )
    sent_back = outcome == BoardOutcome.REMITTED
    life.then(at, 1, 12, partial(_anew if sent_back else _close, life, complaint_id))


def _anew(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    draft = _draft(life, complaint, at)
    if draft is None or _in_force(complaint) is None:
        return
    _into_effect(life, _decide_anew(life, complaint, draft, at), at)
    later, by = at + timedelta(minutes=1), who(life, complaint)
    complaints.record_decided_anew(complaint_id=complaint_id, by=by, at=later)
    life.then(later, 0, 3, partial(_close, life, complaint_id))


def _close(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaints.close(complaint_id=complaint_id, by=who(life, as_it_stands(complaint_id)), at=at)
