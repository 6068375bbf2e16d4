"""A deadline binds no more for a reason of its own kind, on the page and in the action."""

from datetime import date
from typing import Any

import pytest

from centre.calendar import danish_day
from centre.clocks.models import Clock
from centre.refusal import Refused
from intake.actions.guarantee import release
from intake.choices import Outcome, ReleaseReason, Topic
from intake.models import Inquiry
from tests import factories
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake import cases
from tests.intake.guarantees import AT, DAY, clock_of, guarantee, later


@pytest.fixture(autouse=True)
def _the_day_after(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, later(1))


def offered(house: House, topic: Topic) -> set[str]:
    inquiry = factories.inquiry(house, received_at=AT, topic=topic)
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{inquiry.pk}/")
    acts = [*page.context["acts"], *page.context["more_acts"]]
    form = next(one.form for one in acts if one.verb == "release")
    return {key for key, _words in form.fields["reason"].choices if key}


def test_only_the_reasons_that_fit_are_offered(house: House) -> None:
    every = set(ReleaseReason.values) - {"refused"}
    assert offered(house, Topic.ALCOHOL) == every - {"declined_talk"}
    # Drug treatment brings the doctor's talk with it.
    assert offered(house, Topic.DRUGS) == every - {"admitted"}
    assert offered(house, Topic.BOTH) == every


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("social_drug", ReleaseReason.ADMITTED),
        ("social_drug", ReleaseReason.DECLINED_TALK),
        ("doctors_talk", ReleaseReason.ADMITTED),
        ("alcohol", ReleaseReason.DECLINED_TALK),
        ("alcohol", "because"),
        ("alcohol", ReleaseReason.REFUSED),
    ],
)
def test_the_action_refuses_a_reason_of_another_deadline(
    house: House, kind: str, reason: str
) -> None:
    one = guarantee(house, kind)
    with pytest.raises(Refused):
        release(guarantee_id=one.pk, on=DAY, reason=reason, by=house.caseworker, at=later(1))
    assert clock_of(one).stopped_on is None


def test_a_refusal_is_the_reason_where_a_decision_in_force_refused_help(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = cases.sent(house, outcome=Outcome.REFUSED)
    at_the_doors(monkeypatch, cases.DECIDED_AT)
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{decision.inquiry_id}/")
    form = page.context["acts"][0].form
    assert form["reason"].value() == "refused"
    assert ("refused", "Afslag givet") in form.fields["reason"].choices
    one, on = decision.inquiry.guarantees.get(), danish_day(cases.DECIDED_AT)
    for _click in range(2):
        assert press(house, decision.inquiry, "alcohol", "refused", on).status_code == 302
    clock = clock_of(one)
    assert (clock.ended_as, clock.stopped_on) == ("release", on)
    assert clock.events.get(type="release").reason == ReleaseReason.REFUSED


@pytest.mark.parametrize(
    ("kind", "status", "ended"), [("social_drug", 422, ""), ("alcohol", 302, "release")]
)
def test_admission_releases_alcohol_and_nothing_else(
    house: House, kind: str, status: int, ended: str
) -> None:
    inquiry = factories.inquiry(house, received_at=AT, topic=Topic.BOTH)
    assert press(house, inquiry, kind, "admitted").status_code == status
    assert Clock.objects.get(kind=kind).ended_as == ended


def press(house: House, inquiry: Inquiry, kind: str, reason: str, on: date = DAY) -> Any:
    data = {
        "guarantee": str(inquiry.guarantees.get(kind=kind).pk),
        "reason": reason,
        "on_day": str(on.day),
        "on_month": str(on.month),
        "on_year": str(on.year),
    }
    filled = {f"release-{name}": value for name, value in data.items()}
    return logged_in(house.caseworker).post(f"/staff/inquiries/{inquiry.pk}/release/", filled)
