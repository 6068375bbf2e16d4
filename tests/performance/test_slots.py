from dataclasses import replace
from functools import partial
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from centre.staff.models import Unit
from intake.queries import slots
from intake.rules.journey import Step
from tests.bench.slots import visitor
from tests.bench.visitor import cookies
from tests.performance.conftest import Morning, asked_by, read_whole


def test_free_times_read_no_hot_table_from_end_to_end(busy: Morning) -> None:
    statements = asked_by(lambda: slots.free_times(at=busy.at, how="in_person", limit=20))
    assert statements
    assert read_whole(statements) == set()


def test_free_times_take_one_query_for_few_and_for_many(busy: Morning) -> None:
    found = []
    few = asked_by(lambda: found.extend(slots.free_times(at=busy.at, limit=5)))
    many = asked_by(lambda: found.extend(slots.free_times(at=busy.at, limit=100)))
    assert len(found) == 105
    assert len(few) == len(many) == 1


def test_the_nearest_times_read_no_hot_table_from_end_to_end(busy: Morning) -> None:
    statements = asked_by(lambda: slots.nearest(starts_at=busy.at, at=busy.at))
    assert read_whole(statements) == set()


def test_the_walk_finds_the_times_that_are_free_and_no_others(busy: Morning) -> None:
    """The written-out statement and `_free` say the same, whatever is chosen."""
    units = list(Unit.objects.values_list("pk", flat=True))
    for how, half, chosen in product(("", "in_person", "video"), ("", "am", "pm"), ((), units)):
        found = slots._free(busy.at, how=how, units=chosen)
        if half:
            hour = "starts_at__hour__lt" if half == "am" else "starts_at__hour__gte"
            found = found.filter(**{hour: slots.NOON})
        expected = found.order_by("starts_at", "id").distinct("starts_at")[:60]
        walked = slots.free_times(at=busy.at, how=how, half=half, units=chosen, limit=60)
        assert [one.id for one in walked] == [one.pk for one in expected]
        assert len(walked) == 60


def test_a_page_of_free_times_takes_two_queries_for_few_and_for_many(
    busy: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.views.journey.now", lambda: busy.at)
    told = replace(visitor(), at=int(busy.at.timestamp()), started=int(busy.at.timestamp()) - 60)
    client = Client(headers={"cookie": cookies(told)})
    for query in ("", "?n=9"):
        asked = asked_by(partial(client.get, reverse(Step.TIME) + query))
        assert len(asked) == 2, asked
