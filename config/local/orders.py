"""Several of Django's commands in one process: `python -m config.local.orders JSON`.

JSON is a list of commands, each a list of words, as on the command line.
"""

import json
import os
import sys

import django
from django.core.management import CommandError, call_command


def main(orders: str) -> int:
    """Run them in turn; 1 and the reason at the first that fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for name, *words in json.loads(orders):
        try:
            call_command(name, *words)
        except CommandError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
