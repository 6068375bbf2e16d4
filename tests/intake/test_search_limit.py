"""Searching has a limit an hour, which the leader hears of; and the reasons go on beyond a page."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from centre.limits import Limit
from centre.paging import Place
from centre.post.actions import send_waiting
from centre.post.models import Message
from centre.records.actions import raise_search_alarm
from centre.records.models import AuditEntry, LookUp, ReadEntry, SearchAlarm
from centre.staff.choices import Role
from intake.models import Inquiry
from intake.queries.search import LOOK_UPS
from intake.views import search as views
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
SEARCH, REASONS = "/staff/search/", "/staff/search/reasons/"


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few that a test reaches the limit soon."""
    monkeypatch.setattr(views, "SEARCHES", Limit("searches", 3, 3600))


def search(client: Any, text: str = "Ærø") -> Any:
    return client.post(SEARCH, {"text": text})


def test_an_ordinary_day_is_far_from_the_limit_and_fishing_is_not() -> None:
    assert 40 <= views.SEARCHES.most <= 100
    assert views.SEARCHES.seconds == 3600


@pytest.mark.threat("T2")
@pytest.mark.usefixtures("three")
def test_beyond_the_limit_nothing_is_sought_and_it_is_said_kindly_until_when(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.inquiry(house, received_at=AT)
    client = logged_in(house.caseworker)
    assert [search(client).status_code for _number in range(4)] == [200, 200, 200, 429]
    read = ReadEntry.objects.count()
    page = search(client)
    words = page.content.decode()
    assert (page.status_code, page.context["found"]) == (429, None)
    assert "10.00" in words and "bed en kollega" in words and 'value="Ærø"' in words
    assert ReadEntry.objects.count() == read
    # A wrong search, which finds nobody, is not counted; and a colleague's are their own.
    assert search(logged_in(house.colleague)).status_code == 200
    at_the_doors(monkeypatch, AT + timedelta(minutes=30))
    assert search(client).status_code == 200


@pytest.mark.usefixtures("three")
def test_what_is_wrong_is_not_counted(house: House) -> None:
    client = logged_in(house.caseworker)
    assert {search(client, "1").status_code for _number in range(5)} == {422}
    assert search(client).status_code == 200


@pytest.mark.threat("T2")
@pytest.mark.usefixtures("three")
def test_the_leader_hears_once_an_hour_in_neutral_words_and_reads_who(house: House) -> None:
    client = logged_in(house.caseworker)
    for _number in range(7):
        search(client)
    (alarm,) = SearchAlarm.objects.all()
    assert (alarm.by, alarm.hour_at) == (house.caseworker, moment("2026-12-10 09.00"))
    assert AuditEntry.objects.filter(action="records.search_alarm").count() == 1
    assert [one.to_user for one in Message.objects.all()] == [house.leader]
    send_waiting(at=AT)
    (letter,) = mail.outbox
    for telling in ("Ærø", str(house.caseworker), "borger", "behandl", "http"):
        assert telling.lower() not in f"{letter.subject} {letter.body}".lower()
    page = logged_in(house.leader).get(REASONS).content.decode()
    assert "Mange søgninger" in page and str(house.caseworker) in page


@pytest.mark.usefixtures("three")
def test_a_leader_reads_of_the_own_people_only_and_never_of_themselves(house: House) -> None:
    own = factories.UserFactory(username="youths", role=Role.LEADER, unit=house.youth)
    for user in (house.caseworker, own):
        raise_search_alarm(hour_at=AT, by=user, at=AT)
    seen = logged_in(own).get(REASONS).context["alarms"]
    assert seen == []
    assert {one.by for one in logged_in(house.leader).get(REASONS).context["alarms"]} == {
        house.caseworker,
        own,
    }


@pytest.mark.usefixtures("three")
def test_where_nobody_else_leads_it_stands_written_all_the_same(house: House) -> None:
    client = logged_in(house.leader)
    for _number in range(4):
        search(client)
    assert SearchAlarm.objects.get().by == house.leader
    assert not Message.objects.exists()


# --- The reasons, page by page -------------------------------------------------------------------


@pytest.fixture
def many(house: House) -> Inquiry:
    """A hundred and more look-ups of one citizen; three of them in the same moment."""
    inquiry = factories.inquiry(house, received_at=AT - timedelta(days=90))
    moments = [AT - timedelta(hours=number) for number in range(2 * LOOK_UPS + 5)]
    moments[LOOK_UPS] = moments[LOOK_UPS + 1] = moments[LOOK_UPS - 1]
    LookUp.objects.bulk_create(
        LookUp(citizen=inquiry.citizen, reason="contact", text="x", at=at, by=house.youth_worker)
        for at in moments
    )
    return inquiry


def pages(client: Any) -> Iterator[Any]:
    address = REASONS
    while address:
        page = client.get(address)
        yield page
        older = page.context["older_url"]
        address = f"{REASONS}{older}" if older else ""


def test_every_reason_stands_on_one_page_the_newest_first(house: House, many: Inquiry) -> None:
    shown = [page.context["rows"] for page in pages(logged_in(house.leader))]
    assert [len(rows) for rows in shown] == [LOOK_UPS, LOOK_UPS, 5]
    logged = ReadEntry.objects.filter(purpose="look-ups").values_list("rows", flat=True)
    assert sorted(logged) == [5, LOOK_UPS, LOOK_UPS]
    told = [cells[0] for rows in shown for cells, _url, _words in rows]
    expected = LookUp.objects.order_by("-at", "id").values_list("at", flat=True)
    assert len(told) == len(expected) == LookUp.objects.count()


@pytest.mark.parametrize(
    "after", ["x", "~", "1~x", "9" * 40 + "~" + "0" * 32, "\x00", "-1~" + "0" * 32]
)
def test_a_place_that_is_none_begins_at_the_beginning_or_ends_quietly(
    house: House, many: Inquiry, after: str
) -> None:
    page = logged_in(house.leader).get(REASONS, {"after": after})
    assert page.status_code == 200


def test_a_place_is_read_as_it_was_written(house: House, many: Inquiry) -> None:
    one = LookUp.objects.earliest("at")
    place = Place(one.at, one.pk)
    assert Place.read(str(place)) == place
    assert place.at.utcoffset() is not None
