"""What a browser is told of every answer, whoever gave it: a page, a file, a refusal, a crash."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client, override_settings

from centre.post.choices import LetterKind
from tests.access.addresses import RULES, address, patterns, somebody
from tests.access.conftest import Filled
from tests.centre.post.constraints import letter
from tests.desk import logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'",
    "font-src 'self'", "connect-src 'self'", "form-action 'self'", "object-src 'none'",
    "frame-ancestors 'none'", "base-uri 'none'",
}  # fmt: skip
TOLD = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PATHS = (
    "/.git/HEAD", "/.git/config", "/.svn/entries", "/.env", "/.env.production", "/.htaccess",
    "/.local/keys", "/.venv/pyvenv.cfg", "/admin/", "/admin/login/", "/administrator/", "/api/",
    "/api/v1/users", "/graphql", "/swagger.json", "/openapi.json", "/metrics", "/debug/",
    "/__debug__/", "/silk/", "/server-status", "/phpinfo.php", "/wp-login.php", "/manage.py",
    "/config/settings.py", "/requirements.lock", "/pyproject.toml", "/package.json", "/Dockerfile",
    "/docker-compose.yml", "/Makefile", "/backup.sql", "/dump.sql", "/db.sqlite3", "/backup.zip",
    "/static/", "/static/../manage.py", "/static/%2e%2e/manage.py", "/static/..%2fmanage.py",
    "/static/.git/HEAD", "/static/css/", "/static/css/../../manage.py", "/media/", "/media/../.env",
    "/tid/../.env", "/%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "/proc/self/environ", "/evil.example",
    "/health/../staff/", "/health/?full=1&debug=1", "/staff/admin/", "/staff/../.env", "/accounts/login/",
    "/cgi-bin/test", "/actuator/env", "/console", "/_ignition/health-check", "/vendor/", "/node_modules/",
    "/locale/", "/templates/staff.html", "/tests/", "/id_rsa", "/.ssh/id_rsa", "/.aws/credentials",
    "/sitemap.xml.gz", "/crossdomain.xml", "/clientaccesspolicy.xml", "/trace.axd", "/elmah.axd",
    "/jmx-console/", "/solr/", "/setup.py", "/test", "/old/", "/.DS_Store", "/robots.txt~",
    "/tmp/", "/log", "/logs/app.log",
)  # fmt: skip


def told_of(answer: Any) -> dict[str, str]:
    """What is missing of what every answer bears."""
    missing = {name: word for name, word in TOLD.items() if answer.get(name) != word}
    policy = {one.strip() for one in answer.get("Content-Security-Policy", "").split(";")}
    wanted = POLICY
    if "sandbox" in policy:
        # A file of somebody's: whatever it is, it may do nothing at all.
        wanted = {"sandbox", "default-src 'none'", "frame-ancestors 'none'"}
    elif answer.get("Content-Type") == "application/pdf":
        # A browser's own reader of PDFs brings styles of its own; nobody may frame it either.
        wanted = {"frame-ancestors 'none'", "base-uri 'none'"}
    if not wanted <= policy:
        missing["Content-Security-Policy"] = str(wanted - policy)
    return missing


@pytest.fixture
def house(filled: Filled) -> House:
    return filled.house


@pytest.fixture
def rows(filled: Filled) -> dict[str, Any]:
    return filled.rows


@pytest.mark.threat("T17", "T28")
@pytest.mark.parametrize("role", ["leader", "administrator", "stranger"])
def test_every_page_says_what_may_be_done_with_it_and_is_kept_by_nobody(
    house: House, rows: dict[str, Any], role: str
) -> None:
    client = Client() if role == "stranger" else logged_in(somebody(house, role))
    kinds = set()
    for name, path, _one in patterns():
        if "<" in path and name not in RULES:
            continue
        answer = client.get(address(name, rows) if name in RULES else "/" + path)
        assert told_of(answer) == {}, (name, answer.status_code)
        assert "no-store" in answer["Cache-Control"], name
        assert "Access-Control-Allow-Origin" not in answer
        kinds.add((answer.status_code, answer.get("Content-Type", "").split(";")[0]))
    if role == "leader":
        assert {(200, "text/csv"), (200, "application/pdf"), (405, "text/html")} <= kinds


def away(*_asked: Any) -> None:
    raise OperationalError


def refused_host(house: House) -> Any:
    return Client().get("/", headers={"host": "evil.example"})


def without_token(house: House) -> Any:
    return Client(enforce_csrf_checks=True).post("/tid/", {"about": "self"})


def too_large(house: House) -> Any:
    return logged_in(house.caseworker).post("/staff/inquiries/new/", {"note": "x" * 2_000_000})


def database_away(house: House) -> Any:
    client = logged_in(house.caseworker)
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        return client.get("/staff/")


def shut(house: House) -> Any:
    return logged_in(house.doctor).get("/staff/hours/")


def to_https(house: House) -> Any:
    with override_settings(SECURE_SSL_REDIRECT=True):
        return Client().get("/tid/?a=1")


def without_slash(house: House) -> Any:
    return Client().get("/tid")


def styles(house: House) -> Any:
    answer = Client().get("/static/css/traedesten.css")
    closed(answer)
    return answer


def closed(answer: Any) -> None:
    """Shut the file of an answer; the end of a request would take the test's database along."""
    for close in getattr(answer, "_resource_closers", ()):
        close()


@pytest.mark.threat("T17", "T32")
@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (refused_host, 400), (without_token, 403), (shut, 403), (too_large, 413), (database_away, 503),
        (to_https, 301), (without_slash, 301), (styles, 200),
    ],
)  # fmt: skip
def test_an_answer_that_no_page_gave_says_it_too(
    house: House, ask: Callable[[House], Any], status: int
) -> None:
    answer = ask(house)
    assert answer.status_code == status
    assert told_of(answer) == {}


@pytest.mark.threat("T17")
def test_a_crash_says_it_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(**_asked: Any) -> None:
        raise ZeroDivisionError("Ærø 0505209996")

    monkeypatch.setattr("intake.queries.slots.next_free", wrong)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert told_of(answer) == {}


@pytest.mark.threat("T17", "T21")
def test_a_letter_is_framed_by_nobody(house: House) -> None:
    kept = letter(house, kind=LetterKind.DECISION)
    answer = logged_in(house.caseworker).get(f"/staff/letters/{kept.pk}/")
    assert answer["Content-Type"] == "application/pdf"
    assert told_of(answer) == {}


@pytest.mark.threat("T32")
def test_what_is_tried_at_every_site_is_not_there(house: House) -> None:
    assert len(PATHS) >= 80
    client = logged_in(house.administrator)
    for path in PATHS:
        answer = client.get(path, follow=True)
        chain = [where for where, _status in answer.redirect_chain]
        assert not [where for where in chain if "evil" in where and where.startswith("//")], path
        if answer.status_code == 200:
            # The health page and the house's own pages may be asked for in odd ways.
            asked = str(answer.request["PATH_INFO"])
            assert asked.startswith(("/health/", "/staff/")), path
        else:
            missing = {503} if path.startswith("/health/") else set()
            assert answer.status_code in {301, 400, 403, 404} | missing, path
        page = b"".join(answer) if answer.streaming else answer.content
        closed(answer)
        for word in (b"root:x:", b"SECRET_KEY", b"Traceback", b"[core]", b"urlpatterns"):
            assert word not in page, path
        for header in ("X-Powered-By", "Server", "X-Django-Version"):
            assert header not in answer.headers


@pytest.mark.threat("T32")
def test_no_page_names_a_version(house: House, rows: dict[str, Any]) -> None:
    from django import get_version

    client = logged_in(house.administrator)
    for path in (
        "/health/",
        "/",
        "/staff/login/",
        "/nowhere/",
        "/staff/operation/",
        "/staff/help/",
    ):
        assert get_version() not in client.get(path).content.decode(), path


@pytest.mark.threat("T28")
def test_after_the_logout_the_page_that_was_seen_is_asked_for_anew(house: House) -> None:
    client = logged_in(house.caseworker)
    assert "no-store" in client.get("/staff/")["Cache-Control"]
    left = client.post("/staff/logout/")
    assert '"cache"' in left["Clear-Site-Data"]
    assert client.get("/staff/").headers["Location"].startswith("/staff/login/")


@pytest.mark.threat("T14")
def test_every_cookie_is_for_the_server_alone(house: House) -> None:
    client = logged_in(house.caseworker)
    client.get("/staff/")
    public = Client()
    public.post("/tid/", {"about": "self"})
    public.get("/tid/alder/")
    found = {**dict(client.cookies), **dict(public.cookies)}
    assert {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.FORM_COOKIE_NAME,
    } <= set(found)
    for name, one in found.items():
        assert one["httponly"], name
        assert one["samesite"] in ("Lax", "Strict"), name
        assert one["path"] == "/"
        assert not one["domain"]
        assert len(f"{name}={one.value}") < 4096
