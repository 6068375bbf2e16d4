from centre.clocks.actions import sweep
from centre.clocks.models import Clock
from followup.models import FollowUp
from intake.models import Booking, Guarantee, Inquiry
from tests.performance.conftest import MANY, Morning, read_whole


def test_the_invented_clocks_are_those_the_engine_would_compute(busy: Morning) -> None:
    assert sweep.recompute() == []
    asked = Clock.objects.filter(guarantee__isnull=False)
    assert asked.count() == Guarantee.objects.count() == Inquiry.objects.count() == MANY
    assert asked.open().count() == MANY * 4 // 100
    after = FollowUp.objects.open()
    assert 0 < after.count() == Clock.objects.open().filter(follow_up__isnull=False).count()
    assert Booking.objects.filter(slot__starts_at__gt=busy.at).exists()


def test_a_table_read_from_end_to_end_is_seen(busy: Morning) -> None:
    assert read_whole(["SELECT count(note) FROM intake_inquiry"]) == {"intake_inquiry"}
