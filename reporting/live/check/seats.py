"""Invariant 1: nobody sits on somebody else's seat; and each booking has told who booked it."""

from datetime import date

from reporting.live.check.fault import Fault
from reporting.live.check.sql import rows


def faults(day: date) -> list[Fault]:
    return [*_seats(day), *_in_two_places(day), *_receipts(day), *_reminders(day)]


def _seats(day: date) -> list[Fault]:
    found = rows(
        "SELECT slot.id, capacity, count(*) AS taken FROM intake_slot AS slot "
        "JOIN intake_booking AS booking ON slot_id = slot.id "
        "WHERE status NOT IN ('moved', 'cancelled') AND NOT overbooked "
        "GROUP BY slot.id HAVING count(*) > capacity"
    )
    return [Fault(day, "bookings of a time", str(one.id), one.capacity, one.taken) for one in found]


def _in_two_places(day: date) -> list[Fault]:
    found = rows(
        "SELECT * FROM (SELECT id, lag(id) OVER own AS other, lower(during) AS begins, "
        "max(upper(during)) OVER (own ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS over "
        "FROM intake_slot WHERE closed_at IS NULL "
        "WINDOW own AS (PARTITION BY counsellor_id ORDER BY lower(during))) AS times "
        "WHERE begins < over"
    )
    return [
        Fault(day, "a counsellor in two places", str(one.id), "alone", one.other) for one in found
    ]


def _receipts(day: date) -> list[Fault]:
    """Who gave an address is told of each booking, once."""
    found = rows(
        "SELECT booking.id, booking.moved_from_id IS NOT NULL AS moved, "
        # Nobody is written to who has died.
        "booking.status = 'cancelled' AND NOT EXISTS (SELECT 1 FROM citizens_death AS death "
        "WHERE death.citizen_id = citizen.id AND told_at <= booking.settled_at "
        "AND coalesce(taken_back_at > booking.settled_at, true)) AS cancelled, "
        "array_agg(split_part(once_key, ':', 1)) FILTER (WHERE once_key IS NOT NULL) AS told "
        "FROM intake_booking AS booking "
        "JOIN intake_inquiry AS inquiry ON inquiry.id = booking.inquiry_id "
        "JOIN citizens_citizen AS citizen ON citizen.id = inquiry.citizen_id "
        "LEFT JOIN post_message AS message ON split_part(once_key, ':', 2) = booking.id::text "
        "WHERE citizen.email_hash IS NOT NULL GROUP BY booking.id, citizen.id"
    )
    faults = []
    for one in found:
        told = set(one.told or []) - {"reminder"}
        expected = {"moved" if one.moved else "receipt"} | (
            {"cancelled"} if one.cancelled else set()
        )
        if told != expected:
            words = sorted(expected), sorted(told)
            faults.append(Fault(day, "what was told of a booking", str(one.id), *words))
    return faults


def _reminders(day: date) -> list[Fault]:
    found = rows(
        "SELECT booking.id, booking.status FROM post_message AS message "
        "JOIN intake_booking AS booking ON once_key = 'reminder:' || booking.id "
        "WHERE message.state IN ('waiting', 'sending') AND booking.status <> 'booked'"
    )
    return [Fault(day, "a reminder of a time", str(one.id), "booked", one.status) for one in found]
