"""The file put together from parts: order, pages without repetition or gap, and no part swallowed."""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from centre.file.choices import ICONS, Kind
from centre.file.queries import Card, Entry, File, Part, Step, Whose, file_of
from centre.paging import Place
from centre.records.models import AuditEntry
from centre.staff.models import User
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
NOBODYS = uuid.UUID(int=7)
# Of two apps, which keep their rows in tables of their own.
LOWER, UPPER = "lower", "upper"
HERE = "tests.centre.file.test_parts"


def _lines(whose: Whose, row: str, kind: Kind) -> list[Entry]:
    rows = AuditEntry.objects.filter(row=row)
    return [
        Entry(one.at, "Mette", one.action, id=one.pk, kind=kind) for one in whose.latest(rows, kind)
    ]


def lower(_user: User, whose: Whose, at: datetime) -> Part:
    day = at.date()
    return Part(
        steps=[Step("whenever", "/a/"), Step("soon", "/b/", day)],
        cards=[Card("course", "/c/")],
        entries=_lines(whose, LOWER, Kind.TREATMENT),
        responsible=list(User.objects.filter(username__in=["caseworker", "colleague"])),
    )


def upper(_user: User, whose: Whose, at: datetime) -> Part:
    """Each row of it is two lines of the same moment."""
    lines = _lines(whose, UPPER, Kind.COMPLAINT)
    day = at.date() - timedelta(days=1)
    return Part(
        steps=[Step("sooner", "/d/", day)],
        cards=[Card("complaint", "/e/")],
        entries=[one for line in lines for one in (line, line)],
        responsible=list(User.objects.filter(username="caseworker")),
    )


def failing(_user: User, _whose: Whose, _at: datetime) -> Part:
    raise LookupError("not half a file")


@pytest.fixture
def parts(settings: Any) -> Any:
    settings.FILE_PARTS = [f"{HERE}.lower", f"{HERE}.upper"]
    return settings


def written(house: House, seed: int, number: int = 40) -> list[AuditEntry]:
    """Lines of both apps, many of them at one moment."""
    chance = random.Random(seed)
    rows = [
        AuditEntry(
            at=AT - timedelta(minutes=chance.choice((0, 0, 1, 2, chance.randrange(5)))),
            by=house.caseworker,
            action=str(one),
            row=chance.choice((LOWER, UPPER)),
            row_id="1",
        )
        for one in range(number)
    ]
    return AuditEntry.objects.bulk_create(rows)


def pages(house: House, most: int, only: str = "") -> Iterator[File]:
    after: Place | None = None
    while True:
        whose = Whose(NOBODYS, after=after, only=only, most=most)
        page = file_of(house.caseworker, whose, AT)
        yield page
        if page.older is None:
            return
        # As the address of the next page carries it.
        after = Place.read(str(page.older))


@pytest.mark.parametrize("most", [1, 3, 7, 40])
@pytest.mark.parametrize("seed", range(4))
def test_page_by_page_every_line_comes_once_and_the_latest_first(
    house: House, parts: Any, seed: int, most: int
) -> None:
    rows = written(house, seed)
    found = [one for page in pages(house, most) for one in page.entries]
    expected = [one.action for one in rows for _twice in range(1 + (one.row == UPPER))]
    assert sorted(one.what for one in found) == sorted(expected)
    moments = [one.at for one in found]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("kind", [Kind.TREATMENT, Kind.COMPLAINT, Kind.TALK])
def test_one_kind_alone_is_paged_without_the_others(house: House, parts: Any, kind: Kind) -> None:
    rows = written(house, 5)
    found = {one.id for page in pages(house, 3, kind) for one in page.entries}
    app = {Kind.TREATMENT: LOWER, Kind.COMPLAINT: UPPER}.get(kind)
    assert found == {one.pk for one in rows if one.row == app}


def test_a_page_holds_no_more_lines_than_were_asked_for_but_those_of_its_last_row(
    house: House, parts: Any
) -> None:
    written(house, 1)
    assert max(len(page.entries) for page in pages(house, 5)) <= 6


def test_steps_stand_soonest_first_and_those_without_a_day_last(house: House, parts: Any) -> None:
    file = file_of(house.caseworker, Whose(NOBODYS), AT)
    assert [one.words for one in file.steps] == ["sooner", "soon", "whenever"]
    assert [one.heading for one in file.cards] == ["course", "complaint"]


def test_who_answers_in_two_apps_is_named_once(house: House, parts: Any) -> None:
    file = file_of(house.caseworker, Whose(NOBODYS), AT)
    assert sorted(one.username for one in file.responsible) == ["caseworker", "colleague"]


def test_a_part_that_fails_is_not_swallowed(house: House, parts: Any) -> None:
    parts.FILE_PARTS = [f"{HERE}.lower", f"{HERE}.failing"]
    with pytest.raises(LookupError):
        file_of(house.caseworker, Whose(NOBODYS), AT)


@pytest.mark.parametrize("both", [{}, {"citizen_id": NOBODYS, "inquiry_id": NOBODYS}])
def test_a_file_is_somebodys(both: dict[str, Any]) -> None:
    """Neither would be the file of all who have no name."""
    with pytest.raises(ValueError, match="a file is"):
        Whose(**both)


@pytest.mark.parametrize("text", ["", "x", "1", "1~x", "~", f"{10**30}~{NOBODYS}", "-1~-1"])
def test_a_broken_place_is_the_beginning(text: str) -> None:
    assert Place.read(text) is None


def test_every_kind_has_a_shape() -> None:
    assert ICONS.keys() == set(Kind)
