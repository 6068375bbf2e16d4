"""Rows that are born together, written in one statement; and rows read by a statement by hand.

What a visitor sends makes up to nine rows of seven tables. Told to the database one by one, each costs
a statement to build, to send, to plan and to answer: more than all their writing. So an action says
`insert(row)` where the row is made; within `together()` the rows wait, and leave as one.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import lru_cache
from itertools import count, islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.backends.utils import CursorWrapper

Row = TypeVar("Row", bound=models.Model)

_HEAD = "INSERT INTO {} ({}) VALUES "
_NAMED = re.compile(r"%\((\w+)\)s")
# Rows that wait, each with whether a row that is there already is left as it is.
_waiting: ContextVar["list[tuple[models.Model, bool]] | None"] = ContextVar(
    "_waiting", default=None
)


def insert(*rows: models.Model, unless_there: bool = False) -> None:
    """Write new rows in the caller's transaction: now, or at the end of `together()`.

    Their keys are made here, so one may point to another that is not written yet. With
    `unless_there` a row that breaks a unique constraint is left out. Raises IntegrityError when a
    constraint refuses any of them; then none is written.
    """
    told = [(row, unless_there) for row in rows]
    waiting = _waiting.get()
    if waiting is None:
        _write(told)
    else:
        waiting.extend(told)


@contextmanager
def together() -> Iterator[None]:
    """Within it new rows wait, to be written at its end in one statement.

    Until then no query finds them. Left by an error, it writes nothing. Within another one it adds
    to that. It needs no transaction around it: one statement is one.
    """
    if _waiting.get() is not None:
        yield
        return
    rows: list[tuple[models.Model, bool]] = []
    before = _waiting.set(rows)
    try:
        yield
    finally:
        _waiting.reset(before)
    # Within a transaction that goes on, what the statement breaks must not break that too.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        _write(rows)


def _write(rows: Sequence[tuple[models.Model, bool]]) -> None:
    """One statement, however many tables.

    The database carries out its last part first: the first rows, the likeliest to be refused.
    """
    if not rows:
        return
    groups: dict[tuple[type[models.Model], bool], list[models.Model]] = {}
    for row, unless_there in rows:
        groups.setdefault((type(row), unless_there), []).append(row)
    # Asked for once: the way through Django's proxy, a hundred times a booking, is a long one.
    line = connections[DEFAULT_DB_ALIAS]
    parts, values, numbers = [], [], count(1)
    for (model, unless_there), those in reversed(groups.items()):
        head, fields = _shape(model)
        places = [_place(islice(numbers, len(fields))) for _row in those]
        end = " ON CONFLICT DO NOTHING" if unless_there else ""
        parts.append(f"{head}{', '.join(places)}{end}")
        values += [
            field.get_db_prep_save(field.pre_save(row, add=True), line)
            for row in those
            for field in fields
        ]
    *others, last = parts
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(others))
    with _planned() as cursor:
        cursor.execute(f"WITH {named} {last}" if others else last, values)
    for row, _unless_there in rows:
        row._state.adding, row._state.db = False, line.alias


def _place(numbers: Iterator[int]) -> str:
    return f"({', '.join([f'${number}' for number in numbers])})"


def find(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    """What a statement by hand finds, with the values it names as `%(name)s`.

    The database plans it once a connection: for what many ask, and what finds its way by an index
    whatever the values are.
    """
    numbered, names = _numbered(statement)
    with _planned() as cursor:
        cursor.execute(numbered, [given[name] for name in names])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@lru_cache
def _numbered(statement: str) -> tuple[str, list[str]]:
    """The statement as the database itself counts the values, and their names in that order."""
    names = list(dict.fromkeys(_NAMED.findall(statement)))
    return _NAMED.sub(lambda one: f"${names.index(one[1]) + 1}", statement), names


def _planned() -> CursorWrapper:
    """See `config.database`."""
    cursor: CursorWrapper = connections[DEFAULT_DB_ALIAS].planned()  # type: ignore[attr-defined]
    return cursor


@lru_cache
def columns(model: type[models.Model], alias: str) -> str:
    """The columns of a model, as a statement by hand names them; `row_of` takes what it finds."""
    name = connection.ops.quote_name
    return ", ".join(f"{alias}.{name(str(field.column))}" for field in model._meta.concrete_fields)


def row_of(model: type[Row], found: Sequence[Any]) -> Row:
    """The row of a model whose `columns` were found. Not for columns that are kept sealed."""
    fields = model._meta.concrete_fields
    if any(hasattr(field, "from_db_value") for field in fields):
        raise TypeError(f"{model._meta.label} holds what only a query of its own can open")
    return model.from_db(connection.alias, [field.attname for field in fields], found)


@lru_cache
def _shape(model: type[models.Model]) -> tuple[str, tuple[Any, ...]]:
    """The statement's head, and the fields that fill a row's place in it.

    The keys of its tables are made by us: one that the database counts would be unknown to the row.
    """
    meta = model._meta
    if isinstance(meta.pk, models.AutoField) or meta.parents:
        raise TypeError(f"{meta.label} gets its key from the database")
    name = connection.ops.quote_name
    fields = tuple(meta.local_concrete_fields)
    named = ", ".join(name(str(field.column)) for field in fields)
    return _HEAD.format(name(meta.db_table), named), fields
