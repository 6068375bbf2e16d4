"""A decision on its way: prepared, changed, seen by the leader, discarded."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.queries import has_died
from centre.guard import broken
from centre.records.actions import note
from centre.refusal import Overtaken, Refused
from centre.staff.models import User
from centre.staff.rules import Door
from centre.standard.queries import in_force
from centre.standard.rules import offer_by_key
from intake.actions.inquiry import locked
from intake.choices import DecisionStatus, InquiryStatus
from intake.models import Decision, Inquiry, Visitation
from intake.models.inquiry import OPEN_STATUSES
from intake.queries.request import about_of, nameless
from intake.rules.basis import legal_basis
from intake.rules.decision import (
    DecisionDraft,
    faults,
    must_be_approved,
    usual_way,
    ways_for,
)
from intake.rules.status import DECISION, may_move

# What a draft gives to a decision under its own name.
KEPT = (
    "area",
    "outcome",
    "setting",
    "offer",
    "sessions_granted",
    "granted_until",
    "grounds",
    "why_not_less",
    "guidance",
)


def locked_decision(decision_id: UUID) -> Decision:
    """A decision and its inquiry, the decision's row locked."""
    return (
        Decision.objects.select_related(
            "inquiry__unit", "inquiry__citizen", "visitation", "standard", "prepared_by"
        )
        .defer("standard__text")
        .select_for_update(of=("self",))
        .get(pk=decision_id)
    )


def move(decision: Decision, status: DecisionStatus) -> None:
    """The one door through a decision's status; whoever calls saves it."""
    if not may_move(DECISION, decision.status, status):
        raise Refused(_("The decision was changed by somebody else. Nothing was saved."))
    decision.status = status


@transaction.atomic
def prepare_decision(
    *, visitation_id: UUID, draft: DecisionDraft, by: User, at: datetime
) -> Decision:
    """Write a decision that is not sent yet, on an assessment that is finished.

    It is made by the standard in force on that day. The same form twice is one decision. Raises
    Refused with a sentence for the first thing that is not right.
    """
    visitation = Visitation.objects.get(pk=visitation_id)
    inquiry = locked(visitation.inquiry_id)
    first = Decision.objects.filter(form_key=draft.form_key).first()
    if first is not None:
        return _same(first, draft)
    if visitation.finished_at is None:
        raise Refused(_("Finish the assessment first: the decision rests on it."))
    if inquiry.status not in (*OPEN_STATUSES, InquiryStatus.STARTED):
        raise Refused(_("Take the inquiry up again first."))
    return write_decision(visitation, inquiry, draft, by=by, at=at)


def filled_decision(
    visitation: Visitation, inquiry: Inquiry, draft: DecisionDraft, *, by: User, at: datetime
) -> Decision:
    """What a draft would be as a decision, not kept: a letter can be shown before there is a row.

    Its number follows from the form, so that the reference on that letter is the one it gets. Raises
    Refused.
    """
    made = Decision(
        pk=uuid5(draft.form_key, "decision"),
        inquiry=inquiry,
        visitation=visitation,
        nameless=nameless(inquiry),
        form_key=draft.form_key,
    )
    _fill(made, draft, by=by, at=at)
    return made


def write_decision(
    visitation: Visitation, inquiry: Inquiry, draft: DecisionDraft, *, by: User, at: datetime
) -> Decision:
    """A new decision on an inquiry that the caller has locked. Raises Refused."""
    made = filled_decision(visitation, inquiry, draft, by=by, at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if broken(error) != "decision_one_prepared_at_a_time":
            raise
        raise Refused(_("A decision on this treatment is already prepared.")) from None
    _note("decision.prepare", made, by=by, at=at, area=made.area, outcome=made.outcome)
    return made


@transaction.atomic
def change_decision(
    *, decision_id: UUID, draft: DecisionDraft, version: int, by: User, at: datetime
) -> Decision:
    """Write it anew while it is not sent. Who changes it has prepared it, and cannot approve it.

    What the leader has seen is changed by it: it goes back to being prepared. The same words again
    change nothing. Raises Overtaken, with what stands now, when somebody saved meanwhile.
    """
    decision = locked_decision(decision_id)
    if _says(decision, draft):
        return decision
    if decision.status not in (DecisionStatus.PREPARED, DecisionStatus.TO_APPROVE):
        raise Refused(_("This decision is sent or discarded. Prepare a new one."))
    if decision.version != version:
        words = _("Somebody else saved this while you wrote. Compare the two.")
        raise Overtaken(words, decision)
    if draft.area != decision.area:
        raise Refused(_("Prepare a decision of its own on the other treatment."))
    if decision.status == DecisionStatus.TO_APPROVE:
        move(decision, DecisionStatus.PREPARED)
    decision.approved_at = decision.approved_by = None
    decision.returned_why = ""
    decision.version += 1
    _fill(decision, draft, by=by, at=at)
    decision.save()
    _note("decision.change", decision, by=by, at=at, version=decision.version)
    return decision


@transaction.atomic
def ask_approval(*, decision_id: UUID, by: User, at: datetime) -> Decision:
    """Send it to the leader. Twice is once. Raises Refused where nobody else has to see it."""
    decision = locked_decision(decision_id)
    if decision.status == DecisionStatus.TO_APPROVE:
        return decision
    if not must_be_approved(decision.outcome, decision.setting):
        raise Refused(_("This decision needs no approval. Look at it and send it."))
    move(decision, DecisionStatus.TO_APPROVE)
    decision.returned_why = ""
    decision.save(update_fields=["status", "returned_why"])
    _note("decision.ask_approval", decision, by=by, at=at)
    return decision


@transaction.atomic
def approve_decision(*, decision_id: UUID, by: User, at: datetime) -> Decision:
    """The leader has seen it and agrees; never the one who prepared it. Twice is once."""
    decision = locked_decision(decision_id)
    if decision.approved_by_id == by.pk:
        return decision
    check_approver(decision, by)
    if decision.status != DecisionStatus.TO_APPROVE:
        raise Refused(_("The decision was changed by somebody else. Nothing was saved."))
    decision.approved_at, decision.approved_by = at, by
    decision.save(update_fields=["approved_at", "approved_by"])
    _note("decision.approve", decision, by=by, at=at)
    return decision


def check_approver(decision: Decision, by: User) -> None:
    """Whether this person may approve it. Raises Refused."""
    if not by.may(Door.APPROVE):
        raise Refused(_("The leader approves refusals and stays."))
    if decision.prepared_by_id == by.pk:
        raise Refused(_("You prepared this decision. Another leader has to approve it."))


@transaction.atomic
def return_decision(*, decision_id: UUID, why: str, by: User, at: datetime) -> Decision:
    """The leader gives it back with a reason. Raises Refused when it does not wait any more."""
    decision = locked_decision(decision_id)
    if not by.may(Door.APPROVE):
        raise Refused(_("The leader approves refusals and stays."))
    if decision.status == DecisionStatus.PREPARED and decision.returned_why == why:
        return decision
    if not why.strip():
        raise Refused(_("Write what has to be changed."))
    if decision.status != DecisionStatus.TO_APPROVE:
        raise Refused(_("The decision was changed by somebody else. Nothing was saved."))
    move(decision, DecisionStatus.PREPARED)
    decision.returned_why = why
    decision.approved_at = decision.approved_by = None
    decision.save(update_fields=["status", "returned_why", "approved_at", "approved_by"])
    _note("decision.return", decision, by=by, at=at)
    return decision


@transaction.atomic
def discard_decision(*, decision_id: UUID, by: User, at: datetime) -> Decision:
    """It is not sent. It stays readable for the staff. Twice is once."""
    decision = locked_decision(decision_id)
    if decision.status == DecisionStatus.DISCARDED:
        return decision
    if decision.status not in (DecisionStatus.PREPARED, DecisionStatus.TO_APPROVE):
        raise Refused(_("This decision is sent. It can only be replaced by a new one."))
    move(decision, DecisionStatus.DISCARDED)
    decision.save(update_fields=["status"])
    _note("decision.discard", decision, by=by, at=at)
    return decision


def _fill(decision: Decision, draft: DecisionDraft, *, by: User, at: datetime) -> None:
    """Put a draft into a decision, by the standard and the law of the day."""
    today, inquiry = danish_day(at), decision.inquiry
    standard = in_force(today)
    wrong = faults(draft, about_of(inquiry), standard.content, today)
    if wrong:
        raise Refused(wrong[0].words)
    for name in KEPT:
        setattr(decision, name, getattr(draft, name))
    offer = offer_by_key(standard.content, draft.offer) if draft.offer else None
    decision.offer_name = offer.title_da if offer is not None else ""
    basis = legal_basis(draft.area, inquiry.age_group, draft.setting, today)
    decision.basis, decision.basis_from = basis.words, basis.valid_from
    decision.standard = standard
    decision.way = _way(inquiry, draft)
    decision.prepared_at, decision.prepared_by = at, by


def _way(inquiry: Inquiry, draft: DecisionDraft) -> str:
    citizen, no_name = inquiry.citizen, nameless(inquiry)
    if not draft.way:
        has_cpr = citizen is not None and citizen.cpr_hash is not None
        died = has_died(inquiry.citizen_id)
        return usual_way(nameless=no_name, has_cpr=has_cpr, has_died=died)
    if draft.way not in ways_for(nameless=no_name):
        raise Refused(_("A decision cannot reach this citizen that way."))
    return draft.way


def _says(decision: Decision, draft: DecisionDraft) -> bool:
    same = all(getattr(decision, name) == getattr(draft, name) for name in KEPT)
    return same and (not draft.way or decision.way == draft.way)


def _same(first: Decision, draft: DecisionDraft) -> Decision:
    if not _says(first, draft):
        raise Refused(
            _("This form was saved before with other answers. Open the decision and change it.")
        )
    return first


def _note(action: str, decision: Decision, *, by: User, at: datetime, **detail: Any) -> None:
    note(
        action=action,
        row=decision,
        by=by,
        at=at,
        citizen_id=decision.inquiry.citizen_id,
        **detail,
    )
