"""What is asked for after the first wish has a clock of its own, on the same inquiry."""

from datetime import date, timedelta
from typing import Any

import pytest

from centre.clocks.models import Clock
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.standard.models import QualityStandard
from intake.actions.guarantee import record_fact, release
from intake.actions.inquiry import close
from intake.actions.wish import Wished, record_wish
from intake.choices import Fact, InquiryStatus, ReleaseReason, Topic
from intake.models import Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House

AT = moment("2026-12-01 09.30")
LATER = moment("2026-12-10 09.30")
THEN = date(2026, 12, 9)
FIRST = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _nine_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, LATER)


@pytest.fixture
def asked(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=AT, topic=Topic.DRUGS, responsible=house.caseworker)


def more(inquiry: Inquiry, house: House, **changes: Any) -> list[str]:
    given: dict[str, Any] = {"topic": inquiry.topic, "on": THEN, **changes}
    return record_wish(
        inquiry_id=inquiry.pk, wished=Wished(**given), by=house.caseworker, at=LATER
    )[1]


def press(house: House, inquiry: Inquiry, **data: str) -> Any:
    day = {"on_day": "9", "on_month": "12", "on_year": "2026"}
    filled = {f"more-{name}": value for name, value in {"topic": "drugs", **day, **data}.items()}
    return logged_in(house.caseworker).post(f"/staff/inquiries/{inquiry.pk}/more/", filled)


def starts(inquiry: Inquiry) -> dict[str, date]:
    return dict(inquiry.guarantees.values_list("kind", "clock__starts_on"))


@pytest.mark.parametrize("council", ["fredericia", "skanderborg"], indirect=True)
def test_medical_treatment_asked_for_later_counts_from_its_own_day(
    house: House, council: QualityStandard, asked: Inquiry
) -> None:
    for _click in range(2):
        assert press(house, asked, medical="on").status_code == 302
    medical = Clock.objects.get(kind="medical")
    assert (medical.starts_on, medical.due_on) == (THEN, date(2026, 12, 23))
    assert medical.responsible == house.caseworker
    assert [event.type for event in medical.events.all()] == ["start"]
    assert starts(asked) == {"social_drug": FIRST, "doctors_talk": FIRST, "medical": THEN}
    line = AuditEntry.objects.get(action="inquiry.wish")
    assert line.detail == {"on": "2026-12-09", "clocks": ["medical"]}
    asked.refresh_from_db()
    assert (asked.wants_medical, asked.wants_inpatient, asked.received_on) == (True, False, FIRST)


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_a_later_application_for_a_stay_has_eight_weeks_from_its_own_day(
    house: House, council: QualityStandard, asked: Inquiry
) -> None:
    assert press(house, asked, stay="on").status_code == 302
    clock = Clock.objects.get(kind="inpatient_decision")
    assert (clock.starts_on, clock.due_on) == (THEN, THEN + timedelta(weeks=8))
    assert starts(asked)["social_drug"] == FIRST


@pytest.mark.parametrize("council", ["aabenraa"], indirect=True)
def test_where_no_deadline_is_promised_for_a_stay_the_application_is_still_kept(
    house: House, council: QualityStandard, asked: Inquiry
) -> None:
    for _click in range(2):
        assert more(asked, house, stay=True) == []
    asked.refresh_from_db()
    assert asked.wants_inpatient
    assert AuditEntry.objects.filter(action="inquiry.wish").count() == 1


def test_who_is_in_treatment_can_still_ask_for_more(house: House, asked: Inquiry) -> None:
    record_fact(
        guarantee_id=asked.guarantees.get(kind="social_drug").pk,
        fact=Fact.TREATMENT_INITIATED,
        on=FIRST,
        by=house.caseworker,
        at=LATER,
    )
    asked.refresh_from_db()
    assert asked.status == InquiryStatus.STARTED
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{asked.pk}/")
    assert "more" in [one.verb for one in page.context["more_acts"]]
    assert more(asked, house, medical=True) == ["medical"]
    asked.refresh_from_db()
    assert asked.status == InquiryStatus.STARTED
    assert Clock.objects.get(kind="social_drug").stopped_on == FIRST


def test_help_for_something_else_asked_for_later_counts_from_its_own_day(
    house: House, asked: Inquiry
) -> None:
    assert more(asked, house, topic=Topic.ALCOHOL) == ["alcohol"]
    asked.refresh_from_db()
    assert asked.topic == Topic.BOTH
    assert starts(asked) == {"social_drug": FIRST, "doctors_talk": FIRST, "alcohol": THEN}


@pytest.mark.parametrize(
    "changes", [{"medical": True, "on": FIRST}, {"on": THEN}, {"medical": True, "on": LATER.date()}]
)
def test_what_was_asked_for_before_keeps_its_day(
    house: House, asked: Inquiry, changes: dict[str, Any]
) -> None:
    more(asked, house, medical=True)
    with pytest.raises(Refused):
        more(asked, house, **changes)
    assert starts(asked)["medical"] == THEN


def test_medical_treatment_is_not_for_alcohol_alone(house: House) -> None:
    drinker = factories.inquiry(house, received_at=AT, topic=Topic.ALCOHOL)
    with pytest.raises(Refused):
        more(drinker, house, medical=True)
    assert starts(drinker) == {"alcohol": FIRST}


def test_an_ended_inquiry_and_a_day_to_come_hold_no_later_wish(
    house: House, asked: Inquiry
) -> None:
    with pytest.raises(Refused):
        more(asked, house, medical=True, on=LATER.date() + timedelta(days=1))
    for one in asked.guarantees.all():
        release(
            guarantee_id=one.pk,
            on=FIRST,
            reason=ReleaseReason.WITHDRAWN,
            by=house.caseworker,
            at=LATER,
        )
    close(inquiry_id=asked.pk, status=InquiryStatus.WITHDRAWN, by=house.caseworker, at=LATER)
    with pytest.raises(Refused):
        more(asked, house, medical=True)
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{asked.pk}/")
    assert "more" not in [one.verb for one in page.context["more_acts"]]


def test_the_page_offers_it_until_everything_is_asked_for(house: House, asked: Inquiry) -> None:
    url = f"/staff/inquiries/{asked.pk}/"
    page = logged_in(house.caseworker).get(url)
    form = next(one.form for one in page.context["more_acts"] if one.verb == "more")
    assert {"medical", "stay"} <= form.fields.keys()
    assert "wish" not in [one.verb for one in page.context["acts"]]
    more(asked, house, topic=Topic.BOTH, medical=True, stay=True)
    page = logged_in(house.caseworker).get(url)
    assert "more" not in [one.verb for one in page.context["more_acts"]]


def test_no_name_no_stay_but_a_wish_for_medicine_counts(house: House) -> None:
    nobody = factories.inquiry(house, received_at=AT, topic=Topic.ALCOHOL, person=None)
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{nobody.pk}/")
    form = next(one.form for one in page.context["more_acts"] if one.verb == "more")
    assert {"medical", "stay"} & form.fields.keys() == {"medical"}
    record_wish(
        inquiry_id=nobody.pk,
        wished=Wished(topic=Topic.DRUGS, on=FIRST, medical=True),
        by=house.caseworker,
        at=AT,
    )
    kinds = set(nobody.guarantees.values_list("kind", flat=True))
    assert kinds == {"alcohol", "doctors_talk", "medical"}
