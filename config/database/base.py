"""Whether a kept connection still lives is seen, not asked; and statements that are planned once.

Django sends `SELECT 1` at the first question of each request. A server that ended has closed its end
of the line, and that can be seen here without a word to it.
"""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg import RawCursor

# After so many uses a statement whose values are told apart stays with its connection, planned. A
# pooler between must know of that (PgBouncer does from 1.21).
KEPT_AFTER = 5


class DatabaseOperations(operations.DatabaseOperations):
    """Django's own, which has no word for a statement that the server keeps."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        told: str | None = super().last_executed_query(cursor, sql, params)
        return str(sql) if told is None else told


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to Postgres."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        return {**params, "prepare_threshold": KEPT_AFTER}

    def planned(self) -> CursorWrapper:
        """A cursor for statements by hand that each visitor asks: read and planned once a connection.

        They name their values `$1`, `$2` … What Django builds goes the way it always went.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor: CursorWrapper = self._prepare_cursor(  # type: ignore[attr-defined]
                RawCursor(self.connection)
            )
            return cursor

    def is_usable(self) -> bool:
        """Whether the other end is there: silence while nothing was asked.

        Anything that waits to be read, be it the end of the line or a notice, is cleared up by asking.
        """
        if self.connection is None or self.connection.closed:
            return False
        line = poll()
        line.register(self.connection.fileno(), POLLIN)
        return not line.poll(0) or bool(super().is_usable())
