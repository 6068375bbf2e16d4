"""Each council's own goals beside its figures (rows 122 to 126 and 132); a silent one's show none."""

from datetime import date
from typing import Any

import pytest

from centre.standard.models import QualityStandard
from intake.actions.guarantee import record_fact
from intake.choices import Fact, Topic
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.reporting.invented import AT
from tests.reporting.people import citizen, course, followed_up
from tests.reporting.test_pages import BOARD, cards

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


DISCHARGED = date(2026, 3, 2)
BEGUN = date(2026, 1, 5)


def ended(house: House, many: int, *, area: str, since: int = 0, **ending: Any) -> None:
    for number in range(since, since + many):
        name = f"{area} {number}"
        course(house, name, citizen(name), area=area, begun_on=BEGUN, ended_on=DISCHARGED, **ending)


GOALS: list[Any] = [
    pytest.param(
        *row, marks=pytest.mark.promise(122, row[0]) if number < 3 else pytest.mark.promise(123)
    )
    for number, row in enumerate(
        (
            ("aabenraa", "completed", 6, "mere end halvdelen"),
            ("haderslev", "completed", 4, "mindst 40 %"),
            ("skanderborg", "completed_well", 5, "mindst 50 %"),
            ("rebild", "free_or_reduced", 5, "mindst 50 %"),
        )
    )
]


@pytest.mark.parametrize(("council", "key", "enough", "aim"), GOALS, indirect=["council"])
def test_a_councils_own_goal_stands_beside_its_figure(
    council: QualityStandard, house: House, today: None, key: str, enough: int, aim: str
) -> None:
    client = logged_in(house.leader)
    # One of ten less than the goal asks for.
    ended(house, enough - 1, area="drugs", reason="completed", result="reduced")
    rest = 10 - enough
    ended(house, rest, area="drugs", since=20, reason="dropped_out", result="worse")
    ended(house, 1, area="drugs", since=40, reason="dropped_out", result="worse")
    card = cards(client)[key]
    goal = card.goals[0]
    assert (card.part, card.whole, goal.aim) == (str(enough - 1), "10", aim)
    assert goal.verdict == "Målet er ikke nået: der mangler 1."
    ended(house, 2, area="drugs", since=60, reason="completed", result="free")
    goal = cards(client)[key].goals[0]
    assert goal.verdict == "Målet er nået."
    assert goal.words in client.get(f"{BOARD}{key}/").content.decode()


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_a_council_without_a_goal_is_held_against_none(
    council: QualityStandard, house: House, today: None
) -> None:
    ended(house, 12, area="drugs")
    found = cards(logged_in(house.leader))
    assert found["completed"].goals == []
    assert found["completed"].value == "100 %"


@pytest.mark.parametrize(
    ("council", "key"),
    [
        pytest.param("rebild", "returned_after_free", marks=pytest.mark.promise(124, "rebild")),
        pytest.param("skanderborg", "returned", marks=pytest.mark.promise(124, "skanderborg")),
    ],
    indirect=["council"],
)
def test_who_came_back_within_a_year_is_counted(
    council: QualityStandard, house: House, today: None, key: str
) -> None:
    for number in range(12):
        name = f"person {number}"
        who = citizen(name)
        left = date(2025, 3, 2)
        course(house, name, who, begun_on=date(2025, 1, 6), ended_on=left)
        if number < 4:
            course(house, f"{name} again", who, begun_on=date(2026, 3, 2 if number < 3 else 3))
    card = cards(logged_in(house.leader))[key]
    # The fourth came back a day too late to count.
    assert (card.part, card.whole, card.value) == ("3", "12", "25 %")
    if key == "returned_after_free":
        assert (card.goals[0].aim, card.goals[0].verdict) == ("højst 25 %", "Målet er nået.")
    else:
        assert card.goals[0].verdict == "Kvalitetsstandarden sætter ikke tal på."


@pytest.mark.promise(126)
def test_move_is_to_be_granted_to_all_under_thirty(house: House, today: None) -> None:
    young: dict[str, Any] = {"area": "drugs", "begun_on": BEGUN}
    for name, offer in (("1", "move"), ("2", "move"), ("3", "individual")):
        made = course(house, name, citizen(name), offer=offer, **young)
        made.inquiry.age_group = "18_29"
        made.inquiry.save()
    card = cards(logged_in(house.leader))["move"]
    assert (card.part, card.whole) == ("2", "3")
    assert card.goals[0].verdict == "Målet er ikke nået: der mangler 1."


@pytest.mark.parametrize(
    "council",
    [
        pytest.param("haderslev", marks=pytest.mark.promise(132, "haderslev")),
        pytest.param("skanderborg", marks=pytest.mark.promise(132, "skanderborg")),
    ],
    indirect=True,
)
def test_flow_and_effect_are_reported(council: QualityStandard, house: House, today: None) -> None:
    ended(house, 12, area="alcohol", result="reduced")
    client = logged_in(house.leader)
    page = client.get(f"{BOARD}print/").content.decode()
    assert "Hvad behandlingen fører til" in page
    assert "12 af 12" in page
    assert {"guarantee_law", "waiting", "no_show"} <= cards(client).keys()


@pytest.mark.parametrize(
    ("council", "key"),
    [
        pytest.param("fredericia", "guarantee_law", marks=pytest.mark.promise(125, "fredericia")),
        pytest.param("rebild", "first_talk", marks=pytest.mark.promise(125, "rebild")),
    ],
    indirect=["council"],
)
def test_whether_people_were_met_in_time_is_held_against_the_goal(
    council: QualityStandard, house: House, today: None, key: str
) -> None:
    asked_at = moment("2026-10-01 09.00")
    for day in ("2026-10-08", "2026-10-15", "2026-10-16"):
        inquiry = factories.inquiry(house, received_at=asked_at, topic=Topic.DRUGS)
        guarantee = inquiry.guarantees.get(kind="social_drug")
        for fact in (Fact.FIRST_TALK_HELD, Fact.TREATMENT_INITIATED):
            record_fact(
                guarantee_id=guarantee.pk,
                fact=fact,
                on=date.fromisoformat(day),
                by=house.caseworker,
                at=moment("2026-10-20 09.00"),
            )
    card = cards(logged_in(house.leader))[key]
    goal = card.goals[0]
    if key == "guarantee_law":
        assert (card.part, card.whole, goal.aim) == ("2", "3", "alle")
        assert goal.verdict == "Målet er ikke nået: der mangler 1."
    else:
        assert (card.value, card.whole, goal.aim) == ("14 dage", "3", "højst 14 dage")
        assert goal.verdict == "Målet er ikke nået: 1 for mange."


@pytest.mark.promise(123)
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
@pytest.mark.parametrize("month", [1, 6])
def test_what_was_reached_is_counted_again_after_months(
    council: QualityStandard, house: House, today: None, month: int
) -> None:
    for number in range(11):
        name = f"person {number}"
        made = course(house, name, citizen(name), begun_on=BEGUN, ended_on=DISCHARGED)
        result = "reduced" if number % 2 else "stabilised"
        ending = {"outcome": "moved"} if number == 10 else {"result": result}
        followed_up(house, made, month, on=DISCHARGED, **ending)
    card = cards(logged_in(house.leader))[f"free_or_reduced_{month}"]
    assert (card.part, card.whole) == ("5", "10")
    assert {one.key: one.count for one in card.left_out}["unknown"] == "1"
    goal = card.goals[0]
    assert (goal.aim, goal.verdict) == ("mindst 50 %", "Målet er nået.")
