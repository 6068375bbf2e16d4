"""A database that is really away for a while: nobody is let in, and whoever was in is thrown out."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection, connections
from psycopg import sql


@contextmanager
def database_away() -> Iterator[None]:
    """The test's own lines end too: ask the database nothing inside the block."""
    name = sql.Identifier(str(connection.settings_dict["NAME"]))
    connections.close_all()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as line:
        line.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        try:
            line.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [name.as_string().strip('"')],
            )
            yield
        finally:
            line.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))
