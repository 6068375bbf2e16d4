"""Keeping, finishing, discarding and forgetting drafts.

Savings leave no line in the audit trail: they are words on the way to a record, many a minute. What
makes a record of them leaves its own; a draft that goes without becoming one leaves one here.
"""

import json
from collections import Counter
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from centre.calendar import danish_day
from centre.drafts import rules
from centre.drafts.models import Draft, FinishedPage
from centre.drafts.rules import Content, Hand, is_newer
from centre.guard import broken
from centre.post.actions import Envelope, post
from centre.post.choices import Text
from centre.post.rules import within_hours
from centre.records.actions import note
from centre.staff.models import User

# What is written anew when a draft gets another author: all but its words, which nobody opens.
_OWNER = ("saved_by", "saved_at", "warned_on", "version", "tab", "turn")


class Overtaken(Exception):
    """Another page wrote to the draft, or it is gone, or saved for good; nothing was changed."""

    def __init__(self, draft: Draft | None) -> None:
        super().__init__()
        self.draft = draft


class AlreadyWriting(Exception):
    """Whoever was to go on with a draft has one of their own in that form; nothing was changed."""


def _locked(by: User, form: str, subject: str) -> Draft | None:
    mine = Draft.objects.filter(saved_by=by, form=form, subject=subject)
    return mine.select_for_update().first()


def _one_at_a_time(tab: str) -> None:
    """Let a page's own saving and its save for good wait for each other until one has ended.

    Before its first saving there is no row to lock, and that is the saving which may still be under
    way when the button is pressed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"draft {tab}"])


def save(*, form: str, subject: str, content: Content, hand: Hand, by: User, at: datetime) -> Draft:
    """Keep what a page holds now. Raises Overtaken when the page has not seen what is stored."""
    try:
        with transaction.atomic():
            return _saved(form, subject, content, hand, by, at)
    except IntegrityError as error:
        if broken(error) != "draft_one_a_form":
            raise
    # Two pages began at once: the other one was first, and now its draft is there to be seen.
    with transaction.atomic():
        return _saved(form, subject, content, hand, by, at)


def _saved(form: str, subject: str, content: Content, hand: Hand, by: User, at: datetime) -> Draft:
    _one_at_a_time(hand.tab)
    if FinishedPage.objects.filter(pk=hand.tab).exists():
        raise Overtaken(None)
    draft = _locked(by, form, subject)
    if draft is None:
        if hand.seen is not None:
            raise Overtaken(None)
        draft = Draft(saved_by=by, form=form, subject=subject)
    elif is_newer(version=draft.version, tab=draft.tab, hand=hand):
        raise Overtaken(draft)
    elif draft.tab == hand.tab and hand.turn <= draft.turn:
        # The same page's earlier words, late on their way: the newer ones are here already.
        return draft
    # As ASCII: half a character from a browser cannot be encoded otherwise.
    draft.content = json.dumps(content)
    draft.version, draft.tab, draft.turn = uuid4(), hand.tab, hand.turn
    draft.saved_at, draft.warned_on = at, None
    draft.save()
    return draft


@transaction.atomic
def finish(*, form: str, subject: str, hand: Hand, by: User, at: datetime) -> bool:
    """The form was saved for good: its draft goes. One that another page wrote to stays.

    Called after what the form does has been stored, never before: between the two a draft may be
    left too many, but no text is lost. From here on the page keeps no draft: a saving that was
    still under way comes to nothing, however late it arrives.
    """
    if not (hand.tab and form):
        return False
    _one_at_a_time(hand.tab)
    FinishedPage.objects.get_or_create(tab=hand.tab, defaults={"finished_at": at})
    draft = _locked(by, form, subject)
    if draft is None or is_newer(version=draft.version, tab=draft.tab, hand=hand):
        return False
    draft.delete()
    return True


@transaction.atomic
def discard(*, form: str, subject: str, version: UUID | None, by: User, at: datetime) -> bool:
    """Throw away a draft as its author has seen it. Raises Overtaken when it was written to since."""
    draft = _locked(by, form, subject)
    if draft is None:
        return False
    if draft.version != version:
        raise Overtaken(draft)
    note(action="draft.discard", row=draft, by=by, at=at, form=form)
    draft.delete()
    return True


@transaction.atomic
def hand_on(*, draft_id: UUID, version: UUID, to: User, by: User, at: datetime) -> Draft:
    """Give the draft of somebody who left to a colleague, who is its author from now on.

    Its thirty days begin anew. Raises Overtaken when it is gone or no more that person's, and
    AlreadyWriting when the colleague has a draft of their own in the same form.
    """
    draft = _left(draft_id, version, danish_day(at))
    before = draft.saved_by
    draft.saved_by, draft.saved_at, draft.warned_on = to, at, None
    # No open page has written these words: whoever opens the form is asked about them.
    draft.version, draft.tab, draft.turn = uuid4(), uuid4().hex, 0
    try:
        with transaction.atomic():
            draft.save(update_fields=_OWNER)
    except IntegrityError as error:
        if broken(error) != "draft_one_a_form":
            raise
        raise AlreadyWriting from None
    note(action="draft.hand_on", row=draft, by=by, at=at, form=draft.form, of=before.pk, to=to.pk)
    return draft


@transaction.atomic
def discard_left(*, draft_id: UUID, version: UUID, by: User, at: datetime) -> None:
    """Throw away, unread, the draft of somebody who left. Raises Overtaken as `hand_on`."""
    draft = _left(draft_id, version, danish_day(at))
    note(action="draft.discard", row=draft, by=by, at=at, form=draft.form, of=draft.saved_by_id)
    draft.delete()


def _left(draft_id: UUID, version: UUID, today: date) -> Draft:
    rows = Draft.objects.select_related("saved_by").select_for_update(of=("self",))
    rows = rows.defer("content")
    draft = rows.filter(pk=draft_id, version=version).first()
    if draft is None or draft.saved_by.works_here_on(today):
        raise Overtaken(draft)
    return draft


def warn(*, at: datetime, today: date) -> int:
    """Tell the authors of old drafts that they will go, one neutral letter a person and a day."""
    with transaction.atomic():
        old = (
            Draft.objects.filter(warned_on__isnull=True, saved_at__lte=rules.due_for_notice(at))
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("saved_by")
            .defer("content")
        )
        drafts = list(old)
        Draft.objects.filter(pk__in=[one.pk for one in drafts]).update(warned_on=today)
        counts = Counter(one.saved_by for one in drafts)
        post(
            Envelope(
                text=Text.DRAFTS,
                once_key=f"drafts:{user.pk}:{today}",
                due_at=within_hours(at),
                to_user=user,
                facts={"number": number},
            )
            for user, number in counts.items()
            if user.works_here_on(today)
        )
    return len(drafts)


@transaction.atomic
def forget(*, at: datetime, today: date) -> int:
    """Delete what nobody has written on for thirty days and was told of in time; returns how many."""
    told = Q(warned_on__lte=today - rules.NOTICE, saved_at__lte=at - rules.KEPT)
    gone = list(Draft.objects.filter(told).select_for_update(skip_locked=True).defer("content"))
    for draft in gone:
        note(action="draft.forget", row=draft, by=None, at=at, form=draft.form)
    Draft.objects.filter(pk__in=[one.pk for one in gone]).delete()
    FinishedPage.objects.filter(finished_at__lte=at - rules.KEPT).delete()
    return len(gone)
