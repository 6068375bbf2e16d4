"""After a treatment: the calls of each day, what they end with, and who asks for help again."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid5

from centre.calendar import danish_day, is_working_day
from centre.staff.models import User
from followup.actions import call, correcting
from followup.choices import Attempt, GoalKept, Outcome
from followup.models import FollowUp
from followup.rules.call import CallContent, may_give_up
from reporting.live.check.account import Called
from reporting.live.lives import contact, ending
from reporting.live.world import Life, World
from treatment.choices import Result

# So many days before its last day somebody begins to call.
BEGUN_BEFORE = timedelta(days=12)
OUTCOMES = {
    Outcome.REACHED: 70,
    Outcome.RELAPSED: 16,
    Outcome.MOVED: 6,
    Outcome.DECLINED: 6,
    Outcome.DEAD: 2,
}
# So many are closed by a slip of the hand.
SLIPS = 0.05
SPOKEN_TO = (Outcome.REACHED, Outcome.RELAPSED)
RESULTS = {
    Outcome.REACHED: (Result.FREE, Result.FREE, Result.REDUCED, Result.STABILISED, Result.UNKNOWN),
    Outcome.RELAPSED: (Result.REDUCED, Result.UNCHANGED, Result.WORSE),
}
TRIES = (Attempt.NO_ANSWER, Attempt.LEFT_MESSAGE, Attempt.CALL_LATER)


def call_all(world: World, at: datetime) -> None:
    """Go down the list of the day: not everybody is tried on each day."""
    today = danish_day(at)
    if not is_working_day(today):
        return
    due = FollowUp.objects.open().filter(stand_on__lte=today + BEGUN_BEFORE)
    ids = due.order_by("discharge__form_key", "month").values_list("pk", flat=True)
    for number, pk in enumerate(list(ids)):
        one = _open(pk)
        if one is None:
            continue
        chance = world.chance("call", one.discharge.form_key, one.month, today)
        if chance.random() < 0.3:
            _call(world, one, chance, at + timedelta(minutes=number))


def _open(pk: UUID) -> FollowUp | None:
    """It may have ended meanwhile, with another call to the same person."""
    found = FollowUp.objects.open().select_related("discharge", "course__counsellor")
    return found.filter(pk=pk).first()


def _call(world: World, one: FollowUp, chance: Random, at: datetime) -> None:
    life = Life(world=world, number=chance.getrandbits(20) + 1_000_000, chance=chance)
    by, today = one.responsible or one.course.counsellor, danish_day(at)
    tried = set(one.attempts.values_list("tried_on", flat=True))
    if chance.random() > 0.55 and today not in tried and not may_give_up(tried):
        result = chance.choice(TRIES)
        call.record_call(
            follow_up_id=one.pk, result=result, tried_on=today, form_key=life.key(), by=by, at=at
        )
        return
    outcome = chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    if may_give_up(tried) and chance.random() < 0.6:
        outcome = Outcome.NOT_REACHED
    spoken = outcome in SPOKEN_TO
    ended = call.record_outcome(
        follow_up_id=one.pk,
        content=CallContent(
            outcome=outcome,
            held_on=today,
            result=chance.choice(RESULTS[outcome]) if spoken else "",
            goal_kept=chance.choice(list(GoalKept)) if spoken else "",
            wants_help=outcome == Outcome.RELAPSED and chance.random() < 0.6,
        ),
        form_key=life.key(),
        by=by,
        at=at,
    )
    world.account.called[str(one.pk)] = Called(ended.outcome, ended.result, today)
    if ended.inquiry is not None:
        contact.begin(life, ended.inquiry, at)
    if world.chance("slip", one.discharge.form_key, one.month, today).random() < SLIPS:
        world.plan(at + timedelta(hours=3), partial(_take_back, world, one.pk, by))
    elif outcome == Outcome.DEAD:
        ending.after_death(life, one.course.citizen_id, at)


def _take_back(world: World, pk: UUID, by: User, at: datetime) -> None:
    """It was another citizen's call that had been closed: this one waits on."""
    one = FollowUp.objects.get(pk=pk)
    if one.form_key is not None and one.ended_by_id is not None:
        seen, key = one.earlier.count(), uuid5(one.form_key, "slip")
        correcting.take_back(follow_up_id=pk, seen=seen, form_key=key, by=by, at=at)
        del world.account.called[str(pk)]
