"""One letter is opened as the sheet that was sent, by those who may see the citizen, and it is logged."""

from datetime import timedelta
from typing import Any

import pytest

from centre.citizens.models import Citizen
from centre.post.actions import send_letter
from centre.post.models import Letter
from centre.records.actions import give_reason
from centre.records.models import ReadEntry
from centre.staff.choices import UnitKind
from centre.staff.models import User
from tests.centre.post.letters import letter
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House
from tests.there import there

pytestmark = pytest.mark.django_db
AT = moment("2026-11-23 10.15")


@pytest.fixture
def kept(house: House, monkeypatch: pytest.MonkeyPatch) -> Letter:
    at_the_doors(monkeypatch, AT)
    return send_letter(
        kind="decision",
        citizen=Citizen.objects.create(created_on=AT.date(), name="Ærø Ødegård"),
        unit=house.adults,
        text=letter(),
        channel="letter",
        previewed=None,
        by=house.caseworker,
        at=AT,
    )


def opened(user: User, kept: Letter) -> Any:
    return logged_in(user).get(f"/staff/letters/{kept.pk}/")


def test_the_unit_opens_the_sheet_that_was_sent(house: House, kept: Letter) -> None:
    for user in (house.caseworker, house.colleague, house.leader):
        answer = opened(user, kept)
        assert answer.content == kept.pdf
        assert answer["Content-Type"] == "application/pdf"


def test_neither_browser_nor_folder_keeps_a_trace_of_whom_it_is_about(
    house: House, kept: Letter
) -> None:
    answer = opened(house.caseworker, kept)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'inline; filename="brev.pdf"'


def test_a_browsers_own_reader_may_show_the_sheet_but_no_frame(house: House, kept: Letter) -> None:
    answer = opened(house.caseworker, kept)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "object-src" not in policy
    assert "default-src" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_each_opening_leaves_one_line_and_a_refusal_none(house: House, kept: Letter) -> None:
    opened(house.caseworker, kept)
    line = ReadEntry.objects.get()
    assert (line.purpose, line.row, line.row_id) == ("letter", "post.Letter", str(kept.pk))
    assert (line.citizen_id, line.by) == (kept.citizen_id, house.caseworker)
    for user, status in (
        (house.secretary, 404),
        (house.youth_worker, 404),
        (house.doctor, 404),
        (house.administrator, 403),
    ):
        assert opened(user, kept).status_code == status
    assert readings() == 1


def test_a_reason_opens_the_letters_of_one_citizen_for_an_hour(
    house: House, kept: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason: dict[str, Any] = {
        "reason": "contact",
        "text": "Ringede selv.",
        "by": house.youth_worker,
        "at": AT,
    }
    look_up, _new = give_reason(citizen_id=there(kept.citizen_id), **reason)
    assert opened(house.youth_worker, kept).status_code == 200
    assert ReadEntry.objects.get().look_up == look_up
    assert not Letter.objects.for_user(house.youth_worker).exists()
    at_the_doors(monkeypatch, AT + timedelta(hours=1))
    assert opened(house.youth_worker, kept).status_code == 404


def test_no_reason_opens_what_was_written_in_anonymous_treatment(
    house: House, kept: Letter
) -> None:
    type(house.adults).objects.filter(pk=house.adults.pk).update(kind=UnitKind.ANONYMOUS)
    reason: dict[str, Any] = {
        "reason": "contact",
        "text": "Ringede selv.",
        "by": house.youth_worker,
        "at": AT,
    }
    give_reason(citizen_id=there(kept.citizen_id), **reason)
    assert opened(house.youth_worker, kept).status_code == 404


def test_a_list_of_letters_is_the_newest_first_and_opens_no_sheet(
    house: House, kept: Letter
) -> None:
    (found,) = Letter.objects.for_user(house.caseworker).in_order()
    assert found.get_deferred_fields() == {"text", "pdf"}
    assert found.title == kept.title
