"""The search finds what the reader may read and nothing else, and each search is written down."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centre.journal.queries import search as searching
from centre.journal.queries.search import Asked, search
from centre.journal.rules.search import understood
from centre.journal.views import search as views
from centre.limits import Limit
from centre.post.models import Message
from centre.records.door import sought
from centre.records.models import ReadEntry, SearchAlarm
from intake.actions.search import look_up
from intake.models import Inquiry
from tests.centre.journal.cases import ASKED_AT, AT, NOW, asked, attached, passed, written
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.treatment import cases as treatment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)
    cache.clear()


def found(user: Any, text: str, **asked_for: Any) -> list[str]:
    return [one.words for one in search(Asked(user, **asked_for), understood(text)).rows]


def test_danish_words_are_found_in_heading_text_and_conferral(house: House) -> None:
    one = asked(house)
    written(one, house.doctor, text="Om samtalerne.")
    written(one, house.doctor, text="Intet.", heading="Familiesamtale")
    written(one, house.doctor, text="Intet.", kind="conferral", conferred="Overlæge Samtalesen")
    written(one, house.doctor, text="Intet.")
    assert len(found(house.doctor, "samtale")) == 3


@pytest.mark.parametrize(
    ("who", "number"),
    [("caseworker", 1), ("leader", 1), ("doctor", 2), ("secretary", 0), ("youth_worker", 0)],
)
def test_only_what_the_role_reads_of_those_it_works_with(
    house: House, who: str, number: int
) -> None:
    one = asked(house)
    written(one, house.caseworker, text="Kanariefuglen")
    written(one, house.doctor, text="Kanariefuglen")
    assert len(found(getattr(house, who), "kanariefugl")) == number


def test_what_was_passed_on_is_found(house: House) -> None:
    note = written(asked(house), house.doctor, text="Kanariefuglen")
    passed(note, house.doctor)
    assert found(house.caseworker, "kanariefugl") == ["Kanariefuglen"]


def test_a_look_up_widens_the_search_of_its_file_and_no_other(house: House) -> None:
    one = asked(house)
    written(one, house.caseworker, text="Kanariefuglen")
    assert one.citizen_id is not None
    told: dict[str, Any] = {"citizen_id": one.citizen_id, "reason": "contact", "text": "Ringede."}
    look_up(**told, by=house.youth_worker, at=NOW)
    assert found(house.youth_worker, "kanariefugl") == []
    whole = {"citizen_id": one.citizen_id, "at": NOW}
    assert found(house.youth_worker, "kanariefugl", **whole) == ["Kanariefuglen"]
    url = f"/staff/citizens/{one.citizen_id}/notes/"
    page = logged_in(house.youth_worker).post(url, {"text": "kanariefugl"})
    assert "Kanariefuglen" in page.content.decode()
    assert ReadEntry.objects.filter(purpose="search notes", look_up__isnull=False).count() == 1


def test_the_notes_of_talks_are_found_too(house: House) -> None:
    course = treatment.running(house)
    treatment.held(course, house, note="Kanariefuglen sang.")
    written(course.inquiry, house.caseworker, text="Kanariefuglen tav.", at=treatment.EVENING)
    assert found(house.caseworker, "kanariefugl") == ["Kanariefuglen tav.", "Kanariefuglen sang."]
    assert found(house.youth_worker, "kanariefugl") == []
    assert found(house.secretary, "kanariefugl") == []
    other = asked(house)
    whole = {"citizen_id": other.citizen_id, "at": treatment.EVENING}
    assert found(house.caseworker, "kanariefugl", **whole) == []


# --- Pages ---------------------------------------------------------------------------------------


def test_a_search_is_logged_by_its_hash_and_how_much_was_found(house: House) -> None:
    written(asked(house), house.caseworker, text="Kanariefuglen")
    page = logged_in(house.caseworker).post("/staff/notes/", {"text": "Kanariefuglene"})
    assert "1 notat fundet" in page.content.decode()
    line = ReadEntry.objects.get(purpose="search notes", citizen=None)
    assert (line.row, line.rows, line.citizen) == ("journal.Note", 1, None)
    assert bytes(line.criterion_hash or b"") == sought(understood("kanariefugl").criterion)
    assert "anarie" not in str(ReadEntry.objects.values())
    assert page.request["QUERY_STRING"] == ""


def test_a_search_that_finds_nothing_is_logged_too(house: House) -> None:
    page = logged_in(house.caseworker).post("/staff/notes/", {"text": "kanariefugl"})
    assert "Ingen notater passer" in page.content.decode()
    assert ReadEntry.objects.get(purpose="search notes").rows == 0


def test_across_files_no_words_of_a_note_are_shown_until_it_is_opened(house: House) -> None:
    note = written(asked(house), house.caseworker, text="Kanariefuglen", heading="Overskriften")
    page = logged_in(house.caseworker).post("/staff/notes/", {"text": "kanariefugl"})
    body = page.content.decode()
    for words in ("Kanariefuglen", "Overskriften", "Ødegård"):
        assert words not in body
    assert f"/staff/notes/{note.pk}/" in body
    assert "ÆØ" in body


def test_in_one_file_the_words_around_it_are_shown_and_the_file_is_logged(house: House) -> None:
    one = asked(house)
    written(one, house.caseworker, text="før " * 100 + "Kanariefuglen sang. " + "efter " * 100)
    url = f"/staff/citizens/{one.citizen_id}/notes/"
    body = logged_in(house.caseworker).post(url, {"text": "kanariefugl"}).content.decode()
    assert "Kanariefuglen sang." in body
    assert "… " in body
    lines = ReadEntry.objects.filter(purpose="search notes")
    assert {line.citizen_id for line in lines} == {one.citizen_id, None}
    other = f"/staff/citizens/{asked(house, unit=house.youth, topic='alcohol').citizen_id}/notes/"
    assert logged_in(house.caseworker).get(other).status_code == 404


@pytest.mark.parametrize("text", ["", "a", "…", "x" * 101, "nul\0"])
def test_what_is_no_word_is_said_at_the_field(house: House, text: str) -> None:
    page = logged_in(house.caseworker).post("/staff/notes/", {"text": text})
    assert page.status_code == 422
    assert not ReadEntry.objects.filter(purpose="search notes").exists()


@pytest.mark.parametrize(
    "after", ["x", "~", "1~2", "99999999999999999999~0b9d9d3e-8f53-4c36-9a86-3f1f2ad3f0c1"]
)
def test_a_place_that_is_none_begins_anew(house: House, after: str) -> None:
    page = logged_in(house.caseworker).post("/staff/notes/", {"text": "fugl", "after": after})
    assert page.status_code == 200


def test_who_searches_more_than_is_usual_is_stopped_and_the_leader_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "SEARCHES", Limit("note-searches", 2, 3600))
    client = logged_in(house.caseworker)
    answers = [client.post("/staff/notes/", {"text": "fugl"}).status_code for _one in range(4)]
    assert answers == [200, 200, 429, 429]
    assert SearchAlarm.objects.get().by == house.caseworker
    assert Message.objects.filter(text="searches").count() == 1


# --- Pages of hits -------------------------------------------------------------------------------


@pytest.fixture
def many(house: House) -> Inquiry:
    """Notes of a minute each, several of one moment; every third one fits."""
    one = asked(house)
    for number in range(30):
        text = f"fugl {number}" if number % 3 == 0 else "intet"
        written(one, house.caseworker, text=text, at=AT + timedelta(minutes=number // 4))
    return one


def test_pages_of_hits_neither_repeat_nor_skip(
    house: House, many: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "HITS", 3)
    monkeypatch.setattr(searching, "AT_A_TIME", 4)
    seen, after, pages = [], None, 0
    while True:
        page = search(Asked(house.caseworker), understood("fugl"), after)
        seen += [one.words for one in page.rows]
        pages += 1
        after = page.older
        if after is None:
            break
    assert sorted(seen) == sorted(f"fugl {number}" for number in range(0, 30, 3))
    assert pages >= 4
    whole = search(Asked(house.caseworker), understood("fugl")).rows
    assert [one.at for one in whole] == sorted((one.at for one in whole), reverse=True)


def test_no_more_is_looked_through_at_once_than_the_bound_and_the_reader_goes_on(
    house: House, many: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(
        many, house.caseworker, text="spurv", at=AT - timedelta(days=1), about_on=ASKED_AT.date()
    )
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 15)
    monkeypatch.setattr(searching, "AT_A_TIME", 5)
    client = logged_in(house.caseworker)
    first = client.post("/staff/notes/", {"text": "spurve"})
    assert first.context["rows"] == []
    assert "Gennemsøgt tilbage til den 10. december 2026" in first.content.decode()
    second = client.post("/staff/notes/", {"text": "spurve", "after": first.context["older"]})
    third = client.post("/staff/notes/", {"text": "spurve", "after": second.context["older"]})
    assert second.context["rows"] == []
    assert len(third.context["rows"]) == 1
    assert "Alle notater er gennemsøgt" in third.content.decode()


def test_a_search_costs_the_same_statements_however_many_fit(house: House) -> None:
    one = asked(house)

    def statements() -> int:
        with CaptureQueriesContext(connection) as run:
            logged_in(house.doctor).post("/staff/notes/", {"text": "fugl"})
        return len(run)

    attached(written(one, house.doctor, text="fugl"), house.doctor)
    few = statements()
    for number in range(20):
        written(one if number % 2 else asked(house), house.doctor, text="fugl")
    assert statements() == few


# --- Whom it showed ------------------------------------------------------------------------------


def test_whom_a_search_showed_stands_in_the_log_of_each(house: House) -> None:
    one, other, third = asked(house), asked(house), asked(house)
    for inquiry in (one, one, other):
        written(inquiry, house.caseworker, text="Kanariefuglen")
    written(third, house.caseworker, text="Intet.")
    logged_in(house.caseworker).post("/staff/notes/", {"text": "kanariefugl"})
    lines = ReadEntry.objects.filter(purpose="search notes", citizen__isnull=False)
    told = {line.citizen_id: line.rows for line in lines}
    assert told == {one.citizen_id: 2, other.citizen_id: 1}


def test_a_search_that_cannot_be_logged_whole_shows_nothing_and_leaves_no_half(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(asked(house), house.caseworker, text="Kanariefuglen")

    def fails(*_asked: Any, **_more: Any) -> None:
        raise RuntimeError("the log")

    monkeypatch.setattr(ReadEntry.objects, "bulk_create", fails)
    with pytest.raises(RuntimeError):
        logged_in(house.caseworker).post("/staff/notes/", {"text": "kanariefugl"})
    assert not ReadEntry.objects.filter(purpose="search notes").exists()


def test_long_notes_are_looked_through_so_much_at_a_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = asked(house)
    for number in range(4):
        written(one, house.caseworker, text="intet " * 100, at=AT + timedelta(minutes=number))
    monkeypatch.setattr(searching, "MOST_SIGNS", 1000)
    first = search(Asked(house.caseworker), understood("fugl"))
    assert first.older is not None
    assert search(Asked(house.caseworker), understood("fugl"), first.older).older is None
