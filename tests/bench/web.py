"""The house's own web server, and clients that ask little of the machine they share with it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Thread

from config.local import places, supervise
from config.local.leash import leash

START_SECONDS = 30.0
ANSWER_SECONDS = 30.0
KEEP_ALIVE = 500


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the seconds it took, whether the body held a form."""

    status: int
    seconds: float
    began: float
    keeps_form: bool


@dataclass(frozen=True)
class Server:
    """A running web server."""

    port: int
    pid: int


@contextmanager
def web_server(log: Path) -> Iterator[Server]:
    """Gunicorn exactly as `make run` starts it, on a port of the loopback that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with log.open("ab") as out:
        process = subprocess.Popen(
            supervise.web(("127.0.0.1", port), out.fileno()).command,
            env=dict(os.environ),
            cwd=places.PROJECT,
            stdout=out,
            stderr=out,
            preexec_fn=leash(signal.SIGTERM),
        )
    try:
        _wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise places.LocalError("The web server did not start; its log is kept beside the others.")


def request(path: str, *, cookies: str = "", form: str | None = None, method: str = "") -> bytes:
    """A whole request as bytes, built before anything is timed."""
    method = method or ("GET" if form is None else "POST")
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Encoding: identity"]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if form is not None:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(form)}")
    return "\r\n".join([*lines, "", form or ""]).encode()


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.sent = 0

    def ask(self, raw: bytes) -> Answer:
        """Send a request and read its whole answer; connects anew when the server hung up."""
        if self.socket is None or self.sent >= KEEP_ALIVE:
            self.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port), ANSWER_SECONDS)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        began = time.perf_counter()
        self.sent += 1
        try:
            self.socket.sendall(raw)
            head, body = self._read(self.socket)
        except (OSError, EOFError):
            self.close()
            return Answer(0, time.perf_counter() - began, began, keeps_form=False)
        took = time.perf_counter() - began
        if b"connection: close" in head.lower():
            self.close()
        return Answer(int(head[9:12]), took, began, keeps_form=b'name="slot"' in body)

    def _read(self, source: socket.socket) -> tuple[bytes, bytes]:
        got = b""
        while b"\r\n\r\n" not in got:
            part = source.recv(65536)
            if not part:
                raise EOFError
            got += part
        head, _blank, body = got.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        while len(body) < length:
            part = source.recv(65536)
            if not part:
                raise EOFError
            body += part
        return head, body

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
        self.socket, self.sent = None, 0


def load(
    port: int, requests: Callable[[], bytes | None], *, clients: int, seconds: float
) -> tuple[list[Answer], float]:
    """Ask from several connections at once until the time or the requests are used up.

    `requests` gives the next one, or None; it is called by one thread at a time.
    """
    answers: list[list[Answer]] = [[] for _ in range(clients)]
    ready = Barrier(clients + 1)

    def work(mine: list[Answer]) -> None:
        client = Client(port)
        ready.wait()
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            raw = requests()
            if raw is None:
                break
            mine.append(client.ask(raw))
        client.close()

    threads = [Thread(target=work, args=(mine,), daemon=True) for mine in answers]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join(seconds + ANSWER_SECONDS)
    return [one for mine in answers for one in mine], time.perf_counter() - began


def at_once(port: int, raw: Sequence[bytes]) -> list[Answer]:
    """Each request from its own connection, all let go at the same moment."""
    answers: list[Answer] = []
    ready = Barrier(len(raw))

    def work(one: bytes) -> None:
        client = Client(port)
        ready.wait()
        answers.append(client.ask(one))
        client.close()

    threads = [Thread(target=work, args=(one,), daemon=True) for one in raw]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * ANSWER_SECONDS)
    return answers


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def python(*parts: str) -> list[str]:
    """A command of this project."""
    return [sys.executable, *parts]
