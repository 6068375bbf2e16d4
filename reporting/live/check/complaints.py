"""Every complaint: its way, its days by the law, and where the lines of its history lead it."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from reporting.live.check.days import later, open_days_after, open_from
from reporting.live.check.decisions import WEEKDAYS
from reporting.live.check.fault import Fault, compare
from reporting.live.check.sql import rows
from reporting.live.check.standard import Version, length_of

# RSL § 66: looked at again within four weeks, and four more for the citizen's answer.
WEEKS = 4
COMPLAINTS = """
SELECT complaint.*, decision.complain_by_on, anew.presumed_received_on AS anew_received_on,
    clock.kind, clock.starts_on, clock.due_on, clock.stopped_on, clock.ended_as, (
        SELECT max(until) FROM clocks_clockevent
        WHERE clock_id = clock.id AND type = 'extend'
    ) AS extended_to,
    reply.kind AS reply_kind, reply.starts_on AS reply_starts_on, reply.due_on AS reply_due_on,
    reply.stopped_on AS reply_stopped_on,
    again.starts_on AS again_starts_on, again.due_on AS again_due_on,
    again.stopped_on AS again_stopped_on
FROM complaints_complaint AS complaint
LEFT JOIN intake_decision AS decision ON decision.id = complaint.decision_id
LEFT JOIN intake_decision AS anew ON anew.id = complaint.new_decision_id
LEFT JOIN clocks_clock AS clock ON clock.id = complaint.clock_id
LEFT JOIN clocks_clock AS reply ON reply.id = complaint.reply_clock_id
LEFT JOIN clocks_clock AS again ON again.id = complaint.anew_clock_id
"""
LINES = """
SELECT line.complaint_id, line.type, line."on", letter.channel, line.file_id, line.cover_id
FROM complaints_complaintevent AS line LEFT JOIN post_letter AS letter ON letter.id = line.letter_id
ORDER BY line.complaint_id, line.number
"""
AFTER = {
    "register": "received",
    "acknowledge": "acknowledged",
    "begin": "in_reassessment",
    "forward": "forwarded",
    "outcome": "decided",
    "answer": "answered",
    "pass_on": "passed_on",  # nosec B105
    "close": "closed",
}


def faults(day: date, found: list[Version]) -> list[Fault]:
    versions = {one.id: one for one in found}
    lines: dict[object, list[Any]] = defaultdict(list)
    for line in rows(LINES):
        lines[line.complaint_id].append(line)
    told: list[Fault] = []
    for one in rows(COMPLAINTS):
        own = lines[one.id]
        weeks = _weeks(versions[one.standard_id])
        expected = {
            "the deadline": _looked_at(one, own, weeks),
            "the citizen's answer": _asked(one, own),
            "decided anew": _anew(one, own, weeks),
            "came late": one.complain_by_on is not None and one.received_on > one.complain_by_on,
            "status": _status(one, own),
            "sent on": _sent_on(own),
        }
        stands = {
            "the deadline": (one.kind, one.starts_on, one.due_on, one.stopped_on, one.ended_as),
            "the citizen's answer": (one.reply_starts_on, one.reply_due_on, one.reply_stopped_on),
            "decided anew": (one.again_starts_on, one.again_due_on, one.again_stopped_on),
            "came late": one.late,
            "status": one.status,
            "sent on": (one.forwarded_on, one.forwarded_on is not None),
        }
        told += [
            replace(fault, whose=f"{one.id} {fault.whose}")
            for fault in compare(day, "a complaint", expected, stands)
        ]
    return told


def _weeks(version: Version) -> int:
    """The law's weeks, or the council's own where they are fewer."""
    promise = version.promise("reassessment", "")
    own = length_of(promise) if promise else None
    return own[0] if own and own[1] == "weeks" and own[0] < WEEKS else WEEKS


def _last(lines: list[Any], *types: str) -> Any:
    return next((one for one in reversed(lines) if one.type in types), None)


def _looked_at(one: Any, lines: list[Any], weeks: int) -> tuple[object, ...]:
    """From the day it came; it ends the day it was looked at or sent on, or was taken back."""
    if one.track != "appeal":
        return None, None, None, None, None
    due_on = max(later(one.received_on, weeks, "weeks"), one.extended_to or one.received_on)
    done = next((line for line in lines if line.type in ("reassess", "forward")), None)
    back = _last(lines, "close") if done is None else None
    ended = done or back
    as_ = "stop" if done else "release" if back else ""
    return "reassessment", one.received_on, due_on, ended.on if ended else None, as_


def _asked(one: Any, lines: list[Any]) -> tuple[object, ...]:
    """Partly upheld, the citizen has four weeks from when the letter counts as received."""
    line = next((line for line in lines if line.type == "reassess"), None)
    if one.reassessed != "partly" or line is None:
        return None, None, None
    heard = one.anew_received_on or open_days_after(line.on, WEEKDAYS.get(line.channel, 0))
    ends = _last(lines, "reply") or _last(lines, "close")
    if ends and one.closing != "silent":
        # Whoever answered before then had the letter already.
        heard = min(heard, ends.on)
    due_on = open_from(later(heard, WEEKS, "weeks"))
    # Silence ends with the last day that there was to answer.
    ended_on = due_on if one.closing == "silent" else ends.on if ends else None
    return heard, due_on, ended_on


def _anew(one: Any, lines: list[Any], weeks: int) -> tuple[object, ...]:
    """What the appeals board sends back gets as long as looking at it again has."""
    if one.outcome != "remitted":
        return None, None, None
    again = _last(lines, "decided_anew")
    return (
        one.outcome_on,
        later(one.outcome_on, weeks, "weeks"),
        again.on if again else None,
    )


def _status(one: Any, lines: list[Any]) -> str:
    status = ""
    for line in lines:
        if line.type == "reassess":
            status = one.reassessed
        elif line.type == "reply" and one.closing == "content":
            status = "closed"
        else:
            status = AFTER.get(line.type, status)
    return status


def _sent_on(lines: list[Any]) -> tuple[object, ...]:
    """With its file and its letter to the appeals board, on one day."""
    line = _last(lines, "forward")
    return (
        line.on if line else None,
        line is not None and None not in (line.file_id, line.cover_id),
    )
