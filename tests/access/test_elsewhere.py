"""What another site, a bot or a broken browser may not do: send, draw or drown the staff's pages."""

import io
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from intake.models import Inquiry
from tests.access.addresses import RULES, address
from tests.access.conftest import Filled
from tests.desk import logged_in, register_data
from tests.factories import House

pytestmark = pytest.mark.django_db
LINK = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
FORM = LINK
PICTURE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
SCRIPT = {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}
FRAME = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
OWN = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.fixture
def house(filled: Filled) -> House:
    return filled.house


@pytest.mark.threat("T19")
def test_a_form_of_another_site_is_refused_though_it_had_a_token(house: House) -> None:
    """The test's browser sends no token and is let by: only where it comes from refuses it."""
    client = logged_in(house.caseworker)
    before = Inquiry.objects.count()
    told = register_data(received_on_year="2025")
    for site in ("cross-site", "same-site"):
        headers = {**FORM, "sec-fetch-site": site}
        assert client.post("/staff/inquiries/new/", told, headers=headers).status_code == 403
    assert Inquiry.objects.count() == before
    assert client.post("/staff/inquiries/new/", told, headers=OWN).status_code == 302
    assert Inquiry.objects.count() == before + 1


@pytest.mark.threat("T19")
def test_the_login_too_is_sent_from_its_own_page_alone(house: House) -> None:
    told = {"username": "caseworker", "password": "x"}
    assert Client().post("/staff/login/", told, headers=FORM).status_code == 403
    assert Client().post("/staff/login/", told, headers=OWN).status_code == 422


@pytest.mark.threat("T17", "T19")
@pytest.mark.parametrize("drawn", [PICTURE, SCRIPT, FRAME])
def test_no_page_of_the_staff_is_drawn_or_loaded_in_anothers(
    filled: Filled, drawn: dict[str, str]
) -> None:
    client = logged_in(filled.house.leader)
    for name, rule in RULES.items():
        path = address(name, filled.rows)
        if "GET" in rule.methods and path.startswith("/staff/") and name != "post:caught":
            assert client.get(path, headers=drawn).status_code == 403, name


@pytest.mark.threat("T19")
def test_a_link_from_elsewhere_and_an_old_browser_are_let_in(house: House) -> None:
    client = logged_in(house.caseworker)
    for headers in (LINK, OWN, {"sec-fetch-site": "none"}, {}):
        assert client.get("/staff/", headers=headers).status_code == 200


def body(size: int) -> dict[str, Any]:
    return {"note": "kort", "file": io.BytesIO(b"x" * size)}


@pytest.mark.threat("T21", "T30")
@pytest.mark.parametrize(
    "path", ["/staff/inquiries/new/", "/staff/login/", "/tid/", "/klag/skriv/"]
)
def test_a_file_that_nobody_asked_for_is_refused_before_it_is_read(
    house: House, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django counts the fields of a form and not its files: they would fill the disk."""
    from django.core.files import uploadhandler

    read = []

    def handled(*_told: Any, **_more: Any) -> Any:
        read.append(path)
        raise AssertionError("the file was read")

    monkeypatch.setattr(uploadhandler.TemporaryFileUploadHandler, "new_file", handled)
    client = logged_in(house.caseworker)
    assert client.post(path, body(3_000_000)).status_code == 413
    assert read == []


@pytest.mark.threat("T30")
def test_a_page_that_takes_a_file_says_so_on_its_view_and_no_other_reads_one(house: House) -> None:
    client = logged_in(house.doctor)
    nobodys = f"/staff/notes/{uuid.uuid4()}/attach/"
    assert client.post(nobodys, body(3_000_000)).status_code == 404
    assert client.post(nobodys, body(50_000_000)).status_code == 413
    assert client.post("/tid/", body(3_000_000)).status_code == 413


@pytest.mark.threat("T30")
@pytest.mark.parametrize("length", ["-5", "x", "", "9" * 40])
def test_a_length_that_is_none_breaks_nothing(house: House, length: str) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/tid/", {"about": "self"}, CONTENT_LENGTH=length)
    assert answer.status_code < 500


@pytest.mark.threat("T30")
def test_more_fields_than_any_form_has_are_refused(house: House) -> None:
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS <= 200
    client = Client(raise_request_exception=False)
    assert client.post("/tid/", {f"n{one}": "1" for one in range(300)}).status_code == 400
