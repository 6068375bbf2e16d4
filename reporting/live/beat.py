"""What beat wakes on each day: times, the sweep, the post, the nightly look at every clock."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from centre.calendar import danish_moment
from centre.clocks.actions import sweep as sweeping
from centre.post.actions import BATCH, send_waiting
from centre.records.actions import seal
from centre.staff.actions import forget_ended_logins
from followup.actions import pull
from intake.actions.slots import publish_slots
from reporting.live.world import World

# Beat sweeps each 20 seconds; these are enough to see each day as it begins, passes and ends.
SWEEPS = (time(0, 1), time(7), time(12, 30), time(20, 30))
POST = (time(8), time(12, 35), time(20, 35), time(23, 50))
SEALS = (time(1, 5), time(13, 5))

PULL = time(20)


def again(at: datetime) -> None:
    """All of it once more at one moment, as two beats beside each other would."""
    for act in (_sweep, _post, _recompute, publish_slots, pull, seal):
        _tell(act, at)


class Broken(Exception):
    """The house itself says that its deadlines differ from their ledgers."""


def wake(world: World, day: date) -> None:
    """Plan the house's own work of a day."""
    for hour in SWEEPS:
        world.plan(danish_moment(day, hour), _sweep)
    for hour in POST:
        world.plan(danish_moment(day, hour), _post)
    for hour in SEALS:
        world.plan(danish_moment(day, hour), partial(_tell, seal))
    world.plan(danish_moment(day, PULL), partial(_tell, pull))
    world.plan(danish_moment(day, time(4, 10)), _recompute)
    world.plan(danish_moment(day, time(4, 20)), partial(_tell, sweeping.forget_idle_sweeps))
    world.plan(danish_moment(day, time(4, 30)), partial(_tell, forget_ended_logins))
    world.plan(danish_moment(day, time(6)), partial(_tell, publish_slots))


def post_soon(world: World, at: datetime) -> None:
    """Beat looks for post each 10 seconds: what is written now does not wait for the round."""
    world.plan(at + timedelta(seconds=10), _post)


def _tell(act: Callable[..., object], at: datetime) -> None:
    act(at=at)


def _sweep(at: datetime) -> None:
    sweeping.sweep(at=at, started_at=at)


def _post(at: datetime) -> None:
    while sum(send_waiting(at=at).values()) >= BATCH:
        at += timedelta(seconds=1)


def _recompute(at: datetime) -> None:
    different = sweeping.recompute()
    if different:
        raise Broken(f"{at}: clocks that differ from their ledger: {' '.join(different)}")
