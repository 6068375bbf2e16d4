"""Rebild promises the doctor's talk to who asks for it: that somebody did is a fact of a day (row 86)."""

from datetime import date
from typing import Any

import pytest

from centre.standard.models import QualityStandard
from intake.choices import Fact, Topic
from intake.models import Guarantee, Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House
from tests.intake.guarantees import answers

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")
ASKED = "Borgeren bad om samtalen"


@pytest.fixture
def drugs(house: House, monkeypatch: pytest.MonkeyPatch) -> Inquiry:
    at_the_doors(monkeypatch, AT)
    received = moment("2026-12-01 10.00")
    return factories.inquiry(
        house, received_at=received, responsible=house.caseworker, topic=Topic.DRUGS
    )


def talk_of(inquiry: Inquiry) -> Guarantee:
    found: Guarantee = inquiry.guarantees.get(kind="doctors_talk")
    return found


def say(house: House, inquiry: Inquiry, fact: str, day: int) -> Any:
    sent = {"guarantee": talk_of(inquiry).pk, "fact": fact, "on_month": 12, "on_year": 2026}
    told = {f"doctors-talk-{name}": value for name, value in {**sent, "on_day": day}.items()}
    return logged_in(house.caseworker).post(f"/staff/inquiries/{inquiry.pk}/doctors-talk/", told)


@pytest.mark.promise(86, "rebild")
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_from_the_day_it_was_asked_for_fourteen_days_are_promised(
    house: House, council: QualityStandard, drugs: Inquiry
) -> None:
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{drugs.pk}/").content.decode()
    assert ASKED in page
    assert answers(talk_of(drugs), council, AT.date())[1] == "none"
    assert say(house, drugs, Fact.DOCTORS_TALK_ASKED, 4).status_code == 302
    for day, answer in ((18, "running"), (19, "breached")):
        assert answers(talk_of(drugs), council, date(2026, 12, day))[1] == answer
    # What the law gives stands where it stood, and the same is not asked twice.
    assert str(talk_of(drugs).clock.due_on) == "2026-12-15"
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{drugs.pk}/").content.decode()
    assert ASKED not in page and "Borgeren bad om lægesamtalen" in page
    assert say(house, drugs, Fact.DOCTORS_TALK_HELD, 9).status_code == 302
    assert answers(talk_of(drugs), council, date(2027, 1, 30))[1] == "kept"


def test_where_it_is_promised_to_everybody_nobody_is_asked_whether_they_did(
    house: House, council: QualityStandard, drugs: Inquiry
) -> None:
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{drugs.pk}/").content.decode()
    assert ASKED not in page
    assert say(house, drugs, Fact.DOCTORS_TALK_ASKED, 4).status_code == 422
