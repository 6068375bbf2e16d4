"""The desk and the risk board: every number opens exactly its rows."""

import csv
import io
import re
from datetime import time, timedelta
from itertools import groupby
from typing import Any

import pytest

from centre.citizens.actions import Person
from centre.clocks.actions.sweep import sweep
from centre.clocks.models import Clock
from centre.clocks.queries.risk import Measure, suppressed
from intake.actions.guarantee import explain_breach, record_fact, waive
from intake.choices import Fact, Topic, Wish
from intake.models import Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

NOW = moment("2026-12-16 10.00")


@pytest.fixture(autouse=True)
def _wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def some(house: House) -> list[Inquiry]:
    """Requests for alcohol treatment: past, due today, soon, and far off; one that nobody has."""
    days = ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-15")
    people = (house.caseworker, house.caseworker, house.colleague, None, house.caseworker)
    return [
        factories.inquiry(house, received_at=moment(f"{day} 09.00"), responsible=who)
        for day, who in zip(days, people, strict=True)
    ]


def rows(client: Any, url: str) -> int:
    return len(client.get(url).context["rows"])


@pytest.mark.parametrize("who", ["mine", "unit"])
@pytest.mark.parametrize("role", ["caseworker", "doctor", "leader", "secretary"])
def test_every_tile_of_a_desk_opens_for_whose_desk_it_is(house: House, role: str, who: str) -> None:
    client = logged_in(getattr(house, role))
    tiles = client.get(f"/staff/?who={who}").context["tiles"]
    assert tiles
    for tile in tiles:
        assert client.get(tile.url).status_code == 200, tile.words


def test_the_desk_is_in_order_of_the_day_to_act_by(house: House, some: list[Inquiry]) -> None:
    page = logged_in(house.leader).get("/staff/")
    urls = [url for _cells, url, _words in page.context["rows"]]
    assert urls == [f"/staff/inquiries/{one.pk}/" for one in some]


def test_rows_that_were_read_stand_in_the_order_of_the_database(house: House) -> None:
    """Several deadlines of one person and several people on one day; one paused, without a day."""
    for number in range(6):
        factories.inquiry(
            house,
            received_at=moment(f"2026-12-{1 + number // 3:02} 09.00"),
            topic=Topic.BOTH,
            person=None if number % 3 == 2 else Person(name=f"Åse {number}"),
        )
    paused = Clock.objects.open().first()
    assert paused is not None
    Clock.objects.filter(pk=paused.pk).update(paused_since="2026-12-10", act_by_on=None)
    by_database = list(Clock.objects.open().in_order())
    assert len(by_database) > 8
    by_id = Clock.objects.open().order_by("-id")
    assert sorted(by_id, key=lambda one: one.place) == by_database


@pytest.mark.parametrize("who", ["mine", "unit"])
def test_each_tile_opens_as_many_rows_as_it_counts(
    house: House, some: list[Inquiry], who: str
) -> None:
    client = logged_in(house.caseworker)
    tiles = client.get(f"/staff/?who={who}").context["tiles"]
    assert sum(tile.count for tile in tiles) > 0
    for tile in tiles:
        assert rows(client, tile.url) == tile.count, tile.words


def test_mine_are_mine_and_the_units_are_the_units(house: House, some: list[Inquiry]) -> None:
    client = logged_in(house.caseworker)
    assert rows(client, "/staff/?who=mine") == 3
    assert rows(client, "/staff/?who=unit") == 5
    assert rows(logged_in(house.youth_worker), "/staff/?who=unit") == 0


def test_who_has_no_deadline_is_shown_the_way_to_the_units(
    house: House, some: list[Inquiry]
) -> None:
    way = 'href="?who=unit">Se enhedens frister</a>'
    for person, waits in (
        (house.secretary, True),
        (house.caseworker, False),
        (house.youth_worker, False),
    ):
        page = logged_in(person).get("/staff/?who=mine")
        assert (way in page.content.decode()) is waits, person.role
        assert ("Du har ingen frister lige nu." in page.content.decode()) is waits
    assert way not in logged_in(house.secretary).get("/staff/?who=unit").content.decode()


def test_opening_the_desk_is_one_line_in_the_read_log(house: House, some: list[Inquiry]) -> None:
    logged_in(house.caseworker).get("/staff/?who=mine")
    assert readings() == 1
    assert readings(purpose="desk", rows=3, by=house.caseworker) == 1


def test_the_pages_of_the_desk_repeat_and_skip_nothing(house: House) -> None:
    for number in range(60):
        factories.inquiry(
            house,
            received_at=moment("2026-12-10 09.00") + timedelta(minutes=number),
            responsible=house.caseworker,
        )
    client = logged_in(house.caseworker)
    seen: list[str] = []
    url = "/staff/?who=mine&show=all"
    for _ in range(3):
        page = client.get(url)
        seen += [row_url for _cells, row_url, _words in page.context["rows"]]
        url = f"/staff/{page.context['older_url']}"
    assert url == "/staff/"
    assert len(seen) == len(set(seen)) == 60


def test_one_persons_deadlines_of_a_day_stand_together_across_pages(house: House) -> None:
    for number in range(20):
        factories.inquiry(
            house,
            received_at=moment("2026-12-10 09.00") + timedelta(minutes=number),
            responsible=house.caseworker,
            topic=Topic.BOTH,
            person=Person(name=f"Nummer {number}", phone=f"+45200000{number:02}"),
        )
    client, url = logged_in(house.caseworker), "/staff/?who=mine&show=all"
    goals: list[str] = []
    for _ in range(3):
        page = client.get(url)
        goals += [goal for _cells, goal, _words in page.context["rows"]]
        url = f"/staff/{page.context['older_url']}"
    assert len(goals) == 60
    # Each person's three deadlines are one run of rows.
    assert len(list(groupby(goals))) == len(set(goals)) == 20


def test_on_paper_small_numbers_are_hidden_and_nobody_is_named(
    house: House, some: list[Inquiry]
) -> None:
    answer = logged_in(house.leader).get("/staff/risk/")
    kind = answer.context["tables"][0]
    assert [(soon, late) for _group, soon, late in kind.printed] == [("<5", "<5")]
    page = " ".join(answer.content.decode().split())
    assert '<span class="print-only">&lt;5</span>' in page


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (143, 149, "96 % (143 / 149)"),
        (0, 0, "96 % (0 / 0)"),
        (145, 149, "–"),
        (3, 60, "–"),
        (5, 9, "–"),
        (12, None, "96 %"),
        (9, None, "–"),
    ],
)
def test_a_measure_of_a_few_is_a_dash_on_paper(part: int, whole: int | None, printed: str) -> None:
    one = Measure("", "96 %", "", numerator=part, denominator=whole)
    assert one.printed == printed


def test_the_reason_stands_in_words_on_each_row(house: House, some: list[Inquiry]) -> None:
    page = logged_in(house.leader).get("/staff/?who=unit")
    steps = [str(cells[-1]) for cells, _url, _words in page.context["rows"]]
    assert len(set(steps)) >= 2
    assert all(steps)


def test_todays_talks_and_only_todays_stand_on_the_desk(house: House) -> None:
    for day in (NOW, NOW + timedelta(days=1)):
        slot = factories.slot(house, on=day.date(), at=time(14))
        factories.booking(slot, at=NOW)
    sections = logged_in(house.caseworker).get("/staff/").context["sections"]
    assert [len(one.rows) for one in sections] == [1]


def test_a_list_that_does_not_exist_opens_with_a_message(house: House) -> None:
    answer = logged_in(house.caseworker).get("/staff/?show=gone&after=nonsense&who=everyone")
    assert answer.status_code == 200
    assert answer.context["known"] is False


def test_the_strip_says_when_nobody_watches_the_deadlines(house: House) -> None:
    client = logged_in(house.caseworker)
    assert "sweep-silent" in client.get("/staff/").content.decode()
    sweep(at=NOW, started_at=NOW)
    assert client.get("/staff/").context["sweep"].last_at == NOW


def links(page: str) -> list[tuple[str, int]]:
    """Every linked count of the board: its address and what it says."""
    found = re.findall(r'href="(/staff/risk/deadlines/\?[^"]+)">(\d+)</a>', page)
    return [(url.replace("&amp;", "&"), int(count)) for url, count in found]


def test_every_number_of_the_board_opens_exactly_its_rows(
    house: House, some: list[Inquiry]
) -> None:
    guarantee = some[0].guarantees.get()
    explain_breach(
        guarantee_id=guarantee.pk, cause="capacity", plan="18/12", by=house.caseworker, at=NOW
    )
    client = logged_in(house.leader)
    numbers = links(client.get("/staff/risk/").content.decode())
    assert len(numbers) >= 6
    for url, count in numbers:
        assert rows(client, url) == count, url


def test_what_will_break_stands_before_what_broke(house: House, some: list[Inquiry]) -> None:
    lists = logged_in(house.leader).get("/staff/risk/").context["lists"]
    assert [len(one["rows"]) for one in lists] == [2, 2]
    page = logged_in(house.leader).get("/staff/risk/").content.decode()
    first, second = (page.index(one["rows"][0][1]) for one in lists)
    assert first < second


def measures(house: House) -> list[Measure]:
    found: list[Measure] = logged_in(house.leader).get("/staff/risk/").context["measures"]
    return found


def test_kept_by_law_and_as_promised_are_counted_apart_and_open_their_rows(
    house: House, some: list[Inquiry]
) -> None:
    offered, begun = (one.guarantees.get() for one in some[1:3])
    on = moment("2026-12-14 09.00")
    record_fact(
        guarantee_id=offered.pk,
        fact=Fact.TREATMENT_OFFERED,
        on=on.date(),
        by=house.caseworker,
        at=on,
    )
    record_fact(
        guarantee_id=begun.pk,
        fact=Fact.TREATMENT_INITIATED,
        on=on.date(),
        by=house.caseworker,
        at=on,
    )
    law, promised = measures(house)[:2]
    # By law two are late and one was begun in time; offered in time keeps Haderslev's promise.
    assert (law.numerator, law.denominator) == (1, 3)
    assert (promised.numerator, promised.denominator) == (2, 3)
    client = logged_in(house.leader)
    for measure in (law, promised):
        assert rows(client, measure.url) == measure.numerator
        assert rows(client, measure.rest_url) == (measure.denominator or 0) - rows(
            client, measure.url
        )


def test_what_is_left_out_is_counted_beside_the_figure(house: House) -> None:
    received = moment("2026-12-14 09.00")
    drugs = factories.inquiry(house, received_at=received, topic=Topic.DRUGS)
    factories.inquiry(house, received_at=received, wish=Wish.COUNSELLING)
    factories.inquiry(house, received_at=received, topic=Topic.DRUGS, person=None)
    record_fact(
        guarantee_id=drugs.guarantees.get(kind="social_drug").pk,
        fact=Fact.VISITATION_HELD,
        on=received.date(),
        by=house.caseworker,
        at=NOW,
    )
    waive(
        guarantee_id=drugs.guarantees.get(kind="social_drug").pk,
        on=received.date(),
        new_start_on=NOW.date(),
        by=house.caseworker,
        at=NOW,
    )
    left_out = [count for _words, count in measures(house)[0].left_out]
    assert left_out == [1, 1, 1, 0, 0]


def test_the_wait_is_counted_in_days_and_those_still_waiting_are_named(
    house: House, some: list[Inquiry]
) -> None:
    for inquiry, day in zip(some[:3], ("2026-12-02", "2026-12-05", "2026-12-12"), strict=True):
        at = moment(f"{day} 12.00")
        record_fact(
            guarantee_id=inquiry.guarantees.get().pk,
            fact=Fact.TREATMENT_INITIATED,
            on=at.date(),
            by=house.caseworker,
            at=at,
        )
    middle, ninetieth = measures(house)[2:4]
    # Two, four and ten days.
    assert middle.value.startswith("4 ")
    assert ninetieth.value.startswith("8,8 ")
    assert middle.left_out[0][1] == 2


def test_the_quality_officer_sees_numbers_and_nobody(house: House, some: list[Inquiry]) -> None:
    house.secretary.role, house.secretary.unit = "quality", None
    house.secretary.save()
    client = logged_in(house.secretary)
    answer = client.get("/staff/risk/")
    page = answer.content.decode()
    assert answer.context["totals"] == {"soon": 2, "late": 2}
    assert "/staff/inquiries/" not in page
    assert "ÆØ" not in page
    assert readings() == 0
    assert client.get("/staff/risk/deadlines/").status_code == 403


def test_small_numbers_leave_the_house_hidden(house: House, some: list[Inquiry]) -> None:
    answer = logged_in(house.leader).get("/staff/risk/overview.csv")
    text = answer.content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    counts = {cell for row in table for cell in row[1:] if cell[:1] in "<0123456789–"}
    assert counts <= {"<5", "0", "–"}
    assert any("Mette Åkjær" in row[0] for row in table)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([7, 9], ["7", "9"]),
        ([0, 9], ["0", "9"]),
        ([3, 9, 7], ["<5", "9", "–"]),
        ([3, 4, 9], ["<5", "<5", "9"]),
        ([2], ["<5"]),
    ],
)
def test_a_single_hidden_number_takes_another_one_with_it(
    counts: list[int], shown: list[str]
) -> None:
    assert suppressed(counts) == shown
