"""What is shown can be translated: the catalogue's tools read no words inside an f-string."""

import ast
from collections.abc import Iterator
from typing import TypeGuard

from tests.house.source import files, tree

MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}


def hidden(source: ast.AST) -> Iterator[int]:
    """The lines on which words to be translated stand inside an f-string."""
    for outer in ast.walk(source):
        if isinstance(outer, ast.JoinedStr):
            yield from (node.lineno for node in ast.walk(outer) if is_told(node))


def is_told(node: ast.AST) -> TypeGuard[ast.Call]:
    """Is this `_("words")`? `_(name)` translates what is told elsewhere."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
        return False
    return node.func.id in MARKS and isinstance(node.args[0], ast.Constant)


def test_no_words_to_be_translated_hide_inside_an_f_string() -> None:
    ours = files("centre", "intake", "treatment", "followup", "complaints", "reporting", "config")
    assert [f"{path}:{line}" for path in ours for line in hidden(tree(path))] == []


def test_hidden_words_are_found() -> None:
    assert list(hidden(ast.parse("f'{_(\"now: %(now)s\")}'"))) == [1]
    assert list(hidden(ast.parse("f'{_(words)}' + _('now')"))) == []
