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

from django.db import connections

# Forked, so that what each one does can be written down where the test reads it.
fork = multiprocessing.get_context("fork")
PATIENCE = 30.0


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
    barrier = fork.Barrier(processes * threads)
    children: list[tuple[Any, Connection]] = []
    for number in range(processes):
        mine, theirs = fork.Pipe(duplex=False)
        child = fork.Process(
            target=_clients,
            args=(work, barrier, range(number, processes * threads, processes), theirs),
        )
        child.start()
        theirs.close()
        children.append((child, mine))
    outcomes: list[Outcome] = []
    try:
        for _child, line in children:
            assert line.poll(PATIENCE), "a client did not come back"
            outcomes += line.recv()
    finally:
        for child, _line in children:
            child.join(2)
            if child.is_alive():
                child.kill()
                child.join()
    return outcomes


def _clients(work: Callable[[int], Any], barrier: Any, numbers: range, line: Connection) -> None:
    found: list[Outcome] = []

    def one(number: int) -> None:
        connections["default"].ensure_connection()
        barrier.wait(PATIENCE)
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
    for client in clients:
        client.join(PATIENCE)
    line.send(found)
    line.close()
    # Not the parent's exit: pytest must not be finished twice.
    os._exit(0)


@contextmanager
def victim(work: Callable[[Callable[[], None]], Any]) -> Iterator[Any]:
    """A process that does the work until it says `here`, for a test that then kills it."""
    connections.close_all()
    mine, theirs = fork.Pipe(duplex=False)

    def run() -> None:
        def here() -> None:
            theirs.send("here")
            time.sleep(PATIENCE)

        work(here)
        os._exit(1)

    child = fork.Process(target=run)
    child.start()
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
