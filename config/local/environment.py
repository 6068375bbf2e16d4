"""What the settings need from the environment, made here where nobody has given it.

Called before the settings are imported, by `manage.py` and by the supervisor.
"""

import os

from config.local import keys
from config.local.councils import council, database_of
from config.local.places import need_room, project_place
from config.local.postgres import OWNER, WEB, Postgres
from config.local.service import Service
from config.local.valkey import Valkey

# What the web role may not do: change tables, or read the history of the migrations.
OWNERS_COMMANDS = frozenset(
    {
        "createcachetable",
        "flush",
        "keys",
        "makemigrations",
        "migrate",
        "optimizemigration",
        "showmigrations",
        "sqlflush",
        "sqlmigrate",
        "squashmigrations",
    }
)


def ensure() -> list[Service]:
    """Name a database and a broker in the environment, starting embedded ones where none is named.

    Without `DATABASE_URL`: an embedded Postgres with a database of the council's own,
    `DATABASE_URL` for the web role, `MIGRATE_DATABASE_URL` for the owner, `EMBEDDED=1`, the
    demonstration's keys, and `DEMO=1` unless `DEMO` is said.
    Without `REDIS_URL`: an embedded Valkey. A real database gets the demonstration's keys only when
    `DEMO` is switched on in so many words. Returns what is now in use; it is given back at exit.
    Raises LocalError when a server will not start, or nobody knows the council.
    """
    embedded = not os.environ.get("DATABASE_URL")
    used: list[Service] = []
    if embedded:
        os.environ["MUNICIPALITY"] = council()
        place = project_place()
        need_room(place.data)
        postgres = Postgres(place, database=database_of(council()))
        postgres.attach()
        os.environ["DATABASE_URL"] = postgres.url(WEB)
        os.environ["MIGRATE_DATABASE_URL"] = postgres.url(OWNER)
        os.environ["EMBEDDED"] = "1"
        os.environ["DEMO"] = os.environ.get("DEMO") or "1"
        used.append(postgres)
    if (embedded or is_on("DEMO")) and keys.missing(os.environ):
        keys.fill(os.environ, project_place().data)
    if not os.environ.get("REDIS_URL"):
        valkey = Valkey(project_place())
        valkey.attach()
        os.environ["REDIS_URL"] = valkey.url()
        used.append(valkey)
    return used


def become_owner(command: str) -> None:
    """Let a command that changes tables connect as the owner, where an owner is named."""
    owner = os.environ.get("MIGRATE_DATABASE_URL")
    if owner and command in OWNERS_COMMANDS:
        os.environ["DATABASE_URL"] = owner


def is_on(name: str) -> bool:
    """Is this variable of the environment switched on, in the words that the settings take?"""
    value = os.environ.get(name, "")
    return value.strip().lower() in {"1", "true", "yes", "on", "y", "t", "ok"}
