"""Two who want the same rows, begun from either end: one waits for the other, and nobody is thrown out.

The first holds the row that its act begins with until the second waits for somebody; then it goes on.
Of two that take the same rows in turn, the database would end one of them with an error here.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction

from centre.calendar import danish_day
from intake.actions.guarantee import explain_breach
from intake.actions.initiation import initiate
from intake.models import Guarantee
from tests.factories import House
from tests.intake.guarantees import clock_of, guarantee, later
from tests.races.crowd import at_once, until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def crossing(
    held: models.QuerySet[Any], first: Callable[[], Any], second: Callable[[], Any]
) -> list[str]:
    """The errors of the one who holds these rows and then acts, and of the one who comes meanwhile."""

    def act(number: int) -> None:
        if number:
            assert until(lambda: _taken(held))
            second()
            return
        with transaction.atomic():
            list(held.select_for_update(of=("self",), no_key=True))
            assert until(_somebody_waits)
            first()

    return [one.error for one in at_once(act, processes=2)]


def _taken(held: models.QuerySet[Any]) -> bool:
    with transaction.atomic():
        free = held.select_for_update(of=("self",), no_key=True, skip_locked=True)
        return not list(free.values_list("pk"))


def _somebody_waits() -> bool:
    with connection.cursor() as line:
        line.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(line.fetchone()[0])


def test_a_first_day_that_moves_waits_for_who_explains_the_guarantee(house: House) -> None:
    one = guarantee(house, "alcohol")
    told: dict[str, Any] = {"inquiry_id": one.inquiry_id, "area": "alcohol", "by": house.caseworker}
    due_on = clock_of(one).due_on
    assert due_on is not None
    late = later(30)
    initiate(on=due_on + timedelta(days=2), at=late, **told)

    def explain() -> None:
        explain_breach(
            guarantee_id=one.pk, cause="staff", plan="Mette ringer.", by=house.caseworker, at=late
        )

    errors = crossing(
        Guarantee.objects.filter(pk=one.pk),
        explain,
        lambda: initiate(on=due_on - timedelta(days=1), at=late, **told),
    )
    assert errors == ["", ""]
    clock = clock_of(one)
    assert (clock.stopped_on, clock.explained_on) == (
        due_on - timedelta(days=1),
        danish_day(late),
    )
