"""Plain SQL: rows as the database has them."""

from collections import namedtuple
from typing import Any

from django.db import connection


def rows(question: str, **values: Any) -> list[Any]:
    """Every row of the answer, its columns by name."""
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        row = namedtuple("row", [column.name for column in cursor.description])  # type: ignore[misc]  # noqa: PYI024 - the columns are the question's
        return [row(*one) for one in cursor.fetchall()]
