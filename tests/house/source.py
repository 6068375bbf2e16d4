"""Our own source, as the house rules read it."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = ("intake", "treatment", "followup", "complaints", "reporting")
OURS = ("centre", *FLOORS, "config", "tests")


@lru_cache
def files(*tops: str, migrations: bool = False) -> tuple[Path, ...]:
    """Every Python file under these folders, relative to the project."""
    found = (path for top in tops or OURS for path in sorted((ROOT / top).rglob("*.py")))
    return tuple(
        path.relative_to(ROOT) for path in found if migrations or "migrations" not in path.parts
    )


@lru_cache
def tree(path: Path) -> ast.Module:
    """The file as Python sees it."""
    return ast.parse((ROOT / path).read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, those within others too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the name to the last statement, the docstring not counted."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def app_folders() -> list[Path]:
    """The folder of each of our Django apps, relative to the project."""
    return sorted({path.parent for path in files("centre", *FLOORS) if path.name == "apps.py"})


def room_of(path: Path, app: Path) -> str:
    """The room a file of an app stands in: `actions/plan.py` is in `actions`."""
    return path.relative_to(app).parts[0].removesuffix(".py")


@lru_cache
def dotted(path: Path) -> frozenset[str]:
    """Every name a file uses that is written with dots, `csv.writer`, and every module it imports."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            found.add(ast.unparse(node))
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module), *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return frozenset(found)
