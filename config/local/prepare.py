"""Everything that must be done once before the house opens, and does nothing when it is done.

`python -m config.local.prepare` is the last step of `make setup`.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys

from config.local.councils import STANDARDS, council
from config.local.environment import ensure
from config.local.leash import leash
from config.local.places import BUILT, LOCAL, PROJECT, LocalError
from config.local.postgres import Postgres
from config.local.service import Service


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


def prepare(*, demo: bool) -> None:
    """Run the commands with the environment as it is now; another who prepares is waited for.

    Raises LocalError naming the first command that failed; what it said stands above.
    """
    os.environ["MUNICIPALITY"] = council()
    # WhiteNoise warns where the folder of `collectstatic` is missing, which a demo never fills.
    (BUILT / "static").mkdir(parents=True, exist_ok=True)
    with (LOCAL / f"prepare-{council()}.lock").open("a") as lock:
        # The commands hold it too: of a start that was killed, one may go on for a moment.
        fcntl.flock(lock, fcntl.LOCK_EX)
        _together(commands(), lock.fileno())
        _together([fill(council(), demo=demo)], lock.fileno())


def where_empty(used: list[Service]) -> None:
    """Prepare a council's database that has just been made, so that any command meets its tables."""
    if any(isinstance(one, Postgres) and one.empty() for one in used):
        print(f"Making the database of {council()} ...", file=sys.stderr)
        prepare(demo=False)


def _together(these: list[list[str]], lock: int) -> None:
    running = []
    try:
        for command in these:
            process = subprocess.Popen(  # noqa: S603 - our own  # nosec B603
                command,
                cwd=PROJECT,
                # What they say is progress; the answer of who needed them stands alone.
                stdout=2,
                pass_fds=[lock],
                preexec_fn=leash(signal.SIGTERM),  # noqa: PLW1509 - no threads here
            )
            running.append((command, process))
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
