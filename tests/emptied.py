"""A database emptied in a few milliseconds after a test that commits.

Django empties every table by TRUNCATE and then makes content types and permissions
again: half a second, of which most goes to tables that the test never wrote in. Here only the rows that
are there go, past the triggers that refuse it, and what `migrate` itself made stays.
"""

from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

# What `migrate` makes when all migrations have run, and nobody writes afterwards.
MADE_BY_MIGRATE = ("auth_permission", "django_content_type")


def instead_of_django() -> None:
    """Take the place of what Django does when a committing test is over."""
    TransactionTestCase._fixture_teardown = _emptied  # type: ignore[attr-defined]  # noqa: SLF001


_django = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # noqa: SLF001


def _emptied(case: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')::bool")
        (past_triggers,) = cursor.fetchone() or (False,)
    if past_triggers:
        empty()
    else:
        _django(case)


def empty() -> None:
    """Remove the rows of every table that has any; what has fallen into a partition goes with its table.

    For a superuser: triggers and foreign keys are passed by for as long as the statement lasts.
    """
    quote = connection.ops.quote_name
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = [
        f"SELECT '{one}' WHERE EXISTS (SELECT FROM {quote(one)})"  # noqa: S608
        for one in tables
        if one not in MADE_BY_MIGRATE
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        filled = [one for (one,) in cursor.fetchall()]
        if filled:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(";".join(f"DELETE FROM {quote(one)}" for one in filled))
