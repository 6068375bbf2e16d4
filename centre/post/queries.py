"""Letters as they are and as they would be; and what left the house in a demo, where mail is caught."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.citizens.models import Citizen
from centre.citizens.queries import has_died
from centre.post.choices import LetterChannel
from centre.post.letters.render import render
from centre.post.letters.text import LetterText, Text, addressed, copy_for, to_somebody_else
from centre.post.models import Letter, LetterQuerySet
from centre.staff.models import User

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
# What Django writes between two mails of one file.
RULE = b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Sheet:
    """A letter as it would be sent now, with the copies that go along: show it, and send `seen` back."""

    text: Text
    pdf: bytes
    sha256: str
    copies: tuple["Sheet", ...] = ()

    @property
    def seen(self) -> str:
        """The hash of all that was looked at: the letter's own where nobody gets a copy."""
        if not self.copies:
            return self.sha256
        hashes = " ".join([self.sha256, *(one.sha256 for one in self.copies)])
        return hashlib.sha256(hashes.encode()).hexdigest()


def sheet(text: Text, *, citizen: Citizen | None, language: str = "da") -> Sheet:
    """What `send_letter` would send: the same rendering, without a row. Raises NotSent.

    What is written to somebody who has died is for whoever settles the estate, and names no home.
    """
    address = citizen.printed_address if citizen is not None else ()
    if citizen is not None and has_died(citizen.pk):
        with override(language):
            estate = _("The estate of %(name)s") % {"name": citizen.name}
        text, address = to_somebody_else(text, estate), ()
    text = addressed(text, address)
    made = _sheet(text, language)
    if not isinstance(text, LetterText):
        return made
    copies = tuple(_sheet(copy_for(text, to), language) for to in text.copies)
    return replace(made, copies=copies)


def _sheet(text: Text, language: str) -> Sheet:
    pdf = render(text, language)
    return Sheet(text, pdf, hashlib.sha256(pdf).hexdigest())


def lacks_address(citizen: Citizen | None, channel: str) -> bool:
    """Whether an ordinary letter would go out with an empty window for want of knowing an address."""
    if citizen is None or citizen.anonymous or citizen.protected:
        return False
    return channel == LetterChannel.LETTER and not citizen.address


def shown(text: Text | None, *, protected: bool = False) -> dict[str, Any] | None:
    """A letter or a file as a page draws it (`parts/letter.html`): plain parts, each with its type.

    What was sent before an address was protected bears it for ever; a page shows it no more.
    """
    if text is None:
        return None
    if protected:
        text = addressed(text)
    told: dict[str, Any] = msgspec.to_builtins(text)
    return told | {"written_on": text.written_on}


def letters(user: User, at: datetime) -> LetterQuerySet:
    """The letters that a person may open at the moment, to look at."""
    return Letter.objects.for_user(user, at)


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
