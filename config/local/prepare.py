"""Everything that must be done once before the house opens, and does nothing when it is done.

`python -m config.local.prepare` is the last step of `make setup`.
"""

import json
import os
import subprocess
import sys

from config.local.environment import ensure
from config.local.places import LOCAL, PROJECT, LocalError

STANDARDS = PROJECT / "centre" / "standard" / "files"
COUNCIL = "haderslev"


def commands() -> list[list[str]]:
    """What can be done side by side before anything else: the words and the tables."""
    manage = str(PROJECT / "manage.py")
    return [
        [sys.executable, "-m", "config.catalogue", "compile"],
        [sys.executable, manage, "migrate", "--no-input", "--verbosity", "0"],
    ]


def fill(municipality: str, *, demo: bool) -> list[str]:
    """The command that then loads the standard, in a demo invented people, and sweeps the clocks.

    Of the standards only the council's own is loaded: one house serves one council. Both are done
    in one process, since each one more costs a second at every start.
    """
    standard = str(STANDARDS / f"{municipality}.toml")
    orders = [
        ["standard", "load", standard],
        *([["demo", "--if-empty"]] if demo else []),
        # What became due while the house was closed is told before the first page is shown.
        ["sweep"],
    ]
    return [sys.executable, "-m", "config.local.orders", json.dumps(orders)]


def council() -> str:
    """The council that this house serves: `MUNICIPALITY`, else the example.

    Raises LocalError, naming those there are, when there is no standard of that name.
    """
    chosen = os.environ.get("MUNICIPALITY") or COUNCIL
    known = sorted(path.stem for path in STANDARDS.glob("*.toml"))
    if chosen not in known:
        raise LocalError(f"No standard is called {chosen}. There are: {', '.join(known)}.")
    return chosen


def prepare(*, demo: bool) -> None:
    """Run the commands with the environment as it is now.

    Raises LocalError naming the first command that failed; what it said stands above.
    """
    os.environ["MUNICIPALITY"] = council()
    # WhiteNoise warns where the folder of `collectstatic` is missing, which a demo never fills.
    (LOCAL / "static").mkdir(exist_ok=True)
    _together(commands())
    _together([fill(os.environ["MUNICIPALITY"], demo=demo)])


def _together(these: list[list[str]]) -> None:
    running = [(c, subprocess.Popen(c, cwd=PROJECT)) for c in these]  # noqa: S603 - our own
    try:
        failed = [command for command, process in running if process.wait()]
    finally:
        for _, process in running:
            if process.poll() is None:  # we were told to stop
                process.terminate()
                process.wait()
    for command in failed:
        raise LocalError(f"Stopped: `{' '.join(command[1:])}` failed.")


def main() -> int:
    """Start the embedded servers if they are needed, prepare, and give them back."""
    try:
        ensure()
        prepare(demo=False)
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
