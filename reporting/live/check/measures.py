"""Every number of the leader's page, counted slowly, one by one."""

from datetime import date, datetime, timedelta
from math import floor

from reporting.live.check.days import months_after
from reporting.live.check.fault import Fault, Shown, compare
from reporting.live.check.promises import Answered
from reporting.live.check.sql import rows
from reporting.live.check.standard import MINORS

MISSED = ("kept_late", "breached")
STANDING = ("booked", "attended", "no_show")


def faults(day: date, answered: list[Answered], shown: Shown) -> list[Fault]:
    since = months_after(day, -12)
    lately = [one for one in answered if one.received_on >= since]
    expected = {**_kept(lately), **_waited(lately), **_beside(since), **_third(shown.at)}
    found = [*compare(day, "a measure", expected, shown.measures)]
    if shown.answers:
        found += compare(day, "the rows behind a measure", _rows(lately), shown.answers)
    return found


def _kept(lately: list[Answered]) -> dict[str, object]:
    law = [one.law for one in lately]
    promised = [one.promised for one in lately]
    return {
        "law_kept": law.count("kept"),
        "law_rest": sum(one in MISSED for one in law),
        "promised_kept": promised.count("kept"),
        "promised_rest": sum(one in MISSED for one in promised),
        "waived": law.count("waived"),
        "released": law.count("released"),
        "running": law.count("running"),
    }


def _rows(lately: list[Answered]) -> dict[str, object]:
    told: dict[str, object] = {}
    for which in ("law", "promised"):
        said = [(one.id, getattr(one, which)) for one in lately]
        told[f"{which} kept"] = frozenset(pk for pk, answer in said if answer == "kept")
        told[f"{which} missed"] = frozenset(pk for pk, answer in said if answer in MISSED)
    return told


def _waited(lately: list[Answered]) -> dict[str, object]:
    now = [one.clock.now for one in lately]
    days = sorted(
        (one.stopped_on - one.starts_on).days
        for one in now
        if one.stopped_on is not None and one.ended_as == "stop"
    )
    return {
        "waited": len(days),
        "waiting": sum(one.stopped_on is None for one in now),
        "middle": middle(days),
        "ninetieth": _share(days, 0.9),
    }


def middle(days: list[int]) -> float | None:
    """What half of them have waited no longer than."""
    return _share(sorted(days), 0.5)


def _share(days: list[int], share: float) -> float | None:
    """The day that such a share have waited no longer than; between two, in proportion."""
    if not days:
        return None
    place = (len(days) - 1) * share
    below = floor(place)
    above = min(below + 1, len(days) - 1)
    return round(days[below] + (days[above] - days[below]) * (place - below), 6)


def _beside(since: date) -> dict[str, object]:
    asked = rows(
        "SELECT anonymous, wish, topic, age_group FROM intake_inquiry "
        "WHERE received_on >= %(since)s",
        since=since,
    )
    drugs = [one for one in asked if one.wish == "treatment" and one.topic in ("drugs", "both")]
    return {
        "anonymous": sum(one.anonymous and one.age_group not in MINORS for one in drugs),
        "advice": sum(one.wish != "treatment" for one in asked),
    }


def _third(at: datetime) -> dict[str, object]:
    """The third free time of the coming four weeks."""
    times = rows(
        "SELECT id, starts_at, capacity FROM intake_slot "
        "WHERE closed_at IS NULL AND starts_at > %(at)s AND starts_at < %(until)s",
        at=at,
        until=at + timedelta(weeks=4),
    )
    taken = [
        one.slot_id
        for one in rows(
            "SELECT slot_id, booking.status FROM intake_booking AS booking "
            "JOIN intake_slot AS slot ON slot.id = slot_id WHERE starts_at > %(at)s",
            at=at,
        )
        if one.status in STANDING
    ]
    free = sorted(one.starts_at for one in times if taken.count(one.id) < one.capacity)
    return {"third_at": free[2] if len(free) > 2 else None}
