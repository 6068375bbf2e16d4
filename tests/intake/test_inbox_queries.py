"""The order of the inbox, its pages, and what it costs."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import RawCursor

from centre.citizens.choices import AgeGroup
from centre.citizens.models import Citizen
from intake.choices import About, Wish
from intake.models import Inquiry
from intake.queries import inbox
from intake.queries.clocks import short
from intake.rules.filter import Filter
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

TODAY = date(2026, 12, 2)


def many(house: House, count: int, **changes: Any) -> list[Inquiry]:
    first = moment("2026-12-01 09.00")
    return [
        factories.inquiry(
            house,
            received_at=first + timedelta(minutes=number // 3),
            responsible=house.caseworker,
            **changes,
        )
        for number in range(count)
    ]


def walked(house: House, who: str = "mine") -> list[Inquiry]:
    """All rows of the inbox, page by page."""
    found: list[Inquiry] = []
    place = None
    for _ in range(10):
        page = inbox.page(house.caseworker, Filter(who=who), today=TODAY, after=place)
        found += page.rows
        place = inbox.Place.read(str(page.older)) if page.older else None
        if place is None:
            break
    return found


def test_pages_repeat_and_skip_nothing_though_many_came_at_the_same_minute(house: House) -> None:
    made = many(house, 60)
    found = walked(house)
    assert len(found) == 60
    assert {one.pk for one in found} == {one.pk for one in made}


def test_fewest_days_left_come_first_and_those_without_a_deadline_last(house: House) -> None:
    day: dict[str, Any] = {"responsible": house.caseworker}
    talk = factories.inquiry(
        house, received_at=moment("2026-11-02 09.00"), wish=Wish.COUNSELLING, **day
    )
    late = factories.inquiry(house, received_at=moment("2026-12-03 09.00"), **day)
    early = factories.inquiry(house, received_at=moment("2026-12-01 09.00"), **day)
    assert walked(house) == [early, late, talk]


def test_the_inbox_shows_the_own_unit_only(house: House) -> None:
    many(house, 2, unit=house.youth)
    assert walked(house, who="unit") == []


def test_a_closed_last_day_is_not_called_a_broken_deadline(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.inquiry(house, received_at=moment("2026-12-10 09.00"), responsible=house.caseworker)
    for today, state in (("2026-12-24", "chip-at_risk"), ("2026-12-25", "chip-breached")):
        at_the_doors(monkeypatch, moment(f"{today} 09.00"))
        page = logged_in(house.caseworker).get("/staff/inquiries/").content.decode()
        assert state in page


def test_a_broken_place_in_the_address_begins_at_the_beginning(house: House) -> None:
    many(house, 1)
    answer = logged_in(house.caseworker).get("/staff/inquiries/?after=nonsense&show=gone")
    assert answer.status_code == 200
    assert len(answer.context["rows"]) == 1
    assert answer.context["left_out"] == "liste"


@pytest.mark.parametrize("url", ["/staff/", "/staff/inquiries/"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    house: House, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    at_the_doors(monkeypatch, moment("2026-12-02 09.00"))
    client = logged_in(house.caseworker)
    counts = []
    for more in (2, 18):
        many(house, more)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    # In a test's own transaction there is no BEGIN and no COMMIT.
    assert counts[1] <= 6


def test_each_opening_of_the_list_is_one_line_in_the_read_log(house: House) -> None:
    many(house, 3)
    logged_in(house.caseworker).get("/staff/inquiries/?who=mine")
    assert readings() == 1
    assert readings(purpose="inbox", rows=3) == 1


def test_lists_show_initials_and_never_a_name_or_a_number(house: House) -> None:
    many(house, 2)
    client = logged_in(house.caseworker)
    for url in ("/staff/", "/staff/inquiries/"):
        page = client.get(url).content.decode()
        assert "ÆØ" in page
        assert "Ødegård" not in page
        assert "20000001" not in page


@pytest.mark.parametrize(
    ("about", "name", "words"),
    [
        (About.SELF, "Åse Ægir", "ÅÆ, 30+ år"),
        (About.RELATIVE, "Åse Ægir", "ÅÆ, om en anden: 30+ år"),
        (About.PROFESSIONAL, "", "Uden navn, om en anden: 30+ år"),
    ],
)
def test_a_list_says_whose_the_age_is(about: str, name: str, words: str) -> None:
    citizen = Citizen(name=name)
    one = Inquiry(citizen=citizen, about=about, age_group=AgeGroup.FROM_30)
    assert short(one) == words


TABLES = ("clocks_clock", "intake_inquiry", "intake_guarantee")
FILL = """
INSERT INTO clocks_clock (id, kind, source, unit_id, responsible_id, standard_id, length, span,
    side, basis, cycle, starts_on, due_on, act_by_on, stopped_on, ended_as)
SELECT gen_random_uuid(), kind, source, unit_id, responsible_id, standard_id, length, span, side,
    basis, 1, starts_on, due_on, act_by_on, starts_on + 3, 'stop'
FROM clocks_clock, generate_series(1, 4000);
INSERT INTO intake_inquiry (id, unit_id, responsible_id, received_at, received_on, registered_at,
    channel, referrer, about, age_group, topic, wish, wants_medical, wants_inpatient, anonymous,
    citizen_agrees, note, status, closed_at, closed_by_id, form_key)
SELECT gen_random_uuid(), unit_id, responsible_id, received_at, received_on, registered_at,
    channel, referrer, about, age_group, topic, wish, false, false, true, false, '', 'started',
    registered_at, responsible_id, gen_random_uuid()
FROM intake_inquiry, generate_series(1, 4000);
-- What is not counted is taken for a handful, and joined row by row: minutes instead of a moment.
ANALYZE clocks_clock;
ANALYZE intake_inquiry;
INSERT INTO intake_guarantee (id, inquiry_id, kind, clock_id)
SELECT gen_random_uuid(), inquiry.id, 'alcohol', clock.id
FROM (SELECT id, row_number() OVER () AS n FROM intake_inquiry WHERE status = 'started') inquiry
JOIN (SELECT id, row_number() OVER () AS n FROM clocks_clock WHERE ended_as = 'stop') clock USING (n);
"""


def test_no_list_reads_a_hot_table_from_end_to_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, moment("2026-12-02 09.00"))
    many(house, 5)
    with connection.cursor() as cursor:
        # A busy machine may fill for longer than a page may ask.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(FILL)
        for table in TABLES:
            cursor.execute(f"ANALYZE {table}")
    for who, url in product((house.caseworker, house.leader), ("/staff/", "/staff/inquiries/")):
        client = logged_in(who)
        asked: list[Any] = []

        def kept(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked.append((sql, params, isinstance(context["cursor"].cursor, RawCursor)))  # noqa: B023
            return execute(sql, params, many, context)

        with connection.execute_wrapper(kept):
            assert len(client.get(url).context["rows"]) == 5
        plans = []
        for sql, params, planned in asked:
            if sql.startswith("SELECT"):
                database: Any = connection
                with database.planned() if planned else database.cursor() as cursor:
                    cursor.execute(f"EXPLAIN {sql}", params)
                    plans += [row[0] for row in cursor.fetchall()]
        read_whole = [
            line for line in plans if any(f"Seq Scan on {table} " in line for table in TABLES)
        ]
        assert read_whole == [], (who.username, url)
