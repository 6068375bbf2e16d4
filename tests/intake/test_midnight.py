"""Half a minute before and after Danish midnight, and the two nights when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from intake.models import Inquiry
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, register_data
from tests.factories import House
from tests.intake.public import Visitor, slot_at

pytestmark = pytest.mark.django_db
SECONDS = timedelta(seconds=30)
# In summer the Danish midnight is 22.00 of the day before in UTC, in winter 23.00.
MIDNIGHTS = [moment("2026-12-11 00.00"), moment("2026-07-11 00.00")]


def registered(
    house: House, monkeypatch: pytest.MonkeyPatch, at: datetime, on: date, clock: str
) -> Any:
    at_the_doors(monkeypatch, at)
    return logged_in(house.caseworker).post(
        "/staff/inquiries/new/",
        register_data(
            received_on_day=on.day,
            received_on_month=on.month,
            received_on_year=on.year,
            received_time=clock,
        ),
    )


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=["winter", "summer"])
def test_the_new_day_can_be_written_from_midnight_on(
    house: House, monkeypatch: pytest.MonkeyPatch, midnight: datetime
) -> None:
    new_day = (midnight + timedelta(hours=12)).date()
    assert registered(house, monkeypatch, midnight - SECONDS, new_day, "").status_code == 422
    assert registered(house, monkeypatch, midnight + SECONDS, new_day, "").status_code == 302
    inquiry = Inquiry.objects.get()
    assert inquiry.received_on == new_day
    assert inquiry.guarantees.get().clock.due_on == new_day + timedelta(days=14)


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=["winter", "summer"])
def test_the_old_day_is_still_yesterday_after_midnight(
    house: House, monkeypatch: pytest.MonkeyPatch, midnight: datetime
) -> None:
    old_day = (midnight - timedelta(hours=12)).date()
    answer = registered(house, monkeypatch, midnight + SECONDS, old_day, "23.59")
    assert answer.status_code == 302
    inquiry = Inquiry.objects.get()
    assert inquiry.received_on == old_day
    assert inquiry.guarantees.get().clock.starts_on == old_day


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=["winter", "summer"])
@pytest.mark.parametrize("named", [True, False], ids=["named", "anonymous"])
@pytest.mark.parametrize("late", [False, True], ids=["before", "after"])
def test_a_wish_at_midnight_counts_from_the_danish_day(
    house: House, monkeypatch: pytest.MonkeyPatch, midnight: datetime, named: bool, late: bool
) -> None:
    # The last button is pressed ten seconds times the questions after this.
    at = midnight + timedelta(minutes=-1, seconds=-30) + timedelta(minutes=2) * late
    day = (midnight + timedelta(hours=12 if late else -12)).date()
    slot = slot_at(house, on=day + timedelta(days=3))
    visitor = Visitor(monkeypatch, at)
    person = {"name": "Ærø", "phone": "20 00 00 01"} if named else {}
    visitor.walk(slot, treatment=True, **person)
    visitor.at = midnight + (SECONDS if late else -SECONDS - timedelta(seconds=10))
    visitor.send()
    inquiry = Inquiry.objects.get()
    assert inquiry.received_on == day
    assert {one.clock.starts_on for one in inquiry.guarantees.all()} <= {day}
    assert inquiry.guarantees.exists()


@pytest.mark.parametrize(
    ("on", "clock", "at", "kept"),
    [
        # 2.30 does not exist in the spring night: it moves to 3.30, and is not yet there at 3.10.
        (date(2026, 3, 29), "2.30", "2026-03-29 03.10", None),
        (date(2026, 3, 29), "2.30", "2026-03-29 09.00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # 2.30 comes twice in the autumn night: it is the first of the two.
        (date(2026, 10, 25), "2.30", "2026-10-25 09.00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (
            date(2026, 10, 24),
            "23.30",
            "2026-10-25 09.00",
            datetime(2026, 10, 24, 21, 30, tzinfo=UTC),
        ),
    ],
)
def test_a_night_when_the_clocks_change_keeps_its_day(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    on: date,
    clock: str,
    at: str,
    kept: datetime | None,
) -> None:
    answer = registered(house, monkeypatch, moment(at), on, clock)
    if kept is None:
        assert answer.status_code == 422
        return
    inquiry = Inquiry.objects.get()
    assert (inquiry.received_at, inquiry.received_on) == (kept, on)
    assert inquiry.guarantees.get().clock.due_on == on + timedelta(days=14)


@pytest.mark.parametrize(
    "sunday", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"]
)
def test_a_booking_over_the_night_of_the_change_is_at_the_same_clock(
    house: House, monkeypatch: pytest.MonkeyPatch, sunday: date
) -> None:
    friday, monday = sunday - timedelta(days=2), sunday + timedelta(days=1)
    visitor = Visitor(monkeypatch, moment(f"{friday} 09.00"))
    slot = slot_at(house, on=monday)
    visitor.walk(slot, treatment=True, name="Ærø", phone="20 00 00 01")
    visitor.send()
    page = visitor.goes_to("/tid/kvittering/").content.decode()
    assert "kl. 9.00" in page
    calendar = visitor.get("/tid/aftale.ics").content.decode()
    assert f"DTSTART:{slot.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" in calendar
    assert Inquiry.objects.get().guarantees.get().clock.due_on == friday + timedelta(days=14)
