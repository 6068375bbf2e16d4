"""A decision is given: sent as it was seen, told to the clocks, and put in the place of the one before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Consent
from centre.clocks.choices import Kind
from centre.post.actions.letter import locked_citizen, send_letter
from centre.post.choices import LetterKind
from centre.post.letters.text import Recipient
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from centre.standard.queries import in_force
from intake.actions.decision import (
    approve_decision,
    check_approver,
    locked_decision,
    move,
    write_decision,
)
from intake.actions.facts import tell
from intake.actions.inquiry import locked
from intake.choices import DecisionStatus, Fact, Outcome, Way
from intake.models import Decision, FreeChoice, Inquiry
from intake.queries.letter import letter_of, received_on
from intake.queries.request import right_of
from intake.rules.basis import AREA_KINDS, decides_the_stay
from intake.rules.decision import (
    DecisionDraft,
    complain_by,
    consents_for,
    must_be_approved,
    ways_for,
)

GIVEN = (DecisionStatus.SENT, DecisionStatus.REPLACED)


@transaction.atomic
def send_decision(
    *,
    decision_id: UUID,
    channel: str,
    previewed: str | None,
    by: User,
    at: datetime,
    copies: Sequence[Recipient] = (),
) -> Decision:
    """Give the decision. `previewed` is the hash of the letter that was seen; the dates are kept here.

    `copies` go to whoever acts for the citizen.

    The one that was in force on the same treatment is replaced by it. Twice is once: the second click
    gets the decision that was sent. Raises Refused when the leader has to see it first, when a consent
    is missing, and when the letter is another one than was seen.
    """
    locked(Decision.objects.values_list("inquiry_id", flat=True).get(pk=decision_id))
    decision = locked_decision(decision_id)
    if decision.status in GIVEN:
        return decision
    _check(decision, channel)
    before = _in_force(decision)
    move(decision, DecisionStatus.SENT)
    _date(decision, channel, danish_day(at))
    decision.sent_at, decision.sent_by = at, by
    _send(decision, copies, previewed, by=by, at=at)
    if before is not None:
        move(before, DecisionStatus.REPLACED)
        before.save(update_fields=["status"])
        decision.replaces = before
    decision.save()
    _tell_of_choice(decision, by=by, at=at)
    _tell_the_clocks(decision, by=by, at=at)
    note(
        action="decision.send",
        row=decision,
        by=by,
        at=at,
        citizen_id=decision.inquiry.citizen_id,
        area=decision.area,
        outcome=decision.outcome,
        replaces=str(before.pk) if before is not None else None,
    )
    return decision


def _check(decision: Decision, channel: str) -> None:
    """Whether it may be given that way. Raises Refused."""
    if must_be_approved(decision.outcome, decision.setting) and decision.approved_by_id is None:
        raise Refused(_("The leader has to approve this decision before it is sent."))
    if channel not in ways_for(nameless=decision.nameless):
        raise Refused(_("A decision cannot reach this citizen that way."))
    _check_consents(decision, decision.inquiry)


def _date(decision: Decision, channel: str, today: date) -> None:
    """The days that count from now on; kept, so that no later reading of the law moves them."""
    decision.way, decision.decided_on = channel, today
    received = received_on(channel, today)
    decision.presumed_received_on = received
    decision.complain_by_on = complain_by(decision.standard.content, decision.area, received)


@transaction.atomic
def approve_and_send(
    *, decision_id: UUID, previewed: str | None, by: User, at: datetime
) -> Decision:
    """The leader agrees to what was seen, and it goes out the way that was chosen."""
    decision = approve_decision(decision_id=decision_id, by=by, at=at)
    return send_decision(
        decision_id=decision_id, channel=decision.way, previewed=previewed, by=by, at=at
    )


@transaction.atomic
def replace_decision(
    *,
    replaced_id: UUID,
    draft: DecisionDraft,
    channel: str,
    by: User,
    at: datetime,
    approved_by: User | None = None,
    previewed: str | None = None,
    copies: Sequence[Recipient] = (),
) -> Decision:
    """Put a new decision in the place of one that is in force, on the same assessment, and send it.

    What a complaint that is upheld asks for (design 7). A refusal or a stay is approved by somebody who
    may, and not by the one who writes it. The same form twice is one. Raises Refused when the old one is
    not in force any more, and for whatever keeps the new one from being prepared or sent.
    """
    inquiry = locked(Decision.objects.values_list("inquiry_id", flat=True).get(pk=replaced_id))
    again = Decision.objects.filter(form_key=draft.form_key, status__in=GIVEN).first()
    if again is not None and again.replaces_id == replaced_id:
        return again
    old = locked_decision(replaced_id)
    if old.status != DecisionStatus.SENT:
        raise Refused(_("This decision is not in force any more. Open the one that replaced it."))
    wanted = replace(draft, area=old.area, way=channel)
    # An inquiry that has ended, as after a refusal, is no hindrance: it is the old one put right.
    made = write_decision(old.visitation, inquiry, wanted, by=by, at=at)
    if must_be_approved(made.outcome, made.setting):
        if approved_by is None:
            raise Refused(_("The leader has to approve this decision before it is sent."))
        check_approver(made, approved_by)
        Decision.objects.filter(pk=made.pk).update(approved_by=approved_by, approved_at=at)
    return send_decision(
        decision_id=made.pk, channel=made.way, previewed=previewed, by=by, at=at, copies=copies
    )


def _in_force(decision: Decision) -> Decision | None:
    """The decision that this one takes the place of."""
    return (
        Decision.objects.in_force()
        .select_for_update(of=("self",))
        .filter(inquiry=decision.inquiry_id, area=decision.area)
        .first()
    )


def _check_consents(decision: Decision, inquiry: Inquiry) -> None:
    if decision.outcome == Outcome.REFUSED:
        return
    standard = in_force(inquiry.received_on).content
    needed = consents_for(decision.area, inquiry.age_group, standard)
    if not needed:
        return
    given = Consent.objects.filter(citizen=inquiry.citizen_id, withdrawn_on__isnull=True)
    if not needed <= set(given.values_list("kind", flat=True)):
        raise Refused(
            _(
                "Get the consents first: treatment of the young is granted with them (BL § 33 stk. 2)."
            )
        )


def _send(
    decision: Decision,
    copies: Sequence[Recipient],
    previewed: str | None,
    *,
    by: User,
    at: datetime,
) -> None:
    if decision.way == Way.TOLD:
        return
    inquiry = decision.inquiry
    # Before the letter is made: who gets a copy, and whether it bears an address, is told by this row.
    inquiry.citizen = locked_citizen(inquiry.citizen)
    decision.letter = send_letter(
        kind=LetterKind.DECISION,
        citizen=inquiry.citizen,
        unit=inquiry.unit,
        text=letter_of(decision, danish_day(at), copies),
        channel=decision.way,
        previewed=previewed,
        by=by,
        at=at,
    )


def _tell_of_choice(decision: Decision, *, by: User, at: datetime) -> None:
    """The letter tells of free choice where there is one, so it is told on that day."""
    today = danish_day(at)
    if right_of(decision, today) is not None:
        FreeChoice.objects.create(decision=decision, told_on=today, recorded_at=at, recorded_by=by)


def _tell_the_clocks(decision: Decision, *, by: User, at: datetime) -> None:
    inquiry, today = decision.inquiry, danish_day(at)
    facts: tuple[Fact, ...] = (Fact.DECIDED,)
    if decision.outcome != Outcome.REFUSED:
        facts = (*facts, Fact.TREATMENT_OFFERED)
    tell(inquiry, AREA_KINDS[decision.area], facts, on=today, by=by, at=at)
    if decides_the_stay(decision.outcome, decision.setting):
        tell(inquiry, (Kind.INPATIENT,), (Fact.DECIDED,), on=today, by=by, at=at)
