"""Who answers for an inquiry: at registering, by taking it, and whom one may choose."""

from typing import Any

import pytest

from centre.clocks.models import Clock
from centre.refusal import Refused
from intake.actions.inquiry import assign
from intake.models import Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, register_data
from tests.factories import House, UserFactory

URL = "/staff/inquiries/new/"
NOW = moment("2026-12-10 10.00")


@pytest.fixture(autouse=True)
def _thursday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


def offered(house: House, who: str) -> tuple[str, list[str]]:
    """What the page has chosen already, and what can be chosen."""
    field = logged_in(getattr(house, who)).get(URL).context["share"]["responsible"]
    return str(field.value() or ""), [str(value) for value, _words in field.field.choices]


def registered(house: House, who: str, **changes: Any) -> Inquiry:
    """Register as the page stands when it is opened, but for the changes."""
    chosen = {"responsible": offered(house, who)[0], **changes}
    logged_in(getattr(house, who)).post(URL, register_data(**chosen))
    return Inquiry.objects.get()


def test_whoever_registers_answers_for_it_and_for_its_deadlines(house: House) -> None:
    assert registered(house, "caseworker").responsible == house.caseworker
    assert Clock.objects.get().responsible == house.caseworker


def test_a_secretary_registers_for_others(house: House) -> None:
    chosen, choices = offered(house, "secretary")
    assert (chosen, "me" in choices) == ("", False)
    assert str(house.caseworker.pk) in choices
    assert registered(house, "secretary").responsible is None


def test_a_leader_shares_out_but_may_take_it(house: House) -> None:
    chosen, choices = offered(house, "leader")
    assert (chosen, "me" in choices) == ("", True)
    assert registered(house, "leader", responsible="me", unit=str(house.adults.pk)).responsible == (
        house.leader
    )


def test_a_colleague_of_the_unit_can_be_chosen_and_nobody_else(house: House) -> None:
    _chosen, choices = offered(house, "caseworker")
    assert choices == ["me", "", str(house.colleague.pk)]
    data = register_data(responsible=str(house.leader.pk))
    assert logged_in(house.caseworker).post(URL, data).status_code == 422
    assert not Inquiry.objects.exists()
    colleague = str(house.colleague.pk)
    assert registered(house, "caseworker", responsible=colleague).responsible == house.colleague


@pytest.mark.parametrize("council", ["skanderborg"], indirect=True)
def test_what_goes_to_another_unit_is_nobodys_there_and_that_is_said(
    house: House, council: object
) -> None:
    client = logged_in(house.caseworker)
    data = register_data(age_group="18_29", responsible="me")
    answer = client.post(URL, data, follow=True)
    assert (Inquiry.objects.get().unit, Inquiry.objects.get().responsible) == (house.youth, None)
    assert answer.redirect_chain[-1][0] == "/staff/inquiries/"
    (told,) = [str(one) for one in answer.context["messages"]]
    assert "Ungerådgivningen" in told
    assert "24. december 2026" in told


def test_one_sentence_tells_what_began(house: House) -> None:
    data = register_data(topic="both", responsible="me")
    answer = logged_in(house.caseworker).post(URL, data, follow=True)
    (told,) = [str(one) for one in answer.context["messages"]]
    assert str(house.caseworker) in told
    assert told.count("24. december 2026 (sidste åbne dag 23. december)") == 1
    assert "lægesamtale" in told


def test_the_same_form_with_other_answers_says_that_they_were_not_kept(house: House) -> None:
    client = logged_in(house.caseworker)
    client.post(URL, register_data(), follow=True)
    same = client.post(URL, register_data(), follow=True)
    changed = client.post(URL, register_data(note="Ring efter kl. 15"), follow=True)
    levels = [[one.level_tag for one in page.context["messages"]] for page in (same, changed)]
    assert levels == [["success"], ["warning"]]
    assert Inquiry.objects.get().note == ""


FORETOLD = {
    "about": "self", "age_group": "30_plus", "topic": "drugs", "wish": "treatment",
    "referrer": "self", "received_on_day": "10", "received_on_month": "12",
    "received_on_year": "2026",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "frist 24. december 2026 (sidste åbne dag 23. december)"),
        ({"received_on_day": "1"}, "frist 15. december 2026."),
        ({"wish": "counselling"}, ""),
        ({"extras": ["anonymous"]}, ""),
        ({"topic": ""}, ""),
        ({"received_on_day": "11"}, ""),
        ({"received_on_year": "0001"}, ""),
        ({"received_on_year": "99999"}, ""),
    ],
)
def test_the_deadline_is_foretold_and_nothing_kept(
    house: House, changes: dict[str, Any], said: str
) -> None:
    answer = logged_in(house.caseworker).post(f"{URL}deadline/", {**FORETOLD, **changes})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert (said in text) if said else text == ""
    assert not Inquiry.objects.exists()


@pytest.fixture
def nobodys(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=moment("2026-12-09 09.00"))


def take(house: House, inquiry: Inquiry, by: Any) -> Any:
    return logged_in(by).post(f"/staff/inquiries/{inquiry.pk}/take/", {})


def test_what_is_nobodys_is_taken_with_one_click(house: House, nobodys: Inquiry) -> None:
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{nobodys.pk}/")
    assert page.context["take"].verb == "take"
    for _click in range(2):
        assert take(house, nobodys, house.caseworker).status_code == 302
    nobodys.refresh_from_db()
    assert nobodys.responsible == house.caseworker
    assert logged_in(house.caseworker).get(page.request["PATH_INFO"]).context["take"] is None


def test_taking_never_takes_it_out_of_a_colleagues_hands(house: House, nobodys: Inquiry) -> None:
    take(house, nobodys, house.colleague)
    answer = take(house, nobodys, house.caseworker)
    assert answer.status_code == 409
    nobodys.refresh_from_db()
    assert nobodys.responsible == house.colleague


@pytest.mark.parametrize("who", ["secretary", "leader"])
def test_only_who_may_answer_for_it_is_asked_to_take_it(
    house: House, nobodys: Inquiry, who: str
) -> None:
    page = logged_in(getattr(house, who)).get(f"/staff/inquiries/{nobodys.pk}/")
    assert (page.context["take"] is not None) == (who == "leader")


@pytest.mark.parametrize(("who", "sees_the_leader"), [("caseworker", False), ("leader", True)])
def test_only_whom_one_may_choose_is_offered(
    house: House, nobodys: Inquiry, who: str, sees_the_leader: bool
) -> None:
    page = logged_in(getattr(house, who)).get(f"/staff/inquiries/{nobodys.pk}/")
    form = next(one.form for one in page.context["acts"] if one.verb == "assign")
    people = {value for value, _words in form.fields["to"].choices if value}
    expected = {str(house.caseworker.pk), str(house.colleague.pk)}
    assert people == expected | ({str(house.leader.pk)} if sees_the_leader else set())
    for chosen in people:
        answer = logged_in(getattr(house, who)).post(
            f"/staff/inquiries/{nobodys.pk}/assign/", {"assign-to": chosen}
        )
        assert answer.status_code == 302


def test_the_action_itself_refuses_whom_one_may_not_choose(house: House, nobodys: Inquiry) -> None:
    own_leader = UserFactory.create(username="unit_leader", role="leader", unit=house.adults)
    with pytest.raises(Refused):
        assign(inquiry_id=nobodys.pk, to=house.leader, by=house.caseworker, at=NOW)
    assign(inquiry_id=nobodys.pk, to=own_leader, by=house.caseworker, at=NOW)
    nobodys.refresh_from_db()
    assert nobodys.responsible == own_leader
