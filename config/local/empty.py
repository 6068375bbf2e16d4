"""`make empty`: take away one council's invented people; the next start invents them anew.

The other councils' people stay, and so does all that set-up has made.
"""

import os
import shutil

from config.local.children import complain
from config.local.councils import council, database_of
from config.local.places import LOCAL, LocalError, project_place
from config.local.postgres import Postgres
from config.local.supervise import only_one


def empty() -> None:
    """Remove the database of `MUNICIPALITY` and the post that was caught for it.

    Raises LocalError when a house is open on it, or the database is a real one.
    """
    if os.environ.get("DATABASE_URL"):
        raise LocalError("DATABASE_URL names a real database: nothing is removed from it here.")
    with only_one():
        postgres = Postgres(project_place(), database=database_of(council()))
        postgres.attach()
        try:
            postgres.drop()
        finally:
            postgres.detach()
        shutil.rmtree(LOCAL / "mail" / council(), ignore_errors=True)


def main() -> int:
    """Say what was done; 1 with a sentence when it could not be."""
    try:
        empty()
    except LocalError as error:
        complain(error)
        return 1
    print(f"Nobody is left in {council()}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
