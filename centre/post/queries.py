"""What left the house in a demo, where mail is caught in a folder instead of being sent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
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
    sent_at: datetime
    body: str


def is_caught() -> bool:
    """Whether mail stays in the house: only in a demo, and only with the folder."""
    return bool(settings.DEMO) and settings.EMAIL_BACKEND == FILE_BACKEND


def caught(limit: int = 50) -> list[CaughtMail]:
    """The newest mails that were caught, the newest first."""
    kept = Path(settings.EMAIL_FILE_PATH).glob("*.log")
    files = sorted(kept, key=lambda file: file.stat().st_mtime_ns, reverse=True)[:limit]
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
        sent_at=_moment(str(mail["Date"])),
        body=mail.get_content().strip(),
    )


def _moment(words: str) -> datetime:
    # "-0000" says UTC from nobody's place: Python then gives a moment without a zone.
    moment = parsedate_to_datetime(words)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
