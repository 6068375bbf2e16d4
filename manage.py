#!/usr/bin/env python3
"""Django's command line, with the embedded servers where no real ones are named."""

import os
import signal
import sys
from types import FrameType


def main() -> None:
    """Run one command; the embedded servers are stopped after it, if nobody else uses them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit("Django is not installed here. Run `make setup` first.") from error
    from config.local import councils, environment, places, prepare

    for ended_by in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ended_by, leave)
    command, *words = sys.argv[1:] or [""]
    if named := councils.named_in(words):
        os.environ["MUNICIPALITY"] = named
    try:
        used = environment.ensure()
        if command not in environment.OWNERS_COMMANDS:
            prepare.where_empty(used)
    except places.LocalError as error:
        raise SystemExit(str(error)) from error
    environment.become_owner(command)
    execute_from_command_line(sys.argv)


def leave(number: int, _frame: FrameType | None) -> None:
    """End in order, so that what is registered to run at exit does run."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    main()
