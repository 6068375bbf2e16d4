"""Nothing that a browser can send breaks a page: no 500, and no word of it comes back unescaped."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.test import Client

from tests.access.addresses import RULES, address, patterns, verbs
from tests.access.conftest import Filled
from tests.centre.drafts.tools import told
from tests.desk import logged_in, register_data
from tests.factories import House
from tests.intake.public import Visitor, clock, slot_at

pytestmark = pytest.mark.django_db
WORDS = (
    "\x00",
    "²",
    "٣",
    "-1",
    "9" * 30,
    "9" * 5000,
    "æøå",
    "\ud83d",
    "1e9",
    "None",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "%s%n{}",
    "2026-13-45",
    "9999-12-31",
    "0001-01-01",
    "2026-12-07|2",
    "2026-12-07_x",
    "2026-12-07~00000000-0000-0000-0000-000000000000",
    "2026-12-07~2026-12-07T09:00:00Z~00000000-0000-0000-0000-000000000000",
    "2026-12-07~2026-12-07T09:00:00~00000000-0000-0000-0000-000000000000",
    "0001-01-01~0001-01-01T00:00:00+14:00~00000000-0000-0000-0000-000000000000",
    "9999-12-31~9999-12-31T23:59:59-14:00~00000000-0000-0000-0000-000000000000",
)
QUERY = (
    "after", "anonymous", "answer", "cause", "channel", "from", "group", "half", "how", "kept",
    "kind", "left", "more", "n", "next", "on", "responsible", "show", "slot", "span", "state",
    "topic", "unit", "who",
)  # fmt: skip


# Where one filter may hide what the next one would have broken.
FILTERED = {
    "clocks:deadlines": ("after", "cause", "kind", "responsible", "state"),
    "clocks:desk": ("after", "show", "who"),
    "intake:inbox": (
        "after",
        "anonymous",
        "channel",
        "group",
        "left",
        "responsible",
        "show",
        "topic",
        "unit",
        "who",
    ),
    "intake:calendar": ("on", "span", "who"),
}
FORM = "application/x-www-form-urlencoded"


def sent(client: Any, path: str, **fields: str) -> Any:
    """Post the fields as a browser would: byte by byte, half characters too."""
    told = {name: word.encode("utf-8", "surrogatepass") for name, word in fields.items()}
    return client.post(path, urlencode(told), content_type=FORM)


def calm() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def house(filled: Filled) -> House:
    return filled.house


@pytest.fixture
def rows(filled: Filled) -> dict[str, Any]:
    return filled.rows


each_word = pytest.mark.parametrize("word", WORDS, ids=lambda word: ascii(word)[:20])


def where(name: str, path: str, rows: dict[str, Any]) -> str:
    return address(name, rows) if name in RULES else f"/{path}"


@pytest.fixture(scope="module")
def readers(filled: Filled) -> dict[str, str]:
    """The addresses whose answer looks at what stands behind the question mark: no other breaks of it."""
    found: dict[str, str] = {}
    client = logged_in(filled.house.leader)
    with pytest.MonkeyPatch.context() as patched:
        looked: list[WSGIRequest] = []

        def looked_at(request: WSGIRequest) -> QueryDict:
            looked.append(request)
            return QueryDict(request.META["QUERY_STRING"])

        patched.setattr(WSGIRequest, "GET", property(looked_at))
        for name, path, _one in patterns():
            if name == "health" or ("<" in path and name not in RULES):
                continue
            looked.clear()
            client.get(where(name, path, filled.rows), query_params=dict.fromkeys(QUERY, "x"))
            if looked:
                found[name] = path
    return found


def test_what_is_filtered_is_known_to_look_at_its_query(readers: dict[str, str]) -> None:
    assert readers.keys() >= FILTERED.keys()
    # A page that is only ever written to, or shows one thing, has nothing to look at.
    assert not readers.keys() & {"drafts:save", "intake:assign", "post:letter", "staff:help"}


@pytest.mark.threat("T18", "T31")
@each_word
def test_no_query_breaks_a_page(
    house: House, rows: dict[str, Any], readers: dict[str, str], word: str
) -> None:
    client = logged_in(house.leader)
    told = {name: word.encode("utf-8", "surrogatepass") for name in QUERY}
    for name, path in readers.items():
        alone = ({one: told[one]} for one in FILTERED.get(name, ()))
        for given in (told, *alone):
            page = client.get(where(name, path, rows), query_params=given)
            assert page.status_code < 500, (name, list(given))
            if "html" in page.headers.get("Content-Type", ""):
                assert b"<script>alert(1)" not in page.content, name


@each_word
def test_no_field_of_the_register_form_breaks_it(house: House, word: str) -> None:
    client = logged_in(house.caseworker)
    for name in (*register_data(), "cpr", "note", "extras", "unit", "book"):
        page = sent(client, "/staff/inquiries/new/", **register_data(**{name: word}))
        assert page.status_code < 500, name


@pytest.mark.threat("T31")
@each_word
def test_no_field_of_an_act_breaks_it(house: House, rows: dict[str, Any], word: str) -> None:
    client = logged_in(house.leader)
    names = ("to", "note", "outcome", "channel", "form_key", "guarantee", "on_day", "on_month",
             "on_year", "fact", "reason", "kind", "cause", "plan", "status")  # fmt: skip
    for verb in verbs():
        fields = {f"{verb}-{name}": word for name in names}
        path = address("intake:act", rows, verb=verb)
        assert sent(client, path, list=word, next=word, **fields).status_code < 500, verb
    saved = [f"{form}-{name}" for form in ("save", str(rows["filter"].pk))
             for name in ("name", "shared_with")]  # fmt: skip
    others = ("list", *saved, "slot", "channel", "form_key", "reason", "came", "close-on_day", "close-unit",
              "close-reason", "absence-user", "absence-first_on_day")  # fmt: skip
    for name in ("intake:book", "intake:attendance", "intake:close_day", "intake:away",
                 "intake:filters", "intake:change_filter"):  # fmt: skip
        page = sent(client, address(name, rows) + "?more=1", **dict.fromkeys(others, word))
        assert page.status_code < 500, name


@pytest.mark.threat("T31")
@each_word
def test_no_field_of_the_search_breaks_it(house: House, rows: dict[str, Any], word: str) -> None:
    client = logged_in(house.youth_worker)
    assert sent(client, "/staff/search/", text=word).status_code < 500
    target = sent(client, "/staff/search/", text="20 00 00 01").context["target"]
    for field in ("target", "reason", "text", "sent"):
        told = {"target": target, "reason": "contact", "text": "Ringede.", "sent": "1", field: word}
        assert sent(client, "/staff/search/reason/", **told).status_code < 500, field


@each_word
def test_no_field_of_a_draft_breaks_it(house: House, rows: dict[str, Any], word: str) -> None:
    client = logged_in(house.caseworker)
    right = told(house.caseworker, form="inquiry.attempt", subject=str(rows["inquiry"].pk))
    content = json.dumps({word: [word]})
    for name in ("drafts:save", "drafts:open", "drafts:discard"):
        for wrong in ({one: word} for one in (*right, "list")):
            assert sent(client, address(name, rows), **{**right, **wrong}).status_code < 500, name
        page = sent(client, address(name, rows), **{**right, "content": content})
        assert page.status_code < 500, name
    for one in ("form", "subject"):
        place = {**right, one: word.encode("utf-8", "surrogatepass")}
        assert client.get("/staff/drafts/waiting/", query_params=place).status_code < 500


@each_word
def test_no_field_of_the_public_forms_breaks_them(
    house: House, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house), name="Ærø", phone="20 00 00 01")
    fields = ("about", "age_group", "topic", "treatment", "medical", "agrees", "contact", "name",
              "phone", "email", "message", "needs", "slot", "seen", "call", "reference", "code")  # fmt: skip
    for name, path, _one in patterns():
        if name not in RULES and "<" not in path:
            page = sent(visitor.client, "/" + path, **dict.fromkeys(fields, word))
            assert page.status_code < 500, path


@each_word
def test_the_check_page_takes_no_mark_but_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    visitor = Visitor(monkeypatch)
    visitor.walk(slot_at(house))
    with clock(monkeypatch, visitor.at + timedelta(minutes=1)):
        assert sent(visitor.client, "/tid/tjek/", seen=word).status_code == 409


@pytest.mark.parametrize("cookie", ["", "x", "æ", "A" * 5000, "AAAA", "\x7f", "=" * 9])
def test_a_cookie_of_somebody_elses_making_is_no_cookie(house: House, cookie: str) -> None:
    # The header as it arrives: some Pythons' own cookies refuse to hold a control character.
    kinds = ("FORM", "SESSION", "CSRF", "MESSAGE")
    names = [getattr(settings, f"{kind}_COOKIE_NAME") for kind in kinds]
    header = "; ".join(f"{name}={cookie}" for name in names).encode().decode("latin-1")
    for path in ("/", "/tid/", "/tid/tjek/", "/aftale/din/", "/aftale/flyt/", "/staff/"):
        assert calm().get(path, HTTP_COOKIE=header).status_code < 500


@pytest.mark.threat("T32")
@pytest.mark.parametrize(
    "path", ["/%ff", "/tid/%00", "/%C0%AE", "/tid/" + "a" * 3000, "/.git/HEAD"]
)
def test_a_strange_address_is_not_found_and_leads_nowhere_else(house: House, path: str) -> None:
    answer = calm().get(path)
    assert answer.status_code in (301, 302, 404)
    assert "//evil" not in answer.headers.get("Location", "")


@pytest.mark.threat("T30")
def test_a_body_that_is_too_large_is_told_so(house: House) -> None:
    client = logged_in(house.caseworker)
    client.raise_request_exception = False
    for path in ("/tid/", "/staff/inquiries/new/", "/staff/login/"):
        assert client.post(path, {"note": "x" * 2_000_000}).status_code == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"\x00\xff", "multipart/form-data"),
        (b"a=%ff%fe&b=\xff", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"a=1", "application/x-www-form-urlencoded; charset=latin-1"),
        (
            b"&".join(b"a%d=1" % number for number in range(300)),
            "application/x-www-form-urlencoded",
        ),
    ],
)
def test_a_malformed_body_is_a_wrong_form_and_no_crash(
    house: House, body: bytes, kind: str
) -> None:
    client = logged_in(house.caseworker)
    client.raise_request_exception = False
    for path in ("/tid/", "/staff/inquiries/new/", "/aftale/"):
        answer = client.post(path, data=body, content_type=kind)
        assert answer.status_code < 500
