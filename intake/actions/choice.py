"""What the citizen chose freely, or why the choice was limited (SEL § 101 stk. 5-7)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User
from intake.actions.decision import locked_decision
from intake.actions.guarantee import waive
from intake.choices import DecisionStatus
from intake.models import Decision, FreeChoice
from intake.queries.request import right_of
from intake.rules.basis import AREA_KINDS
from intake.rules.decision import Choice, choice_faults
from intake.rules.guarantee import WAIVED_BY_FREE_CHOICE


@transaction.atomic
def record_free_choice(*, decision_id: UUID, choice: Choice, by: User, at: datetime) -> FreeChoice:
    """Keep whom the citizen chose. Where the law says so the deadline is set aside, never for alcohol.

    The same choice twice is one. Raises Refused where there is no choice, where a stay is chosen for
    outpatient help or the other way round, and when another choice is recorded.
    """
    decision = locked_decision(decision_id)
    if decision.status != DecisionStatus.SENT or decision.decided_on is None:
        raise Refused(_("Free choice comes after the decision is sent."))
    right = right_of(decision, decision.decided_on)
    kept = FreeChoice.objects.filter(decision=decision).first()
    if kept is None:
        raise Refused(_("There is no free choice over this decision."))
    wrong = choice_faults(choice, right, decision.setting, kept.told_on)
    if wrong:
        raise Refused(wrong[0].words)
    if choice.chosen_on is not None and choice.chosen_on > danish_day(at):
        raise Refused(_("This day has not come yet."))
    told = (choice.chosen_on, choice.provider, choice.starts_on, choice.limited_why)
    stands = (kept.chosen_on, kept.provider, kept.starts_on, kept.limited_why)
    if told == stands:
        return kept
    if kept.chosen_on is not None or kept.limited_why:
        raise Refused(_("A choice is recorded already. Open the decision and read it."))
    kept.chosen_on, kept.provider, kept.starts_on, kept.limited_why = told
    kept.recorded_at, kept.recorded_by = at, by
    kept.save()
    if right is not None and right.waives:
        _waive(decision, choice, by=by, at=at)
    note(
        action="decision.free_choice",
        row=decision,
        by=by,
        at=at,
        citizen_id=decision.inquiry.citizen_id,
        limited=bool(choice.limited_why),
    )
    return kept


def _waive(decision: Decision, choice: Choice, *, by: User, at: datetime) -> None:
    """The deadlines of the treatment that still run are set aside from the day of the choice."""
    if choice.chosen_on is None or choice.starts_on is None:
        return
    kinds = [kind for kind in AREA_KINDS[decision.area] if kind in WAIVED_BY_FREE_CHOICE]
    running = decision.inquiry.guarantees.filter(kind__in=kinds, clock__stopped_on__isnull=True)
    for guarantee in running:
        waive(
            guarantee_id=guarantee.pk,
            on=choice.chosen_on,
            new_start_on=choice.starts_on,
            by=by,
            at=at,
        )
