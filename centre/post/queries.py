"""What left the house in a demo, where mail is caught in a folder instead of being sent."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# What Django writes between two mails of one file.
RULE = b"-" * 79 + b"\n"


@dataclass(frozen=True)
class CaughtMail:
    """A mail as its receiver would have seen it."""

    to: str
    subject: str
    date: str
    body: str


def is_caught() -> bool:
    """Whether mail stays in the house: only in a demo, and only with the folder."""
    return bool(settings.DEMO) and settings.EMAIL_BACKEND == FILE_BACKEND


def caught(limit: int = 50) -> list[CaughtMail]:
    """The newest mails that were caught, the newest first."""
    files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)[:limit]
    mails = [
        _read(part)
        for file in files
        for part in file.read_bytes().split(RULE)[::-1]
        if part.strip()
    ]
    return mails[:limit]


def _read(raw: bytes) -> CaughtMail:
    mail = message_from_bytes(raw.lstrip(), policy=policy.default)
    return CaughtMail(
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        date=str(mail["Date"]),
        body=mail.get_content().strip(),
    )
