"""A protocol of disposal: drawn up by one, approved by another, or withdrawn."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.guard import broken
from centre.records.actions import note
from centre.refusal import Refused
from centre.retention.choices import Hindrance, Kind, Outcome, Status
from centre.retention.models import Line, Protocol
from centre.retention.queries.periods import period_on
from centre.retention.queries.preview import MOST, due_months
from centre.retention.queries.records import due
from centre.retention.rules.period import Period, disposable_on, month_disposable_on
from centre.retention.rules.status import may_approve, may_become
from centre.staff.models import User

APPROVE = "retention.approve"


def list_digest(protocol: Protocol, lines: Sequence[Line]) -> bytes:
    """Of the frozen list and of the period it was drawn up under."""
    told = [f"{protocol.kind} {protocol.valid_from} {protocol.months}"]
    told += [
        f"{one.number} {one.subject} {one.last_entry_on} {one.disposable_on}"
        for one in sorted(lines, key=lambda one: one.number)
    ]
    return sha256("\n".join(told).encode()).digest()


def draft(*, kind: str, form_key: UUID, by: User, at: datetime) -> Protocol:
    """Freeze the list of what may go today, the oldest first, as many as one protocol holds.

    The same form key twice is one protocol. Raises Refused where nothing may go, or where one of the
    kind is open.
    """
    try:
        with transaction.atomic():
            return _drafted(kind, form_key, by, at)
    except IntegrityError as error:
        again = Protocol.objects.filter(form_key=form_key).first()
        if again is not None:
            return again
        if broken(error) != "protocol_one_open_a_kind":
            raise
        raise Refused(_("A protocol of this kind is open already. Finish it first.")) from error


def _drafted(kind: str, form_key: UUID, by: User, at: datetime) -> Protocol:
    known = Protocol.objects.filter(form_key=form_key).first()
    if known is not None:
        return known
    today = danish_day(at)
    period = period_on(today)
    lines = _months(today, period) if kind == Kind.LOG else _records(kind, today, period)
    if not lines:
        raise Refused(_("Nothing of this kind may be deleted today."))
    made = Protocol(
        kind=kind,
        valid_from=period.valid_from,
        months=period.months_of(kind),
        number_of_lines=len(lines),
        drafted_at=at,
        drafted_by=by,
        form_key=form_key,
    )
    for number, one in enumerate(lines, start=1):
        one.number, one.protocol = number, made
    made.digest = list_digest(made, lines)
    made.save(force_insert=True)
    Line.objects.bulk_create(lines)
    told = {"kind": kind, "lines": len(lines), "digest": made.digest.hex()}
    note(action="retention.draft", row=made, by=by, at=at, **told)
    return made


def _records(kind: str, today: date, period: Period) -> list[Line]:
    return [
        Line(
            subject=one.subject,
            named=one.named,
            last_entry_on=one.last_entry_on,
            disposable_on=disposable_on(kind, one.last_entry_on, period),
        )
        for one in due(kind, period, today)[:MOST]
    ]


def _months(today: date, period: Period) -> list[Line]:
    return [
        Line(last_entry_on=first, disposable_on=month_disposable_on(first, period))
        for first in due_months(today)[:MOST]
    ]


def _locked(protocol_id: UUID) -> Protocol:
    return Protocol.objects.select_for_update().get(pk=protocol_id)


@transaction.atomic
def approve(*, protocol_id: UUID, archive_heeded: bool, by: User, at: datetime) -> Protocol:
    """Let it be carried out: said by somebody else than who drew it up. Twice is once.

    Raises Refused to whoever drew it up, after it was withdrawn or approved by another, and where the
    list is not the one that was drawn up.
    """
    one = _locked(protocol_id)
    if one.approved_by_id == by.pk and one.status != Status.WITHDRAWN:
        return one
    if not may_become(one.status, Status.APPROVED):
        raise Refused(_("This protocol does not wait for approval any more."))
    if not may_approve(by.pk, one.drafted_by_id):
        raise Refused(_("Whoever drew up the list does not approve it."))
    if not archive_heeded:
        raise Refused(_("Say that what the archive wants was handed over."))
    if list_digest(one, list(one.lines.all())) != bytes(one.digest):
        raise Refused(_("The list is not as it was drawn up. Withdraw it and draw up a new one."))
    one.status, one.approved_at, one.approved_by = Status.APPROVED, at, by
    one.archive_heeded = True
    one.save(update_fields=["status", "approved_at", "approved_by", "archive_heeded"])
    note(
        action=APPROVE, row=one, by=by, at=at, lines=one.number_of_lines,
        digest=bytes(one.digest).hex(),
    )  # fmt: skip
    return one


@transaction.atomic
def withdraw(*, protocol_id: UUID, by: User, at: datetime) -> Protocol:
    """Stop it: what is not deleted yet stays. Twice is once; raises Refused when all is done."""
    one = _locked(protocol_id)
    if one.status == Status.WITHDRAWN:
        return one
    if not may_become(one.status, Status.WITHDRAWN):
        raise Refused(_("It has been carried out already."))
    left = one.lines.filter(outcome="").update(
        outcome=Outcome.LEFT_OUT, why=Hindrance.WITHDRAWN, finished_at=at
    )
    one.status, one.withdrawn_at, one.withdrawn_by = Status.WITHDRAWN, at, by
    one.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    note(action="retention.withdraw", row=one, by=by, at=at, left=left)
    return one
