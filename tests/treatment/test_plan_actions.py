"""A version of the treatment plan is agreed, and the day of its review begins to count."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from centre.calendar import danish_moment
from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from intake.choices import Fact
from intake.models import GuaranteeFact
from tests import factories
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import TODAY
from treatment.actions.ending import go_on, rest
from treatment.actions.plan import Outdated, agree_plan
from treatment.models import Course, Goal, PlanReview, TreatmentPlan
from treatment.queries.plan import content_of
from treatment.rules.plan import GoalWords, PlanContent

pytestmark = pytest.mark.django_db
LATER = TODAY + timedelta(days=60)


@pytest.fixture
def course(house: House) -> Course:
    return cases.running(house)


def agree(course: Course, house: House, content: PlanContent, **changes: Any) -> TreatmentPlan:
    told: dict[str, Any] = {
        "base_version": 0,
        "form_key": uuid.uuid4(),
        "by": house.caseworker,
        "at": danish_moment(content.agreed_on, time(15)),
    }
    return agree_plan(course_id=course.pk, content=content, **{**told, **changes})


@pytest.mark.promise(47, "haderslev")
def test_a_plan_is_kept_as_it_was_said_goal_by_goal(course: Course, house: House) -> None:
    told = cases.content()
    plan = agree(course, house, told)
    assert content_of(plan) == told
    sub = Goal.objects.get(part_of__isnull=False)
    assert sub.part_of is not None
    assert sub.part_of.words == "Sove uden at drikke"
    assert (plan.version, plan.decision) == (1, course.decision)
    assert AuditEntry.objects.filter(action="plan.agree").count() == 1
    assert GuaranteeFact.objects.get(fact=Fact.PLAN_MADE).on == TODAY


@pytest.mark.promise(47, "haderslev")
def test_a_goal_keeps_its_key_through_all_versions(course: Course, house: House) -> None:
    cases.agreed(course, house)
    kept = GoalWords(uuid.UUID(int=1), "Sove uden at drikke hele ugen")
    cases.agreed(course, house, 1, agreed_on=LATER, goals=(kept,))
    words = Goal.objects.filter(key=kept.key).order_by("plan__version").values_list("words")
    assert [one for (one,) in words] == ["Sove uden at drikke", "Sove uden at drikke hele ugen"]


@pytest.mark.promise(48, "haderslev")
@pytest.mark.parametrize(
    "council",
    ["haderslev", pytest.param("rebild", marks=pytest.mark.promise(48, "rebild"))],
    indirect=True,
)
def test_each_version_stops_the_old_day_of_review_and_starts_the_next(
    course: Course, house: House
) -> None:
    cases.agreed(course, house)
    first = Clock.objects.get(kind="plan_review")
    assert (first.due_on, first.responsible, first.citizen) == (
        date(2027, 3, 10),
        house.caseworker,
        course.citizen,
    )
    cases.agreed(course, house, 1, agreed_on=LATER)
    first.refresh_from_db()
    second = Clock.objects.open().get(kind="plan_review")
    assert (first.stopped_on, first.ended_as) == (LATER, "stop")
    assert (second.starts_on, second.due_on) == (LATER, date(2027, 5, 8))
    assert PlanReview.objects.count() == 2


@pytest.mark.parametrize("council", ["aabenraa", "fredericia", "skanderborg"], indirect=True)
def test_where_the_standard_gives_no_interval_no_clock_runs(course: Course, house: House) -> None:
    cases.agreed(course, house)
    assert not Clock.objects.filter(kind="plan_review").exists()


@pytest.mark.promise(48, "skanderborg")
@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_an_offer_that_is_evaluated_has_a_day_of_review(house: House) -> None:
    young = factories.inquiry(house, received_at=cases.ASKED_AT, age_group="18_29")
    one = cases.running(house, cases.decision(house, young, offer="individual_youth"))
    cases.agreed(one, house)
    assert Clock.objects.get(kind="plan_review").due_on == date(2027, 3, 10)


@pytest.mark.parametrize(
    ("council", "changed", "sentence"),
    [
        pytest.param(
            "fredericia",
            {"follow_up_route": "", "follow_up_detail": ""},
            "få fat i borgeren",
            marks=pytest.mark.promise(49, "fredericia"),
        ),
        pytest.param(
            "skanderborg",
            {"follow_up_route": "", "follow_up_detail": ""},
            "få fat i borgeren",
            marks=pytest.mark.promise(49, "skanderborg"),
        ),
        pytest.param(
            "rebild", {"tasks": ""}, "hvem der gør hvad", marks=pytest.mark.promise(47, "rebild")
        ),
        ("haderslev", {"goals": ()}, "mindst ét mål"),
    ],
    indirect=["council"],
)
def test_what_the_councils_plan_must_hold_is_asked_for(
    course: Course, house: House, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        agree(course, house, replace(cases.content(), **changed))
    assert not TreatmentPlan.objects.exists()


@pytest.mark.parametrize("council", ["fredericia", "skanderborg", "aabenraa"], indirect=True)
@pytest.mark.promise(47, "fredericia", "skanderborg", "aabenraa")
def test_a_whole_plan_is_taken_as_it_is(course: Course, house: House) -> None:
    assert agree(course, house, cases.content()).version == 1


def test_the_second_of_two_editors_is_told_and_the_first_ones_plan_stands(
    course: Course, house: House
) -> None:
    cases.agreed(course, house)
    cases.agreed(course, house, 1, methods="Kognitiv terapi")
    mine = cases.content(why="wish", methods="NADA")
    with pytest.raises(Outdated):
        agree(course, house, mine, base_version=1, by=house.colleague)
    last = course.plans.last()
    assert last is not None
    assert (last.version, last.methods) == (2, "Kognitiv terapi")
    assert agree(course, house, mine, base_version=2, by=house.colleague).version == 3


def test_the_same_form_twice_is_one_version(course: Course, house: House) -> None:
    key = uuid.uuid4()
    found = [agree(course, house, cases.content(), form_key=key) for _again in range(2)]
    assert found[0] == found[1] == TreatmentPlan.objects.get()
    assert Clock.objects.filter(kind="plan_review").count() == 1
    with pytest.raises(Refused, match="andre svar"):
        agree(course, house, cases.content(methods="NADA"), form_key=key)


@pytest.mark.parametrize(
    ("base_version", "changed"),
    [
        (0, {"why": "review"}),
        (0, {"agreed_on": date(2026, 11, 30)}),
        (1, {"why": "first"}),
        (1, {"why": "wish", "agreed_on": TODAY - timedelta(days=1)}),
    ],
)
def test_a_version_that_cannot_be_is_refused_in_words(
    course: Course, house: House, base_version: int, changed: dict[str, Any]
) -> None:
    if base_version:
        cases.agreed(course, house)
    told = replace(cases.content(), **changed)
    with pytest.raises(Refused):
        agree(course, house, told, base_version=base_version, at=cases.AT)
    assert TreatmentPlan.objects.count() == base_version


def test_nothing_is_agreed_tomorrow(course: Course, house: House) -> None:
    with pytest.raises(Refused, match="ikke kommet endnu"):
        agree(course, house, cases.content(agreed_on=TODAY + timedelta(days=1)), at=cases.AT)


def test_a_goal_stands_in_a_version_once(course: Course, house: House) -> None:
    twice = (GoalWords(uuid.UUID(int=1), "Sove"), GoalWords(uuid.UUID(int=1), "Spise"))
    with pytest.raises(Refused):
        agree(course, house, cases.content(goals=twice))


def test_the_plan_of_an_ended_treatment_is_left_as_it_is(course: Course, house: House) -> None:
    Course.objects.update(status="ended", ended_on=TODAY)
    with pytest.raises(Refused, match="afsluttet"):
        agree(course, house, cases.content())


def test_the_review_rests_when_the_treatment_ends_and_runs_again_when_it_was_a_mistake(
    course: Course, house: House
) -> None:
    cases.agreed(course, house)
    told: dict[str, Any] = {"by": house.caseworker, "at": cases.AT + timedelta(hours=9)}
    rest(course, **told)
    clock = Clock.objects.get(kind="plan_review")
    assert clock.ended_as == "release"
    go_on(course, **told)
    clock.refresh_from_db()
    assert (clock.stopped_on, clock.due_on) == (None, date(2027, 3, 10))
