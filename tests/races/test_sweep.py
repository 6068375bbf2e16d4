"""Two sweeps at once, and one that is killed in the middle."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from centre.clocks.actions import sweep as sweeping
from centre.clocks.actions.sweep import sweep
from centre.clocks.models import Alert, Clock, Sweep
from centre.post.models import Message
from tests.centre.clocks.tools import clock
from tests.conftest import moment
from tests.factories import House
from tests.races.crowd import at_once, until, victim

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AT = moment("2026-12-16 09.00")
CLOCKS = 60


def many_clocks(house: House) -> int:
    """Clocks at every stage; answers with the number of warnings that are true for them all."""
    ones = [
        clock(house, date(2026, 12, 1) + timedelta(days=number % 9), responsible=house.caseworker)
        for number in range(CLOCKS)
    ]
    assert len(ones) == CLOCKS
    return sum(_true(one) for one in ones)


def _true(one: Clock) -> int:
    from centre.clocks.rules import rungs_true_on

    return len(rungs_true_on(one.answer, AT.date()))


def test_four_sweeps_at_once_give_each_warning_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 7)
    expected = many_clocks(house)
    outcomes = at_once(lambda _number: sweep(at=AT, started_at=AT), processes=4)
    assert [one.error for one in outcomes] == [""] * 4
    assert Alert.objects.count() == expected
    assert sum(one.answer["alerts"] for one in outcomes) == expected
    facts = Message.objects.filter(to_user=house.caseworker).values_list("facts", flat=True)
    assert sum(fact["soon"] + fact["late"] for fact in facts) == expected
    assert Sweep.objects.count() == 4


def test_a_sweep_killed_before_it_is_done_leaves_all_of_it_to_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = many_clocks(house)

    def killed(here: Callable[[], None]) -> None:
        def stop(_envelopes: object) -> int:
            assert Alert.objects.count() == expected
            here()
            return 0

        monkeypatch.setattr(sweeping, "post", stop)
        sweep(at=AT, started_at=AT)

    with victim(killed) as child:
        assert Alert.objects.count() == 0
        child.kill()
        child.join()
        assert Alert.objects.count() == Message.objects.count() == Sweep.objects.count() == 0
        # The dead one's locks fall with its line to the database.
        assert until(lambda: sweep(at=AT, started_at=AT)["clocks"] > 0)
    assert Alert.objects.count() == expected


def test_a_sweep_killed_between_two_batches_is_finished_by_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = many_clocks(house)
    one_batch = sweeping._one_batch
    done: list[int] = []

    def killed(here: Callable[[], None]) -> None:
        def until_the_third(at: datetime, counts: sweeping.Counts) -> int:
            if len(done) == 2:
                here()
            done.append(1)
            return one_batch(at, counts)

        monkeypatch.setattr(sweeping, "_one_batch", until_the_third)
        sweep(at=AT, started_at=AT)

    monkeypatch.setattr(sweeping, "BATCH", 10)
    with victim(killed) as child:
        child.kill()
        child.join()
    assert 0 < Alert.objects.count() < expected
    # What was warned of had its message with it.
    facts = Message.objects.filter(to_user=house.caseworker).values_list("facts", flat=True)
    assert sum(fact["soon"] + fact["late"] for fact in facts) == Alert.objects.count()
    assert Sweep.objects.count() == 0
    sweep(at=AT, started_at=AT)
    assert Alert.objects.count() == expected
