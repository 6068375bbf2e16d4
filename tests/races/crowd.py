"""Many real processes at once against the real database, let go at the same moment."""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# Forked, so that what each one does can be written down where the test reads it.
fork = multiprocessing.get_context("fork")
PATIENCE = 30.0
# Somebody waits for what this transaction has written.
WAITS = """
SELECT count(*) FROM pg_locks
WHERE NOT granted AND locktype = 'transactionid' AND transactionid = pg_current_xact_id()::xid
"""


@dataclass(frozen=True)
class Outcome:
    """What one client got: an answer or the name of an exception, and how long it took."""

    answer: Any
    error: str
    seconds: float


def at_once(work: Callable[[int], Any], *, processes: int = 4, threads: int = 1) -> list[Outcome]:
    """Let `processes` × `threads` clients do the work at the same moment, each on its own line.

    The answers must be picklable. A client that does not come back in time fails the test.
    """
    # A child that inherited an open line would speak on its parent's.
    connections.close_all()
    gate = Gate()
    children: list[tuple[Any, Connection]] = []
    for number in range(processes):
        mine, theirs = fork.Pipe(duplex=False)
        child = fork.Process(
            target=_clients,
            args=(work, gate, range(number, processes * threads, processes), theirs),
        )
        child.start()
        theirs.close()
        children.append((child, mine))
    outcomes: list[Outcome] = []
    try:
        for _child, line in children:
            assert line.poll(PATIENCE), "a client did not come to the gate"
            line.recv()
        gate.open()
        for _child, line in children:
            assert line.poll(PATIENCE), "a client did not come back"
            outcomes += line.recv()
    finally:
        gate.open()
        for child, _line in children:
            child.join(2)
            if child.is_alive():
                child.kill()
                child.join()
    return outcomes


class Gate:
    """Holds clients of many processes back until it is opened, which all of them see at once.

    A pipe and not multiprocessing's barrier, which wants the memory that programs share: a plain
    chroot has none.
    """

    def __init__(self) -> None:
        self._seen, self._held = os.pipe()

    def let_go(self) -> None:
        """Of a forked client's process: only the parent's hand keeps the gate closed."""
        os.close(self._held)

    def wait(self) -> None:
        """Until it is opened: the end of the pipe is the sign, and the same one for all."""
        os.read(self._seen, 1)

    def open(self) -> None:
        """Of the parent; twice does no harm."""
        if self._held >= 0:
            os.close(self._held)
            os.close(self._seen)
            self._held = -1


def _clients(work: Callable[[int], Any], gate: Gate, numbers: range, line: Connection) -> None:
    gate.let_go()
    found: list[Outcome] = []
    ready = threading.Barrier(len(numbers) + 1)

    def one(number: int) -> None:
        connections["default"].ensure_connection()
        ready.wait(PATIENCE)
        gate.wait()
        began = time.perf_counter()
        answer, error = None, ""
        try:
            answer = work(number)
        except Exception as caught:  # noqa: BLE001 - the test reads which it was
            error = type(caught).__name__
        found.append(Outcome(answer, error, time.perf_counter() - began))
        connections.close_all()

    clients = [threading.Thread(target=one, args=(number,)) for number in numbers]
    for client in clients:
        client.start()
    ready.wait(PATIENCE)
    line.send("ready")
    for client in clients:
        client.join(PATIENCE)
    line.send(found)
    line.close()
    # Not the parent's exit: pytest must not be finished twice.
    os._exit(0)


# What a forked process leaves alone; kept, since a line that is forgotten while open complains.
_of_the_parent: list[BaseDatabaseWrapper] = []


def forked(work: Callable[[], Any]) -> Any:
    """Start a process that does the work on lines of its own to the database.

    Django keeps the lines of a thread with a running loop apart from those of one without. A
    browser of the tests leaves its loop running in pytest's thread, so that `close_all` passes by
    a line from before the browser; the forked process has no loop, would find just that line and
    speak on its parent's socket. Postgres would never hear that it died: the parent holds the
    socket, and the locks with it.
    """
    connections.close_all()

    def run() -> None:
        for line in connections.all(initialized_only=True):
            _of_the_parent.append(line)
            del connections[line.alias]
        work()

    child = fork.Process(target=run)
    child.start()
    return child


@contextmanager
def victim(work: Callable[[Callable[[], None]], Any]) -> Iterator[Any]:
    """A process that does the work until it says `here`, for a test that then kills it."""
    mine, theirs = fork.Pipe(duplex=False)

    def run() -> None:
        def here() -> None:
            theirs.send("here")
            time.sleep(PATIENCE)

        work(here)
        os._exit(1)

    child = forked(run)
    theirs.close()
    try:
        assert mine.poll(PATIENCE), "the victim never came to the place"
        mine.recv()
        yield child
    finally:
        if child.is_alive():
            child.kill()
        child.join()


def until(truth: Callable[[], bool], *, seconds: float = 10.0) -> bool:
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if truth():
            return True
        time.sleep(0.05)
    return truth()


def is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
        return bool(cursor.fetchone()[0])


@contextmanager
def holding(work: Callable[[], Any]) -> Iterator[None]:
    """Another hand does the work, and lets go once somebody waits for it."""
    done, waited = threading.Event(), []

    def hold() -> None:
        try:
            with transaction.atomic():
                work()
                done.set()
                waited.append(until(is_waited_for))
        finally:
            connection.close()

    other = threading.Thread(target=hold)
    other.start()
    assert done.wait(10)
    yield
    other.join(60)
    assert waited == [True]
