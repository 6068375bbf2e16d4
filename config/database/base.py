"""Whether a kept connection still lives is seen, not asked.

Django sends `SELECT 1` at the first question of each request. A server that ended has closed its end
of the line, and that can be seen here without a word to it.
"""

from select import POLLIN, poll

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to Postgres."""

    def is_usable(self) -> bool:
        """Whether the other end is there: silence while nothing was asked.

        Anything that waits to be read, be it the end of the line or a notice, is cleared up by asking.
        """
        if self.connection is None or self.connection.closed:
            return False
        line = poll()
        line.register(self.connection.fileno(), POLLIN)
        return not line.poll(0) or bool(super().is_usable())
