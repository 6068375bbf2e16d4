"""A child that does not outlive its parent, even when the parent is killed without warning."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def leash(sent: signal.Signals) -> Callable[[], None] | None:
    """What `Popen(preexec_fn=...)` must call so that the child gets `sent` when we die.

    Linux only; elsewhere None, and a killed parent leaves its children behind. The parent is the
    thread that starts the child, so start children from the main thread.
    """
    if not sys.platform.startswith("linux"):
        return None
    # Looked up before the fork: after it, only the call itself is made.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def hold() -> None:
        prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
        if os.getppid() != parent:  # died between the fork and the line above
            os._exit(1)

    return hold
