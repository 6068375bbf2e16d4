from centre.clocks.actions import sweep as sweeping
from centre.clocks.models import Alert
from tests.performance.conftest import Morning, asked_by, read_whole


def run(morning: Morning) -> None:
    sweeping.sweep(at=morning.at, started_at=morning.at)


def test_the_sweep_reads_no_hot_table_from_end_to_end(busy: Morning) -> None:
    statements = asked_by(lambda: run(busy))
    assert any("SKIP LOCKED" in one for one in statements)
    assert read_whole(statements) == set()


def test_a_sweep_with_nothing_new_reads_no_hot_table_from_end_to_end(busy: Morning) -> None:
    run(busy)
    before = Alert.objects.count()
    statements = asked_by(lambda: run(busy))
    assert Alert.objects.count() == before
    assert read_whole(statements) == set()
