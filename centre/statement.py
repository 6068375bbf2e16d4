"""A question as the database reads it: put together once, asked as often as it is needed.

To put one together from its parts takes Django longer than the database takes to answer. Whoever
keeps one keeps it under all that it was made from, a person's `Rights` among that: what is kept is
the question, never an answer, and it is another question as soon as any of these is another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, ClassVar, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BooleanField, Expression, Field, Func, Model, QuerySet
from django.db.models.query import ModelIterable
from psycopg.sql import Literal

Row = TypeVar("Row", bound=Model)
# Where a value stands in a text that Django has put together; a percent sign is written twice.
_MARK = re.compile(r"(%s|%%)")


@dataclass(frozen=True)
class Statement:
    """The text and the values of a question, which are always the same."""

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
        return _found(self._text, ()) if self.sql else []

    @cached_property
    def _text(self) -> str:
        left = iter(self.values)
        return "".join(
            _written(next(left)) if part == "%s" else part for part in _MARK.split(self.sql)
        )


class Told(Expression):
    """The place of a value in a `Question`: it is told at each asking, under this name."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class OneOf(Func):
    """`key = ANY(array)`: the keys are found once, and the rows by them.

    Of `key IN (…)` among many joins the planner thinks last, after reading every row.
    """

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()


class Question(Generic[Row]):
    """Rows with all that is joined to them, asked for again and again with other values.

    Django puts it together once, with `Told` where a value is to come; the database plans it once a
    connection. What never differs stands in the text, where the planner sees it.
    """

    def __init__(self, rows: QuerySet[Row]) -> None:
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._texts, self._names = [""], list[str]()
        try:
            text, values = self._compiler.as_sql()
        except EmptyResultSet:
            return
        left = iter(values)
        for part in _MARK.split(text):
            if part != "%s":
                self._texts[-1] += part
            elif isinstance(value := next(left), Told):
                self._texts.append("")
                self._names.append(value.name)
            else:
                self._texts[-1] += _written(value)

    def rows(self, **told: Any) -> list[Row]:
        """The rows as they are now; what can never find anything is not asked.

        A `Statement` that is told stands in its place as the array of what it finds.
        """
        text, values = self._texts[0], list[Any]()
        for name, after in zip(self._names, self._texts[1:], strict=True):
            value = told[name]
            if isinstance(value, Statement):
                text += f"ARRAY({value.sql}){after}"
                values += value.values
            else:
                text += f"%s{after}"
                values.append(value)
        if not text:
            return []
        found = _found(text, values)
        return list(ModelIterable(cast("QuerySet[Row]", _Answer(self._compiler, found))))


@dataclass(frozen=True)
class _Answer:
    """What the database found, as Django's own reading of rows takes it from a query."""

    compiler: Any
    found: Sequence[tuple[Any, ...]]
    db = DEFAULT_DB_ALIAS
    _known_related_objects: ClassVar[dict[Any, Any]] = {}

    @property
    def query(self) -> "_Answer":
        return self

    def get_compiler(self, using: str) -> "_Answer":
        return self

    def execute_sql(self, **_how: Any) -> Any:
        return [self.found]

    def __getattr__(self, name: str) -> Any:
        # Which column is whose, and how each is read: the compiler that wrote the text knows.
        return getattr(self.compiler, name)


def _found(text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """What the database answers. It plans a text that it is asked often once a connection."""
    with connections[DEFAULT_DB_ALIAS].planned() as cursor:  # type: ignore[attr-defined]
        cursor.execute(_numbered(text), values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _written(value: Any) -> str:
    """A value as it stands in a text, where `%` is written twice."""
    return Literal(value).as_string(connection.connection).replace("%", "%%")


def _numbered(text: str) -> str:
    """The text as the database itself counts the values."""
    numbers = count(1)
    return _MARK.sub(lambda one: "%" if one[0] == "%%" else f"${next(numbers)}", text)
