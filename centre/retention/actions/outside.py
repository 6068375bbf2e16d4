"""Each approved protocol as a file outside of the database: an older backup does not know of it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from centre.records.actions import note
from centre.refusal import Refused
from centre.retention.actions.carry_out import carry_out, is_proven
from centre.retention.actions.protocol import APPROVE, list_digest
from centre.retention.choices import Outcome, Status
from centre.retention.models import Line, Protocol
from centre.staff.models import User
from centre.vault import keyring

CONTEXT: Final = "retention.file"
FIELDS: Final = (
    "id", "kind", "valid_from", "months", "number_of_lines", "digest", "drafted_at", "drafted_by_id",
    "approved_at", "approved_by_id", "form_key",
)  # fmt: skip
OF_LINE: Final = (
    "id",
    "number",
    "subject",
    "named",
    "last_entry_on",
    "disposable_on",
    "outcome",
    "why",
)


def keep_outside() -> int:
    """Write down what is approved and carried out, where it is not yet; answers with how many files.

    Before the first line goes, and again when the last has gone. Of a list that was withdrawn only what
    had gone by then stays written. The files hold numbers and days.
    """
    folder = Path(settings.DISPOSED_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = 0
    for one in Protocol.objects.filter(approved_at__isnull=False):
        path = folder / f"{one.pk}.{one.status}.json"
        if path.exists() or (one.status == Status.APPROVED and not is_proven(one)):
            continue
        made = path.with_suffix(".new")
        made.touch(mode=0o600)
        made.write_text(_text(one))
        made.replace(path)
        if one.status != Status.APPROVED:
            (folder / f"{one.pk}.{Status.APPROVED}.json").unlink(missing_ok=True)
        written += 1
    return written


def again(*, at: datetime) -> dict[str, int]:
    """Carry out anew what was carried out before an older backup was restored.

    Safe to run twice: what is gone is gone. Raises Refused for a file that is not the house's own, and
    where a protocol of the same kind is open.
    """
    told = {"protocols": 0, "done": 0, "left_out": 0}
    for text in _files():
        if not _brought_back(json.loads(text["told"]), at=at):
            continue
        told["protocols"] += 1
        for name, number in carry_out(at=at).items():
            if name in told:
                told[name] += number
    return told


def _text(one: Protocol) -> str:
    plain = {name: _plain(getattr(one, name)) for name in FIELDS}
    plain["lines"] = [
        {name: _plain(getattr(line, name)) for name in OF_LINE} for line in one.lines.all()
    ]
    told = json.dumps(plain, sort_keys=True)
    mark = keyring().mark(told.encode(), context=CONTEXT)
    return json.dumps({"told": told, "mark": b64encode(mark).decode()})


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _files() -> Iterator[dict[str, str]]:
    for path in sorted(Path(settings.DISPOSED_DIR).glob("*.json")):
        held = json.loads(path.read_text())
        ours = keyring().holds(b64decode(held["mark"]), held["told"].encode(), context=CONTEXT)
        if not ours:
            raise Refused(f"{path.name} does not bear our mark, or its key is no longer held.")
        yield held


@transaction.atomic
def _brought_back(told: dict[str, Any], *, at: datetime) -> bool:
    """The protocol as it was approved, its lines to be carried out; False where it has ended here."""
    lines = told.pop("lines")
    known = Protocol.objects.select_for_update().filter(pk=told["id"]).first()
    if known is not None and known.status in (Status.CLOSED, Status.WITHDRAWN):
        return False
    others = Protocol.objects.filter(
        kind=told["kind"], status__in=(Status.DRAFTED, Status.APPROVED)
    ).exclude(pk=told["id"])
    if others.exists():
        raise Refused("A protocol of the same kind is open: withdraw it first.")
    one = Protocol(
        **{
            **told,
            "digest": bytes.fromhex(told["digest"]),
            "archive_heeded": True,
            "status": Status.APPROVED,
        }
    )
    if known is None:
        one.save(force_insert=True)
        Line.objects.bulk_create([_line(one, line) for line in lines])
    else:
        one.save(force_update=True)
    one.refresh_from_db()
    if list_digest(one, list(one.lines.all())) != bytes(one.digest):
        raise Refused("The lines here are not those of the file.")
    by = User.objects.get(pk=told["approved_by_id"])
    note(action=APPROVE, row=one, by=by, at=at, again=True, digest=bytes(one.digest).hex())
    return True


def _line(one: Protocol, told: dict[str, Any]) -> Line:
    """One that was left out stays so: why it was, the backup may not know."""
    line = Line(protocol=one, **told)
    if line.outcome == Outcome.LEFT_OUT:
        line.finished_at = one.approved_at
    else:
        line.outcome = ""
    return line
