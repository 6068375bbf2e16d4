"""Complaints: over a decision or about how somebody was treated, from the day they come to their end."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from centre.calendar import danish_day
from complaints import actions as complaints
from complaints.actions import Told
from complaints.choices import About, Channel, Helper, Status, Track
from complaints.models import Complaint
from complaints.rules.status import WITHDRAWABLE
from intake.choices import Area, Outcome, Topic
from intake.models import Decision, Inquiry
from reporting.live.check.account import Complained
from reporting.live.lives import ending, reassessing
from reporting.live.lives.reassessing import as_it_stands, channel_to, who
from reporting.live.world import Life

Word = TypeVar("Word", bound=str)

# How many complain over what they were given, and over which part of it.
SHARE = {Outcome.REFUSED: 0.6, Outcome.PARTLY: 0.45, Outcome.GRANTED: 0.14}
OVER = {About.DECISION: 74, About.PLAN: 14, About.GUARANTEE: 12}
# And how many are not content with how they were treated.
UNHAPPY = 0.08
HOW = {
    About.STAFF: 34,
    About.CASE_HANDLING: 26,
    About.TIME: 14,
    About.ACCESS: 12,
    About.HEALTH_RECORDS: 8,
    About.PROVIDER: 6,
}
WAYS = {Channel.ORAL: 40, Channel.LETTER: 20, Channel.MAIL: 15, Channel.DIGITAL_POST: 25}
TEXT = "Jeg synes ikke, det var rigtigt. Jeg vil gerne have, at I ser på det igen."
ANSWER = "Tak, fordi du sagde det. Vi har talt om det på vores møde og gør det anderledes nu."
TAKEN_BACK = "Jeg har fået talt med min behandler og vil ikke klage mere."


def over(life: Life, decision: Decision, at: datetime) -> None:
    """Some complain over what they were given: most within the weeks of the letter, a few too late."""
    if not life.likely(SHARE[Outcome(decision.outcome)]):
        return
    first, last = (28, 40) if life.likely(0.15) else (1, 15)
    life.then(at, first, last, partial(_over, life, decision.pk))


def about_us(life: Life, inquiry: Inquiry, at: datetime) -> None:
    """Somebody was met in a way that they do not want to leave at that."""
    if life.likely(UNHAPPY):
        life.then(at, 1, 10, partial(_about_us, life, inquiry.pk))


def _over(life: Life, decision_id: UUID, at: datetime) -> None:
    decision = Decision.objects.select_related("inquiry__unit", "inquiry__citizen").get(
        pk=decision_id
    )
    made = complain(life, decision, at, about=_one_of(OVER, life), online=life.likely(0.25))
    if made.decision_id is None:
        life.then(at, 0, 2, partial(_connect, life, made.pk, decision.pk))
    _go_on(life, made, at)


def complain(
    life: Life,
    decision: Decision,
    at: datetime,
    *,
    about: str = About.DECISION,
    online: bool = False,
) -> Complaint:
    """Somebody complains over a decision; online it does not say which one."""
    citizen = decision.inquiry.citizen
    told = Told(
        about=about,
        area=decision.area,
        text=TEXT,
        channel=Channel.WEB if online else _one_of(WAYS, life),
        name=citizen.name if citizen is not None and online else "",
        contact=citizen.phone if citizen is not None and online else "",
        helper=Helper.FAMILY if life.likely(0.1) else "",
        form_key=life.key(),
    )
    return _register(life, told, decision.inquiry, None if online else decision, at)


def _about_us(life: Life, inquiry_id: UUID, at: datetime) -> None:
    inquiry = ending.as_it_stands(inquiry_id)
    about, online = _one_of(HOW, life), life.likely(0.4)
    nameless = online and about in (About.STAFF, About.CASE_HANDLING, About.PROVIDER)
    area = Area.ALCOHOL
    if inquiry.topic in (Topic.DRUGS, Topic.BOTH):
        area = Area.ANONYMOUS_DRUGS if inquiry.anonymous else Area.DRUGS
    told = Told(
        about=about,
        area=area,
        text=TEXT,
        channel=Channel.WEB if nameless else _one_of(WAYS, life),
        anonymous=nameless,
        form_key=life.key(),
    )
    _go_on(life, _register(life, told, inquiry, None, at), at)


def _register(
    life: Life, told: Told, inquiry: Inquiry, decision: Decision | None, at: datetime
) -> Complaint:
    """Online it says nothing of whose case it is; otherwise somebody of the unit writes it down."""
    online = told.channel == Channel.WEB
    made = complaints.register_complaint(
        told=told,
        received_at=at,
        unit=inquiry.unit,
        secret=life.world.secret,
        by=None if online else life.of(inquiry.unit),
        at=at,
        inquiry_id=None if online else inquiry.pk,
        decision_id=decision.pk if decision is not None else None,
    ).complaint
    if made.track == Track.APPEAL:
        life.world.account.complained[str(made.pk)] = Complained(danish_day(at))
    return made


def _connect(life: Life, complaint_id: UUID, decision_id: UUID, at: datetime) -> None:
    """Whoever reads the list sees which letter it is about."""
    complaint = as_it_stands(complaint_id)
    if complaint.status != Status.CLOSED:
        by = life.of(complaint.unit)
        complaints.connect(complaint_id=complaint_id, decision_id=decision_id, by=by, at=at)


def _go_on(life: Life, complaint: Complaint, at: datetime) -> None:
    """Somebody answers for it, it is acknowledged, and now and then taken back."""
    if life.likely(0.7):
        life.then(at, 0, 2, partial(_assign, life, complaint.pk))
    life.then(at, 1, 4, partial(_acknowledge, life, complaint.pk))
    if life.likely(0.08):
        life.then(at, 2, 14, partial(_take_back, life, complaint.pk))


def _assign(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    if complaint.status != Status.CLOSED:
        to = life.of(complaint.unit)
        complaints.assign(complaint_id=complaint_id, to=to, by=to, at=at)


def _acknowledge(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    if complaint.status != Status.RECEIVED:
        return
    reassessing.acknowledge(life, complaint_id, at)
    if complaint.track == Track.APPEAL:
        reassessing.begin(life, complaint_id, at)
    elif complaint.track == Track.SERVICE:
        life.then(at, 2, 15, partial(_answer, life, complaint_id))
    else:
        life.then(at, 0, 4, partial(_pass_on, life, complaint_id))


def _answer(life: Life, complaint_id: UUID, at: datetime) -> None:
    """The leader does, for nobody else decides."""
    complaint = as_it_stands(complaint_id)
    if complaint.status == Status.ACKNOWLEDGED:
        channel, by = channel_to(complaint.citizen), life.world.staff.leader
        complaints.answer(complaint_id=complaint_id, words=ANSWER, channel=channel, by=by, at=at)
        life.then(at, 0, 5, partial(_close, life, complaint_id))


def _pass_on(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaint = as_it_stands(complaint_id)
    if complaint.status == Status.ACKNOWLEDGED:
        by, channel = who(life, complaint), channel_to(complaint.citizen)
        complaints.pass_on(complaint_id=complaint_id, channel=channel, by=by, at=at)
        life.then(at, 0, 5, partial(_close, life, complaint_id))


def _close(life: Life, complaint_id: UUID, at: datetime) -> None:
    complaints.close(complaint_id=complaint_id, by=who(life, as_it_stands(complaint_id)), at=at)


def _take_back(life: Life, complaint_id: UUID, at: datetime) -> None:
    """The citizen does not want to complain any more, unless the appeals board has it already."""
    complaint = as_it_stands(complaint_id)
    if complaint.status not in WITHDRAWABLE:
        return
    by = who(life, complaint)
    complaints.withdraw(complaint_id=complaint_id, words=TAKEN_BACK, by=by, at=at)
    told = life.world.account.complained.get(str(complaint_id))
    if told is not None and told.ended_on is None:
        told.taken_back = True


def _one_of(weights: Mapping[Word, int], life: Life) -> Word:
    return life.chance.choices(list(weights), list(weights.values()))[0]
