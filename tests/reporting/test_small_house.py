"""The leader's figures of a house with few people in it, or none."""

import pytest

from centre.records.models import ReadEntry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House, UserFactory
from tests.reporting.invented import AT

pytestmark = pytest.mark.django_db
BOARD = "/staff/measures/"


def test_the_few_to_act_on_first_stand_before_any_number(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are past (received 18th and 19th), then those that can still be kept; one is far off."""
    at_the_doors(monkeypatch, AT)
    days = ("11-18", "11-19", "11-26", "11-27", "11-30", "12-01")
    asked = [factories.inquiry(house, received_at=moment(f"2026-{day} 09.00")) for day in days]
    factories.inquiry(house, received_at=AT)
    answer = logged_in(house.leader).get(BOARD)
    urls = [url for _cells, url, _words in answer.context["rows"]]
    soonest_first = [*asked[2:], asked[0]]
    assert urls == [f"/staff/inquiries/{one.pk}/" for one in soonest_first]
    page = answer.content.decode()
    assert (
        page.index(urls[0]) < page.index('class="tile-count"') < page.index("Frister og ventetid")
    )
    entry = ReadEntry.objects.get()
    assert (entry.purpose, entry.rows) == ("measures at risk", 5)
    officer = UserFactory(username="quality", role="quality", unit=None)
    for client, where in ((logged_in(officer), ""), (logged_in(house.leader), "print/")):
        shown = client.get(f"{BOARD}{where}").content.decode()
        assert not any(url in shown for url in urls)


def test_where_nothing_is_counted_no_month_is_called_too_small(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, AT)
    page = logged_in(house.leader).get(BOARD).content.decode()
    assert "Der er intet at tælle i perioden." in page
    assert "Månederne er for små" not in page
