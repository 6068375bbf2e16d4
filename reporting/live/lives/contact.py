"""From the inquiry to the first contact: shared out, tried, reached, advised, or nobody there."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from centre.calendar import danish_day
from intake.actions import inquiry as desk
from intake.actions.wish import Wished, record_wish
from intake.choices import About, Attempt, InquiryStatus, ReleaseReason, SlotChannel, Topic, Wish
from intake.models import Inquiry
from intake.models.inquiry import OPEN_STATUSES
from reporting.live.lives import assessment, ending
from reporting.live.world import Life

MOST_TRIES = 5


def begin(life: Life, inquiry: Inquiry, at: datetime, *, waits_for_talk: bool = False) -> None:
    """Somebody takes it, most often within two days; a few lie unseen for more than a week."""
    if inquiry.responsible_id is None:
        unseen = life.likely(0.06)
        life.then(at, 6 if unseen else 0, 8 if unseen else 2, partial(_take, life, inquiry.pk))
    if not waits_for_talk or inquiry.wish == Wish.TREATMENT:
        life.then(at, 1, 4, partial(_try, life, inquiry.pk, 1))


def _take(life: Life, inquiry_id: UUID, at: datetime) -> None:
    inquiry = ending.as_it_stands(inquiry_id)
    if inquiry.responsible_id is None and inquiry.status in OPEN_STATUSES:
        to = life.of(inquiry.unit)
        desk.assign(inquiry_id=inquiry_id, to=to, by=to, at=at, only_if_nobodys=True)


def _try(life: Life, inquiry_id: UUID, number: int, at: datetime) -> None:
    """Ring; who left no number comes by one day, or does not."""
    inquiry = ending.as_it_stands(inquiry_id)
    if inquiry.status != InquiryStatus.NEW:
        return
    reached = life.likely(0.55)
    outcome = (
        Attempt.REACHED
        if reached
        else life.chance.choice((Attempt.NOT_REACHED, Attempt.MESSAGE_LEFT))
    )
    desk.record_attempt(
        inquiry_id=inquiry_id,
        channel=SlotChannel.PHONE if inquiry.citizen else SlotChannel.IN_PERSON,
        outcome=outcome,
        by=inquiry.responsible or life.of(inquiry.unit),
        at=at,
        form_key=life.key(),
    )
    if reached:
        _reached(life, inquiry, at)
    elif number < MOST_TRIES:
        life.then(at, 1, 3, partial(_try, life, inquiry_id, number + 1))
    else:
        life.then(at, 2, 6, partial(_give_up, life, inquiry_id))


def _reached(life: Life, inquiry: Inquiry, at: datetime) -> None:
    if inquiry.guarantees.exists():
        assessment.begin(life, inquiry, at)
    elif life.likely(0.25) and inquiry.about in (About.SELF, About.UNSAID):
        life.then(at, 0, 3, partial(_wishes, life, inquiry.pk))
    else:
        life.then(at, 1, 10, partial(_advise, life, inquiry.pk))


def after_talk(life: Life, inquiry_id: UUID, *, came: bool, at: datetime) -> None:
    """A talk of open counselling is over."""
    inquiry = ending.as_it_stands(inquiry_id)
    if inquiry.status not in OPEN_STATUSES:
        return
    if not came:
        life.then(at, 1, 3, partial(_try, life, inquiry_id, 1))
    elif inquiry.status == InquiryStatus.NEW:
        life.then(at, 0, 0, partial(_try, life, inquiry_id, 1))


def _wishes(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """Somebody who wanted advice wants treatment after all: that wish has its own day."""
    inquiry = ending.as_it_stands(inquiry_id)
    if inquiry.status not in OPEN_STATUSES or inquiry.guarantees.exists():
        return
    by = inquiry.responsible or life.of(inquiry.unit)
    topic = inquiry.topic
    if topic not in (Topic.ALCOHOL, Topic.DRUGS, Topic.BOTH):
        topic = life.chance.choice((Topic.ALCOHOL, Topic.DRUGS))
    wished = Wished(topic=topic, on=danish_day(at))
    inquiry, kinds = record_wish(inquiry_id=inquiry_id, wished=wished, by=by, at=at)
    if kinds:
        assessment.begin(life, inquiry, at)


def _advise(life: Life, inquiry_id: UUID, at: datetime) -> None:
    inquiry = ending.as_it_stands(inquiry_id)
    if inquiry.status not in OPEN_STATUSES or inquiry.guarantees.exists():
        return
    ends = InquiryStatus.ADVISED if life.likely(0.8) else InquiryStatus.REFERRED
    by = inquiry.responsible or life.of(inquiry.unit)
    desk.close(inquiry_id=inquiry_id, status=ends, by=by, at=at)
    if life.likely(0.04):
        # The wrong inquiry was ended: it is taken up again at once.
        desk.reopen(inquiry_id=inquiry_id, by=by, at=at + timedelta(minutes=1), mistake=True)
        life.then(at, 2, 5, partial(_advise, life, inquiry_id))


def _give_up(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """Nobody there after many tries: the guarantees are released, and the inquiry ends."""
    inquiry = ending.as_it_stands(inquiry_id)
    if inquiry.status != InquiryStatus.NEW:
        return
    ending.end(life, inquiry, ReleaseReason.WITHDRAWN, InquiryStatus.WITHDRAWN, at)
    if life.likely(0.15):
        life.then(at, 1, 4, partial(_not_over, life, inquiry_id))


def _not_over(life: Life, inquiry_id: UUID, at: datetime) -> None:
    """They had written after all, in time: the end was a mistake, and the clocks run on."""
    inquiry = ending.as_it_stands(inquiry_id)
    by = inquiry.responsible or life.of(inquiry.unit)
    inquiry = desk.reopen(inquiry_id=inquiry_id, by=by, at=at, mistake=True)
    if inquiry.guarantees.exists():
        assessment.begin(life, ending.as_it_stands(inquiry_id), at)
    else:
        life.then(at, 1, 3, partial(_advise, life, inquiry_id))
