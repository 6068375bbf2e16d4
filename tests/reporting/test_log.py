"""What is odd in the log of readings is found each night, and a leader says once what it was (L20, L21)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.citizens.actions import Person
from centre.file.actions import mark_tie
from centre.post.choices import Text
from centre.post.models import Message
from centre.records.actions import note
from centre.records.choices import TieKind
from centre.records.models import ReadEntry
from centre.refusal import Refused
from centre.staff.choices import Role
from centre.staff.models import User
from intake.models import Inquiry
from reporting.actions.odd import answer, go_through, tell_of_many
from reporting.choices import Look, Odd
from reporting.models import LogLook, OddAnswer, OddReading
from reporting.queries.findings import in_scope, lines_of, numbers
from reporting.queries.odd import of_a_day, sample
from reporting.rules import odd as rules
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

pytestmark = pytest.mark.django_db
# A Thursday, and the morning after.
AT = moment("2026-12-10 10.00")
MORNING = moment("2026-12-11 03.50")


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, MORNING)


@pytest.fixture
def own_leader(house: House) -> User:
    return factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)


def asked(house: House, name: str = "Bo Lind", at: datetime = AT, **changes: Any) -> Inquiry:
    return factories.inquiry(
        house, received_at=at - timedelta(days=2), person=Person(name=name), **changes
    )


def reads(user: User, inquiry: Inquiry, at: datetime = AT, **changes: Any) -> None:
    given: dict[str, Any] = {
        "purpose": "file",
        "row": "citizens.Citizen",
        "citizen": inquiry.citizen,
    }
    given |= {"row_id": str(inquiry.citizen_id), "role": user.role}
    ReadEntry.objects.create(by=user, at=at, **{**given, **changes})


def kinds(day: date = date(2026, 12, 10)) -> list[str]:
    return [one[0] for one in of_a_day(day)]


def named(user: User, first: str, last: str) -> User:
    user.first_name, user.last_name = first, last
    user.save()
    return user


def test_an_ordinary_day_is_not_odd(house: House) -> None:
    reads(house.colleague, asked(house))
    assert kinds() == []


@pytest.mark.threat("T1")
@pytest.mark.parametrize(
    ("citizen", "found"),
    [
        ("Bo Thorkildsen", ["surname"]),
        ("BO THORKILDSEN", ["surname"]),
        ("Lars Thorkildsen", ["own_name"]),
        ("Bo Thorkild", []),
        ("Lars Lind", []),
    ],
)
def test_the_readers_own_surname_is_odd(house: House, citizen: str, found: list[str]) -> None:
    reads(named(house.colleague, "Lars", "Thorkildsen"), asked(house, citizen))
    assert kinds() == found


def test_a_surname_is_not_odd_where_the_reader_works_with_the_citizen(house: House) -> None:
    reader = named(house.colleague, "Lars", "Thorkildsen")
    own = asked(house, "Bo Thorkildsen", responsible=reader)
    reads(reader, own)
    other = asked(house, "Ib Thorkildsen")
    reads(reader, other)
    note(action="inquiry.attempt", row=other, by=reader, at=AT, citizen_id=other.citizen_id)
    assert kinds() == []


def test_to_give_a_reason_is_nothing_done(house: House) -> None:
    reader = named(house.colleague, "Lars", "Thorkildsen")
    other = asked(house, "Ib Thorkildsen")
    reads(reader, other)
    note(action="records.look_up", row=other, by=reader, at=AT, citizen_id=other.citizen_id)
    assert kinds() == ["surname"]


def test_a_colleagues_file_is_odd_to_read_and_the_own_one_also_when_marked_later(
    house: House,
) -> None:
    theirs = asked(house)
    reads(house.colleague, theirs)
    assert kinds() == []
    assert theirs.citizen_id is not None
    mark_tie(
        citizen_id=theirs.citizen_id,
        kind=TieKind.COLLEAGUE,
        user=house.colleague,
        by=house.leader,
        at=MORNING,
    )
    assert kinds() == ["colleague"]


def test_long_closed_is_odd_and_lately_closed_or_with_a_call_to_come_is_not(house: House) -> None:
    theirs = asked(house, wish="counselling")
    reads(house.colleague, theirs)
    rows = Inquiry.objects.filter(pk=theirs.pk)
    for days, found in ((89, []), (91, ["closed"])):
        closed_at = moment("2026-12-10 00.00") - timedelta(days=days)
        rows.update(status="advised", closed_at=closed_at, closed_by=house.caseworker)
        assert kinds() == found


@pytest.mark.parametrize(
    ("at", "is_odd"),
    [
        ("2026-12-10 06.00", False),
        ("2026-12-10 18.59", False),
        ("2026-12-10 19.00", True),
        ("2026-12-10 05.59", True),
        ("2026-12-12 10.00", True),
        ("2026-12-25 10.00", True),
    ],
)
def test_outside_of_working_hours(house: House, at: str, is_odd: bool) -> None:
    reads(house.colleague, asked(house), moment(at))
    assert kinds(moment(at).date()) == (["outside"] if is_odd else [])


def test_many_files_and_nothing_done(house: House) -> None:
    for number in range(rules.IDLE_FROM):
        assert kinds() == []
        reads(house.colleague, asked(house), AT + timedelta(minutes=20 * number - 120))
    assert kinds() == ["idle"]


def opened(user: User, house: House, count: int, since: datetime, minutes: float = 1) -> None:
    for number in range(count):
        reads(user, asked(house), since + timedelta(minutes=minutes * number))


@pytest.mark.threat("T2")
def test_thirty_in_an_hour_are_no_alarm_and_thirty_one_are(house: House, own_leader: User) -> None:
    """Threat T2. The hour is any hour: it is counted across the clock's."""
    since = AT + timedelta(minutes=45)
    opened(house.colleague, house, 30, since)
    now = since + timedelta(minutes=40)
    assert tell_of_many(at=now) == 0
    # The same again is none more.
    reads(house.colleague, Inquiry.objects.latest("received_at"), now)
    assert tell_of_many(at=now) == 0
    reads(house.colleague, asked(house), now)
    assert tell_of_many(at=now + timedelta(minutes=1)) == 1
    found = OddReading.objects.get()
    assert (found.kind, found.by, found.unit, found.number) == (
        Odd.MANY,
        house.colleague,
        house.adults,
        31,
    )
    told = Message.objects.filter(text=Text.READINGS)
    assert {one.to_user for one in told} == {own_leader, house.leader}
    # Twice is once, and at night it is found anew by nobody.
    assert tell_of_many(at=now + timedelta(minutes=2)) == 0
    go_through(at=MORNING)
    assert OddReading.objects.filter(kind=Odd.MANY).count() == 1
    assert len(lines_of(found)) >= 31


def test_thirty_one_over_more_than_an_hour_are_no_alarm(house: House) -> None:
    opened(house.colleague, house, 31, AT, minutes=2.1)
    assert tell_of_many(at=AT + timedelta(minutes=90)) == 0


def test_an_alarm_that_no_worker_saw_is_found_at_night(house: House, own_leader: User) -> None:
    opened(house.colleague, house, 31, AT)
    go_through(at=MORNING + timedelta(days=3))
    assert OddReading.objects.filter(kind=Odd.MANY).count() == 1
    assert Message.objects.filter(text=Text.READINGS, to_user=own_leader).exists()


def test_the_alarm_counts_what_the_doors_wrote(house: House, own_leader: User) -> None:
    """The lines as pages write them, and not as this file does."""
    client = logged_in(house.colleague)
    for _number in range(31):
        client.get(reverse("file:citizen", args=[asked(house, at=MORNING).citizen_id]))
    assert tell_of_many(at=MORNING + timedelta(seconds=1)) == 1


def test_each_day_is_gone_through_once_and_a_missed_night_is_caught_up(house: House) -> None:
    reader = named(house.colleague, "Lars", "Thorkildsen")
    for days in range(3):
        reads(reader, asked(house, "Bo Thorkildsen"), AT + timedelta(days=days - 2))
    assert go_through(at=AT - timedelta(days=1)) == 1
    assert go_through(at=AT - timedelta(days=1)) == 0
    # Two nights later: both days, and no day twice.
    found = go_through(at=MORNING)
    assert OddReading.objects.filter(kind=Odd.SURNAME).count() == 3
    assert found >= 2
    assert go_through(at=MORNING) == 0
    last = LogLook.objects.filter(kind=Look.DAY).order_by("-on").first()
    assert last is not None
    assert last.on == AT.date()


def test_a_day_asks_as_often_for_many_as_for_few(house: House) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as statements:
            of_a_day(AT.date())
        return len(statements)

    reader = named(house.colleague, "Lars", "Thorkildsen")
    reads(reader, asked(house, "Bo Thorkildsen"))
    few = count()
    for number in range(8):
        reads(reader, asked(house, f"Bo{number} Thorkildsen"))
    assert count() == few <= 3


@pytest.mark.threat("T1")
def test_the_lot_is_drawn_the_same_each_time_and_so_many_of_each_unit(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SAMPLE", 3)
    last_month = AT - timedelta(days=30)
    for reader in (house.colleague, house.youth_worker):
        for number in range(6):
            reads(reader, asked(house), last_month + timedelta(minutes=number))
    drawn = sample(date(2026, 11, 1))
    assert drawn == sample(date(2026, 11, 1))
    assert [one[1] for one in drawn].count(house.colleague.pk) == 3
    assert [one[1] for one in drawn].count(house.youth_worker.pk) == 3
    assert sample(date(2026, 10, 1)) == []
    go_through(at=MORNING)
    assert OddReading.objects.filter(kind=Odd.SAMPLE).count() == 6


def finding(house: House, by: User, **changes: Any) -> OddReading:
    given: dict[str, Any] = {"kind": Odd.SURNAME, "unit": by.unit, "number": 1, "found_at": MORNING}
    given |= {"from_at": AT, "until_at": AT}
    return OddReading.objects.create(by=by, **{**given, **changes})


def test_a_leader_sees_the_own_unit_and_nobody_judges_their_own(
    house: House, own_leader: User
) -> None:
    adults, youth = finding(house, house.colleague), finding(house, house.youth_worker)
    own = finding(house, own_leader)

    def seen(user: User) -> set[OddReading]:
        return set(in_scope(user, MORNING.date()))

    assert seen(own_leader) == {adults}
    assert seen(house.leader) == {adults, youth, own}
    assert seen(house.caseworker) == seen(house.administrator) == set()


def test_who_leads_alone_judges_their_own_too(house: House) -> None:
    own = finding(house, house.leader)
    assert set(in_scope(house.leader, MORNING.date())) == {own}


def test_a_leader_is_not_shown_what_is_read_of_their_own(house: House, own_leader: User) -> None:
    theirs = asked(house)
    found = finding(house, house.colleague, citizen=theirs.citizen)
    assert theirs.citizen_id is not None
    mark_tie(
        citizen_id=theirs.citizen_id,
        kind=TieKind.CLOSE,
        user=own_leader,
        by=house.leader,
        at=AT,
    )
    assert found not in in_scope(own_leader, MORNING.date())
    assert found in in_scope(house.leader, MORNING.date())


def test_what_it_was_is_written_down_once(house: House, own_leader: User) -> None:
    one = finding(house, house.colleague)
    given: dict[str, Any] = {"reading_id": one.pk, "verdict": "talked", "words": "Talt om det."}
    answer(by=own_leader, at=MORNING, **given)
    with pytest.raises(Refused, match="allerede skrevet"):
        answer(by=house.leader, at=MORNING, **{**given, "verdict": "explained"})
    assert OddAnswer.objects.get().verdict == "talked"
    with pytest.raises(OddReading.DoesNotExist):
        answer(by=house.caseworker, at=MORNING, **given)


@pytest.mark.threat("T25")
def test_the_pages_lead_from_the_list_to_the_lines_and_all_of_it_is_logged(
    house: House, own_leader: User
) -> None:
    reader = named(house.colleague, "Lars", "Thorkildsen")
    theirs = asked(house, "Bo Thorkildsen")
    reads(reader, theirs)
    go_through(at=MORNING)
    one = OddReading.objects.get(kind=Odd.SURNAME)
    client, url = logged_in(own_leader), reverse("reporting:log_finding", args=[one.pk])
    page = client.get(reverse("reporting:log")).content.decode()
    assert url in page
    assert "BT" in page
    assert "Bo Thorkildsen" not in page
    assert readings(purpose="log odd", by=own_leader) == 1
    shown = client.get(url).content.decode()
    assert "Samme efternavn" in shown
    assert readings(purpose="log finding", citizen=theirs.citizen, by=own_leader) == 1
    assert client.post(url, {"verdict": "passed_on", "words": ""}).status_code == 422
    assert client.post(url, {"verdict": "explained"}).status_code == 302
    again = client.post(url, {"verdict": "talked", "words": "Talt om det."})
    assert again.status_code == 409
    assert "Talt om det." in again.content.decode()
    assert url not in client.get(reverse("reporting:log")).content.decode()
    assert url in client.get(reverse("reporting:log") + "?show=answered").content.decode()
    # What the control reads is not what it looks for.
    assert kinds(MORNING.date()) == []


def test_who_runs_the_system_sees_how_many_and_nobody(house: House) -> None:
    theirs = asked(house, "Bo Thorkildsen")
    one = finding(house, house.colleague, citizen=theirs.citizen)
    quality = factories.UserFactory(username="quality", role=Role.QUALITY, unit=None)
    for user in (house.administrator, quality):
        client = logged_in(user)
        page = client.get(reverse("reporting:log")).content.decode()
        assert "Samme efternavn" in page
        for name in ("BT", str(house.colleague), str(one.pk)):
            assert name not in page
        assert client.get(reverse("reporting:log_finding", args=[one.pk])).status_code == 403
    (number,) = numbers(MORNING - timedelta(days=30))
    assert (number.kind, number.found, number.open) == (Odd.SURNAME, 1, 1)


def test_the_log_of_exports_tells_who_took_out_what(house: House, own_leader: User) -> None:
    theirs = asked(house, at=MORNING)
    logged_in(house.caseworker).get(reverse("file:print", args=[theirs.citizen_id]))
    logged_in(house.leader).get(reverse("clocks:risk_csv"))
    logged_in(house.leader).get(reverse("reporting:export"))
    url = reverse("reporting:exports")
    page = logged_in(house.leader).get(url).content.decode()
    for words in ("En borgers sag, udskrevet", "Risikotavlen som fil", "Nøgletal som fil"):
        assert words in page
    assert str(house.caseworker) in page
    # The own unit's people alone, and no citizen for anybody.
    own = logged_in(own_leader).get(url).content.decode()
    assert str(house.caseworker) in own
    assert "Risikotavlen som fil" not in own
    assert "Bo" not in logged_in(house.administrator).get(url).content.decode().split("<h1>")[1]
    before = logged_in(house.leader).get(url + "?month=2026-11").content.decode()
    assert "En borgers sag" not in before
    for wrong in ("?month=x", "?month=2026-13", "?month=9999-01", "?after=x"):
        assert logged_in(house.leader).get(url + wrong).status_code == 200
