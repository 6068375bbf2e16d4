"""Which council this house serves, and what on this machine is that council's alone.

Each council has a database of its own in the one embedded server, so that nobody meets the people
of another: `traedesten_haderslev`, `traedesten_skanderborg` …
"""

import os
from itertools import zip_longest
from pathlib import Path

import psycopg
from psycopg import sql

from config.local.places import PROJECT, LocalError

STANDARDS = PROJECT / "centre" / "standard" / "files"
EXAMPLE = "haderslev"
# What every council's database is called before the council's name, and the whole name of the one
# database that all of them shared before each had its own.
DATABASE = "traedesten"


def council() -> str:
    """The council that this house serves: `MUNICIPALITY`, else the example.

    Raises LocalError, naming those there are, when there is no standard of that name.
    """
    chosen = os.environ.get("MUNICIPALITY") or EXAMPLE
    if chosen not in known():
        raise LocalError(f"No standard is called {chosen}. There are: {', '.join(known())}.")
    return chosen


def known() -> list[str]:
    """The councils whose standards lie in the project."""
    return sorted(path.stem for path in STANDARDS.glob("*.toml"))


def named_in(words: list[str]) -> str:
    """The council that the words of a command name (`--municipality KEY`), else nothing."""
    option = "--municipality"
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if word == option:
            return following
        if word.startswith(f"{option}="):
            return word.removeprefix(f"{option}=")
    return ""


def database_of(council: str) -> str:
    """What the council's own database is called."""
    return f"{DATABASE}_{council}"


def hand_over(server: psycopg.Connection, shared: psycopg.Connection, mail: Path) -> str:
    """Give the one database of before, with its people, to the council it was made for, by name.

    With it goes what lies in the folder `mail`, where the post of all was caught.

    Returns the name that it then has; where the council has a database already, both stay as they
    are. `shared` is connected to it, and is closed. Raises LocalError when somebody else works in
    it: a database in use cannot be renamed.
    """
    with shared:
        heir = database_of(_made_for(shared))
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        server.execute(rename.format(sql.Identifier(DATABASE), sql.Identifier(heir)))
    except psycopg.errors.DuplicateDatabase:
        return heir
    except psycopg.errors.ObjectInUse as error:
        raise LocalError("An older house is open in this folder: stop it first.") from error
    for letter in mail.glob("*.log"):
        folder = mail / heir.removeprefix(f"{DATABASE}_")
        folder.mkdir(exist_ok=True)
        letter.rename(folder / letter.name)
    return heir


def _made_for(shared: psycopg.Connection) -> str:
    """The council whose standard most clocks obey, then the one that was loaded first."""
    try:
        row = shared.execute(
            """
            SELECT key FROM standard_qualitystandard AS standard
            ORDER BY (SELECT count(*) FROM clocks_clock WHERE standard_id = standard.id) DESC,
                     loaded_at, id
            """
        ).fetchone()
    except psycopg.errors.UndefinedTable:  # made, and never filled
        row = None
    return str(row[0]) if row else EXAMPLE
