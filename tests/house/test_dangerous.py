"""What no file of the house may do, wherever it stands: the rules a reader cannot hold by eye."""

import ast
import re
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.forms import ModelForm

from tests.house import source

HOUSE = source.files("centre", *source.FLOORS, "config", migrations=False)
# They speak SQL, each with its values apart; `reporting/live` only checks what was lived.
SPEAK_SQL = {
    "centre/clocks/actions/sweep.py", "centre/clocks/queries/health.py", "centre/drafts/actions.py",
    "centre/guard.py", "centre/post/actions/outbox.py", "centre/records/actions.py",
    "centre/records/queries.py", "centre/retention/actions/carry_out.py",
    "centre/retention/actions/months.py", "centre/retention/queries/preview.py", "centre/rows.py",
    "centre/statement.py", "config/database/base.py",
    "config/local/councils.py", "config/local/postgres.py", "followup/queries/due.py",
    "intake/queries/compliance.py", "intake/queries/inbox.py", "reporting/live/check/sql.py",
    "reporting/live/digest.py", "reporting/management/commands/registers.py",
    "reporting/queries/board.py", "reporting/queries/deliveries.py", "reporting/actions/odd.py",
    "reporting/queries/odd.py",
}  # fmt: skip
SQL = {"execute", "executemany", "raw", "extra", "RawSQL", "copy", "execute_values"}
# The mail server is asked through Django; whoever starts the house looks whether it answers.
NETWORK = {
    "socket", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "urllib3", "ftplib",
    "smtplib", "telnetlib", "xmlrpc.client",
}  # fmt: skip
SPEAK_TO_OTHERS = {
    # Only the kinds of fault a mail server may answer with.
    "centre/post/actions/outbox.py": {"smtplib"},
    # The council's provider of logins, and of it only what lies at the issuer's own origin.
    "centre/account/provider.py": {"requests"},
}
RUNS_CODE = {"eval", "exec", "compile", "__import__"}
UNPACKS = {
    "pickle", "marshal", "shelve", "dill", "yaml", "xml.etree.ElementTree", "lxml", "os.system",
    "os.popen",
}  # fmt: skip
DRAWS = {
    "centre/clocks/words.py", "centre/file/queries/citizen.py",
    "centre/forms/templatetags/dkfds.py", "centre/forms/templatetags/tables.py",
}  # fmt: skip


def of_the_servers(path: Path) -> bool:
    """What starts and looks after the local servers is no page."""
    return path.is_relative_to("config/local")


@lru_cache
def calls(path: Path) -> tuple[ast.Call, ...]:
    """What a file calls; each file is walked through once."""
    return tuple(node for node in ast.walk(source.tree(path)) if isinstance(node, ast.Call))


def plainly_called(path: Path) -> set[str]:
    """The names that are called without a dot before them."""
    return {node.func.id for node in calls(path) if isinstance(node.func, ast.Name)}


def called(path: Path) -> set[str]:
    """The names of what a file calls, whatever stands before them."""
    dotted = {node.func.attr for node in calls(path) if isinstance(node.func, ast.Attribute)}
    return dotted | plainly_called(path)


def mentions(path: Path, *words: str) -> bool:
    """Whether a file holds one of the words at all, in a remark too."""
    text = (source.ROOT / path).read_text()
    return any(word in text for word in words)


@pytest.mark.threat("T31")
def test_sql_is_spoken_in_a_few_places_only() -> None:
    speaking = {str(path) for path in HOUSE if called(path) & SQL}
    assert speaking - SPEAK_SQL == set()


@pytest.mark.threat("T31")
def test_no_view_and_no_form_speaks_sql() -> None:
    assert [one for one in SPEAK_SQL if "/views" in one or "/forms" in one] == []


@pytest.mark.threat("T20")
def test_the_house_asks_nobody_outside() -> None:
    """No webhook, no import, no address that somebody typed is ever asked: there is nothing to bend."""
    found = {
        str(path): source.dotted(path) & NETWORK
        for path in HOUSE
        if source.dotted(path) & NETWORK and not of_the_servers(path)
    }
    assert {
        place: told for place, told in found.items() if told - SPEAK_TO_OTHERS.get(place, set())
    } == {}


@pytest.mark.threat("T34")
def test_nothing_that_was_sent_is_run_or_unpacked() -> None:
    for path in HOUSE:
        assert not plainly_called(path) & RUNS_CODE, path
        assert not source.dotted(path) & UNPACKS, path
        if not of_the_servers(path):
            assert "subprocess" not in source.dotted(path), path


@pytest.mark.threat("T19")
def test_no_page_is_let_off_the_token() -> None:
    """But one, which a server asks and no browser: what it sends is signed by the provider."""
    for path in HOUSE:
        let_off = {
            node.name
            for node in ast.walk(source.tree(path))
            if isinstance(node, ast.FunctionDef)
            and any("csrf" in ast.unparse(mark) for mark in node.decorator_list)
        }
        if let_off or mentions(path, "csrf_exempt", "requires_csrf_token"):
            assert (str(path), let_off) == ("centre/account/views/council.py", {"ended"})


@pytest.mark.threat("T18")
def test_markup_is_made_in_templates() -> None:
    for path in HOUSE:
        if str(path) not in DRAWS:
            assert "SafeString" not in called(path), path
        assert not mentions(path, "mark_safe"), path
    for template in sorted((source.ROOT / "templates").rglob("*.*")):
        text = template.read_text()
        # A mail is plain text: nothing in it is markup, and "&" is "&".
        unescaped = (
            r"\|\s*safe(seq)?\b"
            if template.suffix == ".txt"
            else r"\|\s*safe(seq)?\b|autoescape\s+off"
        )
        assert not re.search(unescaped, text), template


@pytest.mark.threat("T12")
def test_a_form_names_each_field_it_takes() -> None:
    """No form is made from a table, and no row from all that was sent."""
    assert [
        one.__name__ for one in every(ModelForm) if one.__module__.startswith(source.OURS)
    ] == []
    for path in HOUSE:
        for node in calls(path):
            for keyword in node.keywords:
                spread = ast.unparse(keyword.value) if keyword.arg is None else ""
                assert not re.search(r"request\.(POST|GET)|\.data\b", spread), path
            if getattr(node.func, "id", "") == "setattr":
                assert not re.search(r"request\.(POST|GET)", ast.unparse(node)), path


def every(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from every(one)


HOSTILE = (
    "0",
    "a",
    " ",
    "a@",
    "/",
    "0 ",
    "<",
    "(",
    "a.",
    "-",
    "é",
    "\n",
    "a-",
    "+45",
    "?",
    "010190-",
)
LENGTH = 20_000


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that stands in a module of the house."""
    import config.urls  # noqa: F401 - loads every page

    for name, module in sorted(sys.modules.items()):
        if name.startswith(
            (
                "centre.",
                "intake.",
                "treatment.",
                "followup.",
                "complaints.",
                "reporting.",
                "config.",
            )
        ):
            for word, value in vars(module).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{name}.{word}", value


@pytest.mark.threat("T30")
def test_no_pattern_takes_long_over_any_text() -> None:
    """Twenty thousand letters in a moment: what grows with the square of them takes many seconds."""
    found = dict(patterns())
    assert len(found) > 15
    slow = {}
    for name, pattern in found.items():
        for piece in HOSTILE:
            text = (piece * LENGTH)[:LENGTH] + "!"
            began = time.process_time()
            pattern.search(text)
            pattern.fullmatch(text)
            took = time.process_time() - began
            if took > 0.3:
                slow[name, piece] = took
                break
    assert slow == {}
