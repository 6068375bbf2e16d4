"""What the team does at its desk each afternoon: letters of delay, causes and plans."""

from datetime import datetime

from centre.calendar import danish_day, is_working_day
from centre.clocks.choices import Cause
from intake.actions import guarantee as guarantees
from intake.models import Guarantee
from reporting.live.world import World

CAUSES = (Cause.CAPACITY, Cause.NO_CONTACT, Cause.NO_SHOW, Cause.CITIZEN_WISH, Cause.CONSENT)
PLAN = "Vi har talt om det på teammødet. Første samtale aftales i denne uge."


def tidy(world: World, at: datetime) -> None:
    """Look through what runs out: who waits is written to, what is late is explained."""
    if not is_working_day(danish_day(at)):
        return
    near = Guarantee.objects.filter(clock__stopped_on=None, clock__explained_on=None)
    for one in near.select_related("clock", "inquiry").order_by("inquiry__form_key", "kind"):
        chance = world.chance("desk", one.inquiry.form_key, one.kind, danish_day(at))
        if chance.random() < 0.4:
            _look_at(world, one, chance.choice(CAUSES), at)


def _look_at(world: World, one: Guarantee, cause: Cause, at: datetime) -> None:
    clock, today = one.clock, danish_day(at)
    by = clock.responsible or world.staff.leader
    if clock.due_on is None:
        return
    if clock.notice_on is None and (clock.due_on - today).days in range(5):
        guarantees.record_letter(guarantee_ids=[one.pk], on=today, by=by, at=at)
    elif (today - clock.due_on).days > 1:
        guarantees.explain_breach(guarantee_id=one.pk, cause=cause, plan=PLAN, by=by, at=at)
