from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from centre.clocks.models import Clock
from centre.staff.models import User
from intake.models import Inquiry
from tests.desk import at_the_doors
from tests.performance.conftest import Morning, asked_by, read_whole

READERS = ("caseworker1", "leader")
# The most statements a page may take, that of its frame among them: the session with the person,
# the unit, the standard and the last sweep.
MOST = {
    "clocks:desk": 6,
    "clocks:deadlines": 4,
    "intake:inbox": 4,
    "intake:calendar": 4,
    "intake:guarantees": 6,
    "intake:emergency": 3,
    "intake:register": 3,
    "intake:search": 1,
    # The reasons, the searches beyond the limit, and what was asked for and never opened.
    "intake:look_ups": 5,
    "intake:filters": 5,
    "intake:hours": 5,
    "intake:slots": 2,
    "intake:add_slot": 2,
    "followup:due": 5,
    "staff:help": 1,
}
LISTS = ("clocks:desk", "intake:inbox", "followup:due")
OF_LEADERS = {
    "clocks:deadlines",
    "intake:guarantees",
    "intake:look_ups",
    "intake:hours",
    "intake:slots",
    "intake:add_slot",
}
PAGES = [
    (name, username)
    for name in MOST
    for username in READERS
    if username == "leader" or name not in OF_LEADERS
]


@pytest.fixture(autouse=True)
def _on_that_morning(busy: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pages ask for depends on the day: it is that of the rows."""
    at_the_doors(monkeypatch, busy.at)


def opener(name: str, username: str, more: str = "") -> Callable[[], object]:
    """Opens the page once, so that what is asked once a login is not counted."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    address = f"{reverse(name)}?who=unit{more}"
    assert client.get(address).status_code == 200
    return lambda: client.get(address)


@pytest.mark.parametrize(("name", "username"), PAGES)
def test_a_page_asks_as_often_for_many_rows_as_for_few_and_seldom(
    busy: Morning, name: str, username: str
) -> None:
    open_page = opener(name, username)
    asked = asked_by(open_page)
    left = list(Clock.objects.open().order_by("id").values_list("pk", flat=True)[:4])
    ended = Clock.objects.open().exclude(pk__in=left)
    Inquiry.objects.filter(guarantees__clock__in=ended).update(
        status="advised", closed_at=busy.at, closed_by=User.objects.get(username="leader")
    )
    ended.update(stopped_on=busy.today, ended_as="stop", next_rung_on=None)
    assert len(asked_by(open_page)) == len(asked) <= MOST[name], asked


@pytest.mark.parametrize("username", READERS)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_reads_no_hot_table_from_end_to_end(busy: Morning, name: str, username: str) -> None:
    assert read_whole(asked_by(opener(name, username))) == set()


@pytest.mark.parametrize("state", ["soon", "late"])
def test_the_deadlines_behind_a_number_read_no_hot_table_from_end_to_end(
    busy: Morning, state: str
) -> None:
    statements = asked_by(opener("clocks:deadlines", "leader", f"&state={state}"))
    assert read_whole(statements) == set()


FILTERS = (
    "show=new", "show=call", "show=unassigned", "unit=adults", "channel=phone", "group=young",
    "group=adult", "topic=both", "anonymous=no", "left=late", "left=soon", "left=none",
    "show=call&channel=phone&group=adult&topic=alcohol&anonymous=no&left=soon",
)  # fmt: skip


@pytest.mark.parametrize("username", READERS)
def test_no_filter_of_the_inbox_reads_a_hot_table_from_end_to_end_or_asks_more(
    busy: Morning, username: str
) -> None:
    counts = set()
    for given in FILTERS:
        statements = asked_by(opener("intake:inbox", username, f"&{given}"))
        assert read_whole(statements) == set(), given
        counts.add(len(statements))
    assert len(counts) == 1
