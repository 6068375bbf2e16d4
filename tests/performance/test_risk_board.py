"""The leader's board: as many statements for many rows as for few, and no old row read for an open one."""

import pytest
from django.test import Client
from django.urls import reverse

from centre.clocks.models import Clock
from centre.staff.models import User
from intake.models import Guarantee, GuaranteeFact, Inquiry
from tests.desk import at_the_doors
from tests.performance.conftest import Morning, asked_by, read_whole

ADDRESSES = ("", "?answer=law&kept=no", "?answer=promised&kept=yes")
MOST = 6
# What a year of guarantees is counted by; it may well read them all.
OF_A_YEAR = "WITH promise AS"


@pytest.fixture
def leader(busy: Morning, monkeypatch: pytest.MonkeyPatch) -> Client:
    """In a house whose older guarantees were kept as promised."""
    at_the_doors(monkeypatch, busy.at)
    reader = User.objects.get(username="leader")
    ended = Guarantee.objects.filter(clock__stopped_on__isnull=False).select_related("clock")
    GuaranteeFact.objects.bulk_create(
        GuaranteeFact(
            guarantee=one,
            fact="talks_offered",
            on=one.clock.starts_on,
            recorded_at=busy.at,
            recorded_by=reader,
        )
        for one in ended.order_by("-clock__starts_on")[:500]
    )
    client = Client()
    client.force_login(reader)
    return client


def opened(client: Client, query: str) -> list[str]:
    """The statements of a page, opened once before so that what a process learns is not counted."""
    address = reverse("intake:guarantees") + query if query else reverse("clocks:risk")
    assert client.get(address).status_code == 200
    return asked_by(lambda: client.get(address))


@pytest.mark.parametrize("query", ADDRESSES)
def test_the_board_asks_as_often_for_many_rows_as_for_few(
    busy: Morning, leader: Client, query: str
) -> None:
    many = len(opened(leader, query))
    left = list(Clock.objects.open().order_by("act_by_on", "id").values_list("pk", flat=True)[:4])
    ended = Clock.objects.open().exclude(pk__in=left)
    Inquiry.objects.filter(guarantees__clock__in=ended).update(
        status="advised", closed_at=busy.at, closed_by=User.objects.get(username="leader")
    )
    ended.update(stopped_on=busy.today, ended_as="stop", next_rung_on=None)
    assert len(opened(leader, query)) == many <= MOST


def test_the_board_reads_no_hot_table_from_end_to_end_for_what_is_open(leader: Client) -> None:
    statements = [one for one in opened(leader, "") if OF_A_YEAR not in one]
    assert len(statements) == MOST - 1
    assert read_whole(statements) == set()


def test_a_year_of_guarantees_is_counted_in_one_statement(leader: Client) -> None:
    assert sum(OF_A_YEAR in one for one in opened(leader, "")) == 1
