"""The leader's pages: what they say, whom they let see which rows, and what leaves the house."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from centre.records.models import ReadEntry
from centre.staff.models import User
from reporting.rules.measures import BY_KEY
from tests.conftest import never_committed, take_into_use
from tests.desk import at_the_doors, logged_in
from tests.factories import House, UserFactory
from tests.reporting.invented import AT, Courses

BOARD = "/staff/measures/"
FEW = range(1, 5)


@pytest.fixture(scope="module")
def lived(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Filled once a module, and never committed: each test works in a savepoint of it."""
    with never_committed(django_db_blocker):
        take_into_use("haderslev")
        house = House.build()
        Courses(house, seed=3, people=120).fill()
        yield house


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)
    monkeypatch.setattr(settings, "MUNICIPALITY", settings.MUNICIPALITY)


@pytest.fixture
def leader(lived: House, today: None, db: None) -> Any:
    return logged_in(lived.leader)


@pytest.fixture
def quality(lived: House, today: None, db: None) -> Any:
    return logged_in(officer())


def officer() -> User:
    made: User = UserFactory(username="quality", role="quality", unit=None)
    return made


def cards(client: Any, address: str = BOARD) -> dict[str, Any]:
    return {one.measure.key: one for one in client.get(address).context["cards"]}


def sheet(client: Any, query: str = "") -> list[list[str]]:
    raw = client.get(f"{BOARD}file/{query}").content.decode("utf-8")
    assert raw.startswith("\ufeff")
    return list(csv.reader(io.StringIO(raw[1:]), delimiter=";"))


def test_what_is_at_risk_comes_first_and_each_figure_leads_to_its_page(leader: Any) -> None:
    page = leader.get(BOARD).content.decode()
    assert page.index("Frister i fare nu") < page.index("Frister og ventetid")
    assert "opdateret 10.12.2026 kl. 9.30" in page
    assert "1. december 2025 – 30. november 2026" in page
    for key in cards(leader):
        assert f'href="{BOARD}{key}/"' in page


def test_each_number_of_a_figure_leads_to_exactly_its_rows(leader: Any) -> None:
    for key in ("completed", "no_show", "plan_review", "returned"):
        answer = leader.get(f"{BOARD}{key}/")
        card, page = answer.context["card"], answer.content.decode()
        links = re.findall(rf'href="({BOARD}{key}/rows/\?[^"]*)"[^>]*>(\d+)<', page)
        assert len(links) > 10
        for address, count in links:
            behind = leader.get(address.replace("&amp;", "&"))
            assert behind.context["count"] == int(count), address
        assert leader.get(f"{BOARD}{key}/rows/").context["count"] == int(card.whole)
        assert leader.get(f"{BOARD}{key}/rows/?answer=yes").context["count"] == int(card.part)


def test_the_chart_has_a_table_that_says_the_same(leader: Any) -> None:
    answer = leader.get(f"{BOARD}completed/")
    card, page = answer.context["card"], answer.content.decode()
    assert len(card.months) == 12
    counted = [one for one in card.months if one.whole != "0"]
    drawn = re.findall(r'<path class="chart-(?:point|few)" d="([^"]+)"', page)
    assert len(card.chart.points) == len(counted) == sum(path.count("M") for path in drawn)
    assert all(f"{one.words}" in page for one in card.months)


def test_a_page_of_rows_goes_on_and_shows_each_once(leader: Any) -> None:
    address, seen = f"{BOARD}no_show/rows/", 0
    count = leader.get(address).context["count"]
    while address:
        context = leader.get(address).context
        seen += len(context["rows"])
        address = f"{BOARD}no_show/rows/{context['older_url']}" if context["older_url"] else ""
    assert seen == count > 50


@pytest.mark.parametrize(
    "query",
    ["?month=2026-13", "?month=2020-01", "?answer=nobody", "?area=x", "?after=x", "?answer=%00"],
)
def test_an_address_that_asks_for_something_unknown_asks_for_all(leader: Any, query: str) -> None:
    everything = leader.get(f"{BOARD}completed/rows/").context["count"]
    assert leader.get(f"{BOARD}completed/rows/{query}").context["count"] == everything


@pytest.mark.parametrize("more", ["nothing/", "nothing/rows/", "first_talk/"])
def test_a_figure_that_this_council_has_not_is_not_there(leader: Any, more: str) -> None:
    assert leader.get(f"{BOARD}{more}").status_code == 404


def test_the_rows_are_read_in_the_log_and_figures_are_not(leader: Any) -> None:
    leader.get(f"{BOARD}completed/")
    assert not ReadEntry.objects.exists()
    shown = len(leader.get(f"{BOARD}completed/rows/").context["rows"])
    entry = ReadEntry.objects.get()
    assert (entry.purpose, entry.rows, entry.role) == ("measure rows", shown, "leader")


@pytest.mark.parametrize(
    ("more", "purpose"),
    [
        ("file/", "measures file"),
        ("file/?area=drugs", "measures file: drugs"),
        ("print/?area=alcohol", "measures print: alcohol"),
        ("file/?area=elsewhere", "measures file"),
    ],
)
def test_who_takes_the_figures_out_is_logged_with_the_filter(
    leader: Any, lived: House, more: str, purpose: str
) -> None:
    leader.get(f"{BOARD}{more}")
    entry = ReadEntry.objects.get()
    assert (entry.purpose, entry.by, entry.rows) == (purpose, lived.leader, 0)


def test_the_quality_officer_sees_numbers_and_never_rows(quality: Any) -> None:
    page = quality.get(BOARD).content.decode() + quality.get(f"{BOARD}completed/").content.decode()
    assert "/rows/" not in page
    assert "state=late" not in page
    assert quality.get(f"{BOARD}completed/rows/").status_code == 403
    assert not ReadEntry.objects.exists()
    for one in cards(quality).values():
        assert not one.counts
        assert {(row.part, row.whole) for row in one.months} == {("", "")}


@pytest.mark.parametrize("who", ["caseworker", "doctor", "secretary", "administrator"])
def test_nobody_else_has_the_figures(lived: House, today: None, db: None, who: str) -> None:
    client = logged_in(getattr(lived, who))
    for more in ("", "completed/", "completed/rows/", "print/", "file/"):
        assert client.get(f"{BOARD}{more}").status_code == 403
    assert BOARD not in client.get("/staff/help/").content.decode()


def test_a_leader_of_a_unit_sees_that_units_alone(lived: House, today: None, db: None) -> None:
    lived.youth_worker.role = "leader"
    lived.youth_worker.save()
    theirs = cards(logged_in(lived.youth_worker))
    everybodys = cards(logged_in(lived.leader))
    for key in ("completed", "no_show"):
        assert 0 < int(theirs[key].whole) < int(everybodys[key].whole)
        rows = logged_in(lived.youth_worker).get(f"{BOARD}{key}/rows/").context
        assert rows["count"] == int(theirs[key].whole)
        assert all(cells[0] for cells, _url, _words in rows["rows"])


def figures(lines: list[list[str]]) -> list[list[str]]:
    """The lines of the sheet between its head and its months."""
    begin = next(number for number, one in enumerate(lines) if len(one) == 8)
    end = next(number for number, one in enumerate(lines) if number > begin and not one)
    return lines[begin + 1 : end]


AREAS = ("", "?area=alcohol", "?area=drugs", "?area=substitution", "?area=anonymous_drugs")


def test_nothing_that_leaves_tells_of_a_few_whatever_is_subtracted(leader: Any) -> None:
    """C-43: each measure's numbers under every filter, held against each other."""
    told: dict[tuple[str, int], set[int]] = {}
    for query in AREAS:
        for one in figures(sheet(leader, query)):
            assert set(one[3:5]) & {str(number) for number in FEW} == set()
            for column in (3, 4):
                if one[column].isdigit():
                    told.setdefault((one[0], column), set()).add(int(one[column]))
            left_out = re.findall(r": (\d+)", one[7])
            assert not {int(count) for count in left_out} & set(FEW)
            assert query == "" or one[7] == ""
    assert len(told) > 10
    for (measure, column), numbers in told.items():
        whole = max(numbers)
        parts = sorted(numbers - {whole})
        for count in range(1 << len(parts)):
            some = [one for number, one in enumerate(parts) if count >> number & 1]
            assert whole - sum(some) not in FEW, (measure, column, whole, some)


def test_a_file_is_what_the_printed_page_shows(leader: Any) -> None:
    lines = sheet(leader)
    printed = {one.measure.key: one for one in leader.get(f"{BOARD}print/").context["cards"]}
    by_words = {str(one.measure.words): one for one in printed.values()}
    wholes = [one for one in figures(lines) if one[1] == "Al behandling"]
    assert len(wholes) == len(printed)
    for one in wholes:
        card = by_words[one[0]]
        assert one[2:5] == [card.value, card.part, card.whole]
    months = [one for one in lines if len(one) == 3][1:]
    assert len(months) == 12 * len(printed)


@pytest.mark.threat("T9")
def test_no_cell_of_the_file_is_a_formula(leader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """T9, with names that a standard could hold."""
    from reporting.views import measures

    hostile = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        'a;"b"',
        "=cmd|' /C calc'!A0",
    ]
    monkeypatch.setattr(measures, "lines", lambda *_cards, **_more: iter([hostile]))
    raw = leader.get(f"{BOARD}file/").content.decode("utf-8")[1:]
    cells = next(csv.reader(io.StringIO(raw, newline=""), delimiter=";"))
    assert cells == [
        *(f"'{one}" for one in hostile[:8]),
        hostile[8],
        f"'{hostile[9]}",
    ]


def test_on_paper_a_person_of_the_staff_is_told_to_use_the_printed_page(leader: Any) -> None:
    for more in ("", "completed/"):
        page = leader.get(f"{BOARD}{more}").content.decode()
        assert "print-only" in page
        outside = page[: page.index('<div class="screen-only">')]
        assert not re.search(r"\d+ af \d+", outside)


def test_every_measure_has_danish_words() -> None:
    from django.utils.translation import override

    for one in BY_KEY.values():
        with override("da"):
            danish = str(one.words)
        with override("en"):
            assert str(one.words) != danish or one.key == "move"
