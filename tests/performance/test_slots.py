from intake.queries import slots
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
