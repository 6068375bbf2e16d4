"""A question as the database reads it: put together once, asked as often as it is needed.

To put one together from its parts takes Django longer than the database takes to answer. Whoever
keeps one keeps it under all that it was made from, a person's `Rights` among that: what is kept is
the question, never an answer, and it is another question as soon as any of these is another.
"""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


@dataclass(frozen=True)
class Statement:
    """The text and the values of a question."""

    sql: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> "Statement":
        """Of rows whose columns need nothing but the database to be read: numbers, days, texts."""
        try:
            return cls(*rows.query.sql_with_params())
        except EmptyResultSet:
            return cls("", ())

    def rows(self) -> list[tuple[Any, ...]]:
        """The answer, as it is now; what can never find anything is not asked."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
