"""The one door to a citizen's file: the scope is checked, the reader is logged, or nothing is shown."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404

from centre.citizens.models import Citizen
from centre.records.door import open_list, open_one
from centre.records.models import ReadEntry
from intake.models import Inquiry
from tests import factories
from tests.conftest import moment
from tests.factories import House

pytestmark = pytest.mark.django_db
AT = moment("2026-12-10 09.30")


@dataclass
class Request:
    """As much of a request as the door looks at."""

    user: Any
    request_id: str = "0123456789ab"


@pytest.fixture
def inquiry(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=AT)


def opened(inquiry: Inquiry, reader: Any) -> Inquiry:
    rows = Inquiry.objects.for_user(reader)
    return open_one(rows, inquiry.pk, reader=Request(reader), purpose="open", at=AT)


@pytest.mark.threat("T1", "T24")
def test_every_reading_says_who_saw_whom_in_which_role_and_why(
    inquiry: Inquiry, house: House
) -> None:
    assert opened(inquiry, house.caseworker) == inquiry
    line = ReadEntry.objects.get()
    assert (line.by, line.role, line.purpose) == (house.caseworker, "caseworker", "open")
    assert (line.citizen, line.row, line.row_id) == (
        inquiry.citizen,
        "intake.Inquiry",
        str(inquiry.pk),
    )
    assert (line.at, line.rows, line.request_id) == (AT, 1, "0123456789ab")


def test_the_file_of_a_citizen_is_logged_as_the_citizens(inquiry: Inquiry, house: House) -> None:
    reader = Request(house.caseworker)
    open_one(Citizen.objects.all(), inquiry.citizen_id, reader=reader, purpose="file", at=AT)
    assert ReadEntry.objects.get().citizen_id == inquiry.citizen_id


@pytest.mark.threat("T10")
@pytest.mark.parametrize("who", ["youth_worker", "administrator"])
def test_what_is_out_of_scope_is_not_found_and_nobody_is_said_to_have_read_it(
    inquiry: Inquiry, house: House, who: str
) -> None:
    with pytest.raises(Http404):
        opened(inquiry, getattr(house, who))
    assert not ReadEntry.objects.exists()


@pytest.mark.threat("T24")
def test_when_the_log_cannot_be_written_nothing_is_shown(
    inquiry: Inquiry, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_lines: Any) -> None:
        raise DatabaseError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(ReadEntry.objects, "bulk_create", full)
        with pytest.raises(DatabaseError), transaction.atomic():
            opened(inquiry, house.caseworker)
        with pytest.raises(DatabaseError), transaction.atomic():
            open_list(
                [inquiry], model=Inquiry, reader=Request(house.caseworker), purpose="x", at=AT
            )


@pytest.mark.threat("T2")
@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_list_is_one_line_with_its_number_of_rows_an_empty_one_too(
    house: House, number: int
) -> None:
    rows = [factories.inquiry(house, received_at=AT) for _ in range(number)]
    open_list(rows, model=Inquiry, reader=Request(house.caseworker), purpose="inbox", at=AT)
    line = ReadEntry.objects.get()
    assert (line.rows, line.citizen, line.row) == (number, None, "intake.Inquiry")
