"""Plain SQL: rows as the database has them."""

from collections import namedtuple
from functools import lru_cache
from typing import Any

from django.db import connection


def rows(question: str, **values: Any) -> list[Any]:
    """Every row of the answer, its columns by name."""
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        row = _row(tuple(column.name for column in cursor.description))
        return [row(*one) for one in cursor.fetchall()]


@lru_cache
def _row(columns: tuple[str, ...]) -> Any:
    """Made once for each question, not again on each day."""
    return namedtuple("row", columns)  # noqa: PYI024 - the columns are the question's
