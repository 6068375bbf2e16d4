"""Working through the list: what a colleague does meanwhile moves nobody and is told."""

import uuid

import pytest

from intake.actions.inquiry import record_attempt
from intake.models import ContactAttempt, Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House

AT = moment("2026-12-02 09.30")


@pytest.fixture
def found(house: House, monkeypatch: pytest.MonkeyPatch) -> Inquiry:
    at_the_doors(monkeypatch, AT)
    return factories.inquiry(
        house, received_at=moment("2026-12-01 09.00"), responsible=house.caseworker
    )


def test_what_a_colleague_tried_meanwhile_is_told_before_a_second_attempt_is_saved(
    house: House, found: Inquiry
) -> None:
    client = logged_in(house.caseworker)
    url = f"/staff/inquiries/{found.pk}/"
    assert 'name="attempt-seen" value="0"' in client.get(url).content.decode()
    record_attempt(
        inquiry_id=found.pk, channel="phone", outcome="not_reached", by=house.colleague, at=AT
    )
    sent = {
        "attempt-seen": "0",
        "attempt-outcome": "message_left",
        "attempt-channel": "phone",
        "attempt-note": "Ærø",
        "attempt-form_key": str(uuid.uuid4()),
    }
    answer = client.post(f"{url}attempt/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lars" in page and "Ærø" in page and 'name="attempt-seen" value="1"' in page
    assert ContactAttempt.objects.count() == 1
    for _pressed in range(2):
        assert client.post(f"{url}attempt/", sent | {"attempt-seen": "1"}).status_code == 302
    assert ContactAttempt.objects.count() == 2


def test_the_walk_goes_from_the_list_through_the_page_and_back(
    house: House, found: Inquiry
) -> None:
    client = logged_in(house.caseworker)
    query = "who=unit&show=call&channel=phone"
    _cells, url, _words = client.get(f"/staff/inquiries/?{query}").context["rows"][0]
    page = client.get(url).content.decode()
    told = query.replace("&", "&amp;")
    assert f'href="/staff/inquiries/?{told}"' in page
    assert f'name="list" value="{told}&amp;after=2026-12-15~' in page
    form = {"attempt-outcome": "not_reached", "attempt-channel": "phone"}
    walk = {"list": url.partition("?")[2], "attempt-form_key": str(uuid.uuid4())}
    saved = client.post(f"/staff/inquiries/{found.pk}/attempt/", form | walk)
    assert saved.headers["Location"] == url
    wrong = client.post(f"/staff/inquiries/{found.pk}/attempt/", walk)
    assert wrong.status_code == 422
    assert f'name="list" value="{told}&amp;after=2026-12-15~' in wrong.content.decode()


def test_one_click_in_the_list_takes_what_nobody_answers_for_and_opens_it(
    house: House, found: Inquiry
) -> None:
    nobodys = factories.inquiry(house, received_at=moment("2026-12-01 10.00"))
    client = logged_in(house.colleague)
    rows = client.get("/staff/inquiries/?who=unit&show=unassigned")
    page = rows.content.decode()
    take = f"/staff/inquiries/{nobodys.pk}/take/"
    assert page.count(take) == 1 and f"{found.pk}/take/" not in page
    answer = client.post(take, {"list": "who=unit&show=unassigned"})
    assert answer.headers["Location"].startswith(f"/staff/inquiries/{nobodys.pk}/?who=unit")
    nobodys.refresh_from_db()
    assert nobodys.responsible == house.colleague
    # Too late: it has somebody, and stays theirs.
    late = logged_in(house.caseworker).post(take, {"list": "who=unit"})
    assert late.status_code == 409
    nobodys.refresh_from_db()
    assert nobodys.responsible == house.colleague
    secretary = logged_in(house.secretary).get("/staff/inquiries/?who=unit")
    assert "/take/" not in secretary.content.decode()
