"""The same rooms in every app, and in each room only what belongs there."""

import ast
from pathlib import Path

import pytest

from tests.house import source

ROOMS = {
    "__init__", "apps", "choices", "rules", "models", "queries", "actions", "forms", "views",
    "tasks", "urls", "admin", "migrations", "management", "templatetags", "context",
    "middleware", "words",
}  # fmt: skip
# Rooms that one app needs for its own trade.
OWN = {
    "centre/standard": {"schema", "loader", "files", "law", "points", "handbook", "comparison", "expect"},
    "centre/account": {"mapping", "passkeys", "provider"},
    "centre/drafts": {"door"},
    "centre/records": {"door"},
    "centre/retention": {"periods.toml"},
    "centre/staff": {
        "backends", "doors", "pages", "passwords", "passwords.txt", "proof", "sessions", "throttle",
    },
    "centre/post": {"letters"},
    "reporting": {"demo", "live", "registers"},
    "centre/forms": {
        "base", "cookie", "cpr", "fields", "http", "icons", "layout", "receipt", "subset", "uploads", "widgets",
    },
}  # fmt: skip
APPS = source.app_folders()


def in_room(*rooms: str) -> list[Path]:
    """The files of these rooms in all apps."""
    return [
        path
        for app in APPS
        for path in source.files("centre", *source.FLOORS)
        if path.is_relative_to(app) and source.room_of(path, app) in rooms
    ]


@pytest.mark.parametrize("app", APPS, ids=str)
def test_an_app_has_only_the_rooms_of_the_house(app: Path) -> None:
    found = {
        path.name.removesuffix(".py")
        for path in (source.ROOT / app).iterdir()
        if path.name != "__pycache__"
    }
    assert found - ROOMS - OWN.get(str(app), set()) == set()


def called(path: Path) -> set[str]:
    """The names that a file calls, as far as they are written out: `objects`, `now`, `delay` …"""
    return {
        node.attr for node in ast.walk(source.tree(path)) if isinstance(node, ast.Attribute)
    } | {node.id for node in ast.walk(source.tree(path)) if isinstance(node, ast.Name)}


def imported(path: Path) -> set[str]:
    """The modules and names a file imports."""
    found: set[str] = set()
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return found


def test_views_ask_and_act_but_never_search_the_tables_themselves() -> None:
    assert in_room("views")
    assert [str(path) for path in in_room("views") if "objects" in called(path)] == []


def test_only_doors_look_at_the_clock() -> None:
    closed = in_room("choices", "rules", "models", "queries", "actions", "forms", "words")
    clocks = {"django.utils.timezone.now", "django.utils.timezone", "time.time"}
    assert len(closed) > 30
    assert [str(path) for path in closed if imported(path) & clocks] == []


def test_rules_know_neither_tables_nor_settings() -> None:
    rules = in_room("rules")
    assert rules
    for path in rules:
        told = {name for name in imported(path) if name.startswith("django.")}
        assert not {
            name
            for name in told
            if not name.startswith(("django.utils.translation", "django.utils.functional"))
        }, path
        assert not {name for name in imported(path) if ".models" in name or ".queries" in name}, (
            path
        )


def test_actions_queue_no_task_and_know_no_request() -> None:
    for path in in_room("actions"):
        assert not called(path) & {"delay", "apply_async", "HttpRequest"}, path
        assert not {one for one in imported(path) if ".tasks" in one or "django.http" in one}, path


def test_queries_write_nothing() -> None:
    writing = {"create", "bulk_create", "save", "delete", "bulk_update", "update_or_create"}
    for path in in_room("queries"):
        calls = {
            node.func.attr
            for node in ast.walk(source.tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not calls & writing, path


def test_no_model_hides_steps_in_save_and_no_signal_acts_behind_the_back() -> None:
    for path in in_room("models"):
        names = {one.name for one in source.functions(path)}
        assert not names & {"save", "delete"}, path
    for path in source.files("centre", *source.FLOORS, "config"):
        signals = {
            name
            for name in imported(path)
            if name.startswith(("django.db.models.signals", "django.dispatch"))
        }
        assert not signals, path


def test_a_task_has_a_name_that_a_move_does_not_change() -> None:
    for path in in_room("tasks"):
        for one in source.functions(path):
            named = [
                keyword
                for call in one.decorator_list
                if isinstance(call, ast.Call)
                for keyword in call.keywords
                if keyword.arg == "name"
            ]
            assert named, f"{path}:{one.name}"
