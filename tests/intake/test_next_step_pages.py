"""One next step: the desk, the inbox and the page say the same of the same person."""

from datetime import time, timedelta
from typing import Any

import pytest

from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup
from intake.actions.guarantee import explain_breach, record_fact, record_letter
from intake.actions.inquiry import record_attempt
from intake.choices import Fact, NextStep, Outcome, Topic, Wish
from intake.models import Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake import cases

NOW = moment("2026-12-12 10.00")


@pytest.fixture(autouse=True)
def _saturday(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


def asked(house: House, days: int, **changes: Any) -> Inquiry:
    changes.setdefault("responsible", house.caseworker)
    return factories.inquiry(house, received_at=NOW - timedelta(days=days), **changes)


def tried(house: House, inquiry: Inquiry, outcome: str = "not_reached") -> Inquiry:
    record_attempt(
        inquiry_id=inquiry.pk, channel="phone", outcome=outcome, by=house.caseworker, at=NOW
    )
    return inquiry


def explained(house: House, inquiry: Inquiry) -> Inquiry:
    promise = inquiry.guarantees.get()
    explain_breach(
        guarantee_id=promise.pk, cause="capacity", plan="Mandag.", by=house.caseworker, at=NOW
    )
    return inquiry


def written_to(house: House, inquiry: Inquiry) -> Inquiry:
    promise = inquiry.guarantees.get()
    record_letter(guarantee_ids=[promise.pk], on=NOW.date(), by=house.caseworker, at=NOW)
    return inquiry


def agreed(house: House, inquiry: Inquiry, fact: Fact = Fact.FIRST_MEETING_AGREED) -> Inquiry:
    record_fact(
        guarantee_id=inquiry.guarantees.get().pk,
        fact=fact,
        on=NOW.date(),
        by=house.caseworker,
        at=NOW,
    )
    return inquiry


def with_talk(house: House, days: int, *, closed: bool = False) -> Inquiry:
    on = (NOW + timedelta(days=days)).date()
    slot = factories.slot(house, on=on, at=time(15 if closed else 14))
    booking = factories.booking(slot, at=NOW - timedelta(days=5), wish=Wish.TREATMENT)
    if closed:
        slot.closed_at, slot.closed_by = NOW, house.leader
        slot.save()
    inquiry = booking.booking.inquiry
    Inquiry.objects.filter(pk=inquiry.pk).update(responsible=house.caseworker)
    return Inquiry.objects.get(pk=inquiry.pk)


CASES: dict[str, Any] = {
    "assign": lambda house: asked(house, 1, responsible=None),
    "call": lambda house: asked(house, 1),
    "wait": lambda house: asked(house, 1, person=None),
    "write": lambda house: asked(house, 1, person=Person(name="Kim", email="kim@example.dk")),
    "try_again": lambda house: tried(house, asked(house, 1)),
    "letter": lambda house: tried(house, asked(house, 11), "reached"),
    "assess": lambda house: written_to(house, tried(house, asked(house, 11), "reached")),
    "decision": lambda house: agreed(
        house, tried(house, asked(house, 2), "reached"), Fact.VISITATION_HELD
    ),
    "first_contact": lambda house: agreed(
        house, written_to(house, tried(house, asked(house, 11), "reached")), Fact.DECIDED
    ),
    "first_contact agreed": lambda house: agreed(house, tried(house, asked(house, 11), "reached")),
    "explain": lambda house: asked(house, 15),
    "plan": lambda house: tried(house, explained(house, asked(house, 15))),
    "doctors_talk": lambda house: tried(house, asked(house, 2, topic=Topic.DRUGS), "reached"),
    "consents": lambda house: tried(
        house, asked(house, 2, topic=Topic.DRUGS, age_group=AgeGroup.FROM_15), "reached"
    ),
    "advise": lambda house: tried(house, asked(house, 2, wish=Wish.COUNSELLING), "reached"),
    "meet": lambda house: with_talk(house, 2),
    "attendance": lambda house: with_talk(house, -2),
    "call_closed": lambda house: with_talk(house, 2, closed=True),
}


def last_cells(client: Any, url: str, inquiry: Inquiry) -> set[str]:
    rows = client.get(url).context["rows"]
    return {str(cells[-1]) for cells, goal, _words in rows if str(inquiry.pk) in goal}


@pytest.mark.parametrize("name", CASES)
def test_desk_inbox_and_page_name_the_same_next_step(house: House, name: str) -> None:
    inquiry = CASES[name](house)
    client = logged_in(house.caseworker)
    case = client.get(f"/staff/inquiries/{inquiry.pk}/").context["case"]
    assert case.step == name.split(maxsplit=1)[0]
    words = {str(case.step.label)}
    assert last_cells(client, "/staff/inquiries/?who=unit", inquiry) == words
    if inquiry.guarantees.exists():
        # Also where two deadlines of one person stand under each other.
        assert last_cells(client, "/staff/?who=unit", inquiry) == words


@pytest.mark.parametrize("days", [0, 20])
def test_after_a_refusal_the_deadline_is_to_be_ended_late_or_not(
    house: House, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    decision = cases.sent(house, outcome=Outcome.REFUSED)
    at_the_doors(monkeypatch, cases.DECIDED_AT + timedelta(days=days))
    client = logged_in(house.caseworker)
    page = client.get(f"/staff/inquiries/{decision.inquiry_id}/")
    words = {str(NextStep.RELEASE.label)}
    assert page.context["case"].step == NextStep.RELEASE
    assert page.context["acts"][0].verb == "release"
    assert last_cells(client, "/staff/inquiries/?who=unit", decision.inquiry) == words
    assert last_cells(client, "/staff/?who=unit", decision.inquiry) == words


FIRST = {
    "assign": "assign", "call": "attempt", "try_again": "attempt", "letter": "letter",
    "explain": "explain", "consents": "consent", "doctors_talk": "doctors-talk",
    "assess": "assess", "decision": "assess", "first_contact": "first-contact",
    "advise": "close", "call_closed": "attempt",
}  # fmt: skip


def test_what_was_granted_begins_with_its_course_and_not_with_a_bare_fact(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = cases.sent(house)
    at_the_doors(monkeypatch, cases.DECIDED_AT)
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{decision.inquiry_id}/")
    assert page.context["case"].step == NextStep.FIRST_CONTACT
    assert [str(one.words) for one in page.context["steps"]] == [
        "Opret den behandling, der er bevilget"
    ]
    assert not any(one.lead for one in page.context["acts"])
    assert "first-contact" not in {one.verb for one in page.context["acts"]}
    assert "first-contact" in {one.verb for one in page.context["more_acts"]}


@pytest.mark.parametrize("name", FIRST)
def test_the_act_of_the_next_step_stands_first_and_open(house: House, name: str) -> None:
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{CASES[name](house).pk}/")
    first = page.context["acts"][0]
    assert (first.verb, first.lead) == (FIRST[name], True)
    assert f'id="act-{first.verb}" open' in " ".join(page.content.decode().split())


def test_the_list_of_calls_holds_whom_the_step_says_to_call_and_no_one_without_a_number(
    house: House,
) -> None:
    made = {name: case(house) for name, case in CASES.items()}
    rows = logged_in(house.caseworker).get("/staff/inquiries/?who=unit&show=call").context["rows"]
    goals = " ".join(goal for _cells, goal, _words in rows)
    listed = {name for name, inquiry in made.items() if str(inquiry.pk) in goals}
    # Nobody answers for the first, and the deadline of the last is broken: calling helps both.
    assert listed == {"assign", "call", "explain"}


def test_who_cannot_be_called_about_a_closed_time_is_marked(house: House) -> None:
    slot = factories.slot(house, on=(NOW + timedelta(days=2)).date())
    factories.booking(slot, at=NOW, person=None)
    slot.closed_at, slot.closed_by = NOW, house.leader
    slot.save()
    section = logged_in(house.caseworker).get("/staff/").context["sections"][0]
    assert section.rows[0][0][-1].startswith("Intet nummer")
