"""A real mail server in whatever mood a test asks for."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mood:
    """What the server does with a letter; the letters it took are kept."""

    def __init__(self, *, recipient: str = "", data: str = "", drop: bool = False) -> None:
        self.recipient = recipient
        self.data = data
        self.drop = drop
        self.slow_seconds = 0.0
        self.taken: list[EmailMessage] = []
        self.has_text = threading.Event()

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.recipient:
            return self.recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data:
            return self.data
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append(letter)
        self.has_text.set()
        if self.drop:
            server.transport.abort()
        await asyncio.sleep(self.slow_seconds)
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.taken]


@contextmanager
def listening(mood: Mood, settings: Any) -> Iterator[Mood]:
    """Point the house's mail at a server of this mood."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(mood, hostname="127.0.0.1", port=port)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    controller.start()
    try:
        yield mood
    finally:
        controller.stop()
