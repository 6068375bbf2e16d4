"""The plan's pages: written in rows, by two editors, by version, and on paper."""

import re
import uuid
from typing import Any

import pytest

from tests.desk import at_the_doors, readings
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import TODAY
from tests.treatment.pages import NOW, day, page, send
from treatment.models import Course, TreatmentPlan
from treatment.rules.plan import Part
from treatment.words import MISSING

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_same_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def course(house: House) -> Course:
    return cases.course(house)


def goals(**more: Any) -> dict[str, Any]:
    """A plan as its form sends it: one goal with a step, a spare row."""
    return {
        "rows": "2",
        "steps": "2",
        "goal-0-words": "Sove uden at drikke",
        "goal-0-horizon": "short",
        "goal-0-key": str(uuid.UUID(int=1)),
        "goal-0-step-0": "Gå en tur",
        "goal-0-step-0-key": str(uuid.UUID(int=2)),
        "goal-0-step-1-key": str(uuid.UUID(int=4)),
        "goal-1-horizon": "short",
        "goal-1-key": str(uuid.UUID(int=3)),
        "goal-1-step-0-key": str(uuid.UUID(int=5)),
        "goal-1-step-1-key": str(uuid.UUID(int=6)),
        "agreement": "agrees",
        "base_version": "0",
        **day("agreed_on", TODAY),
        **more,
    }


def test_a_plan_is_written_in_rows_and_read_on_the_course(house: House, course: Course) -> None:
    done = send(house, f"/staff/courses/{course.pk}/plan/", **goals())
    assert done.status_code == 302
    found = page(house, done.url)
    assert "Sove uden at drikke" in found
    assert "Gå en tur" in found
    assert "Revidér planen" in found


def test_a_number_among_the_ways_of_contact_is_masked(house: House, course: Course) -> None:
    agreed = {"follow_up_route": "other", "follow_up_detail": "Hos mor, 010190-1234"}
    send(house, f"/staff/courses/{course.pk}/plan/", **goals(**agreed))
    assert TreatmentPlan.objects.get().follow_up_detail == "Hos mor, ******-****"


def test_all_that_is_missing_is_told_at_once(house: House, course: Course) -> None:
    """The goals are not asked for only when the citizen's view is there."""
    url = f"/staff/courses/{course.pk}/plan/"
    empty = {"goal-0-words": "", "goal-0-step-0": "", "goal-1-words": "", "agreement": ""}
    refused = send(house, url, **{**goals(), **empty})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Vælg, om borgeren er enig" in text
    assert str(MISSING[Part.GOALS]) in text


def test_room_for_one_more_goal_keeps_all_that_is_typed_and_saves_nothing(
    house: House, course: Course
) -> None:
    found = send(house, f"/staff/courses/{course.pk}/plan/", **goals(methods="NADA"), more="1")
    text = found.content.decode()
    assert "Sove uden at drikke" in text
    assert "Gå en tur" in text
    assert "NADA" in text
    assert "Mål 3" in text
    assert not TreatmentPlan.objects.exists()


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
@pytest.mark.promise(49, "fredericia")
def test_the_way_of_contact_is_asked_for_where_the_council_agrees_on_it(
    house: House, course: Course
) -> None:
    url = f"/staff/courses/{course.pk}/plan/"
    refused = send(house, url, **goals(methods="MI"))
    assert refused.status_code == 422
    assert "Vælg, hvordan vi kan få fat i borgeren" in refused.content.decode()
    assert "Sove uden at drikke" in refused.content.decode()
    route = {"follow_up_route": "phone", "follow_up_detail": "20 00 00 01"}
    assert send(house, url, **goals(methods="MI", **route)).status_code == 302


def test_the_second_of_two_editors_sees_both_and_loses_nothing(
    house: House, course: Course
) -> None:
    cases.agreed(course, house)
    cases.agreed(course, house, 1, methods="Kognitiv terapi")
    url = f"/staff/courses/{course.pk}/plan/"
    mine = goals(base_version="1", why="wish", methods="NADA", timetable="Hver dag")
    refused = send(house, url, **mine)
    text = refused.content.decode()
    assert refused.status_code == 409
    for words in ("Kognitiv terapi", "NADA", "Komme i arbejde igen", "Hver dag", "Den andens"):
        assert words in text
    assert re.search(r'name="base_version" value="2"', text)
    for chosen in ('name="why" value="wish"', 'name="agreement" value="agrees"'):
        assert re.search(rf"{chosen}[^>]*checked", text)
    assert TreatmentPlan.objects.count() == 2
    done = send(house, url, **{**mine, "base_version": "2"})
    assert done.status_code == 302
    assert [one.methods for one in TreatmentPlan.objects.order_by("version")][1:] == [
        "Kognitiv terapi",
        "NADA",
    ]


def test_two_first_plans_at_once_are_shown_side_by_side_too(house: House, course: Course) -> None:
    cases.agreed(course, house)
    refused = send(house, f"/staff/courses/{course.pk}/plan/", **goals())
    assert refused.status_code == 409
    assert "Hvorfor en ny udgave?" in refused.content.decode()


@pytest.mark.parametrize(
    "council",
    [
        pytest.param("haderslev", marks=pytest.mark.promise(48, "haderslev")),
        pytest.param("fredericia", marks=pytest.mark.promise(48, "fredericia")),
    ],
    indirect=True,
)
def test_the_versions_are_compared_and_the_plan_is_printed(house: House, course: Course) -> None:
    cases.agreed(course, house)
    kept = cases.content().goals[0]
    cases.agreed(course, house, 1, goals=(kept,), methods="NADA")
    found = page(house, f"/staff/courses/{course.pk}/plan/versions/")
    assert "Udgået" in found
    assert "Komme i arbejde igen" in found
    assert "Motiverende samtale" in found
    paper = page(house, f"/staff/courses/{course.pk}/plan/print/")
    assert "Fortrolig" in paper
    assert f"Udskrevet af {house.caseworker}" in paper
    assert readings(purpose="plan print") == 1


@pytest.mark.parametrize("place", ["print", "versions"])
def test_a_plan_that_is_not_made_has_no_print_and_no_versions(
    house: House, course: Course, place: str
) -> None:
    page(house, f"/staff/courses/{course.pk}/plan/{place}/", status=404)
