"""Does a well-formed standard make sense? Rules that hold between values."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import get_args

from centre.calendar import add_months
from centre.standard.law import national_rule
from centre.standard.loader.shape import Found
from centre.standard.schema import (
    AgeGroup,
    ClockRule,
    CounsellingHours,
    Interval,
    Part,
    Sourced,
    Standard,
    Weekday,
    WeekHours,
)

OLDEST_AGE = 120
REVISION_YEARS = 2
REGION_CODES = ("1081", "1082", "1083", "1084", "1085")
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_PAIRS = (
    ("age_from", "age_to"),
    ("talks_from", "max_talks"),
    ("talks_from", "talks_to"),
    ("months_from", "months_to"),
    ("weeks_from", "weeks_to"),
    ("group_talks_from", "group_talks_to"),
    ("clarifying_talks_from", "clarifying_talks_to"),
    ("valid_from", "valid_to"),
)
_PATTERNS = {
    "number": (re.compile(r"\d{8}"), "eight digits without spaces"),
    "postcode": (re.compile(r"\d{4}"), "four digits"),
    "email": (re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+"), "an e-mail address"),
    "web": (re.compile(r"[^\s:/]+\.[a-zæøå]+(/\S*)?"), "an address without http://"),
    "municipality_code": (re.compile(r"\d{4}"), "four digits with the leading zero"),
}


def faults_of_sense(standard: Standard) -> Iterator[Found]:
    """Every breach of the rules between values, each with its place."""
    for check in (
        _identity,
        _everywhere,
        _hours,
        _counselling,
        _units,
        _duplicates,
        _references,
        _clocks,
        _gift_cards,
        _complaints,
        _follow_up,
        _targets,
        _readings,
    ):
        yield from check(standard)


def walk(value: object, place: str = "") -> Iterator[tuple[str, Part]]:
    """Every part inside a value, with its place."""
    if isinstance(value, Part):
        yield place, value
        for name in value.__struct_fields__:
            yield from walk(getattr(value, name), f"{place}.{name}" if place else name)
    elif isinstance(value, tuple):
        for index, element in enumerate(value):
            yield from walk(element, f"{place}[{index}]")


def _identity(standard: Standard) -> Iterator[Found]:
    identity = standard.identity
    if not _KEY.fullmatch(identity.key):
        yield "identity.key", "use small letters a to z, digits and _ only"
    if identity.region_code not in REGION_CODES:
        yield "identity.region_code", f'"{identity.region_code}" is not a region'
    latest = add_months(identity.valid_from, 12 * REVISION_YEARS)
    revision = identity.next_revision_on
    if revision is not None and not identity.valid_from < revision <= latest:
        yield (
            "identity.next_revision_on",
            f"{revision} is not within two years after valid_from {identity.valid_from}",
        )
    if identity.revision_years is not None and not 1 <= identity.revision_years <= REVISION_YEARS:
        yield (
            "identity.revision_years",
            "a standard is revised at least every second year",
        )


def _everywhere(standard: Standard) -> Iterator[Found]:
    """Ordered pairs, numbers and the form of addresses, wherever they stand."""
    for place, part in walk(standard):
        for low, high in _PAIRS:
            first, last = getattr(part, low, None), getattr(part, high, None)
            if first is not None and last is not None and first > last:
                yield f"{place}.{low}", f"{first} comes after {high} {last}"
        for name in part.__struct_fields__:
            value = getattr(part, name)
            if isinstance(value, str):
                yield from _form(name, value, f"{place}.{name}")
            elif isinstance(value, int) and not isinstance(value, bool):
                yield from _number(name, value, f"{place}.{name}")


def _form(name: str, value: str, place: str) -> Iterator[Found]:
    pattern, wanted = _PATTERNS.get(name, (None, ""))
    if pattern and not pattern.fullmatch(value):
        yield place, f'"{value}" is not {wanted}'


def _number(name: str, value: int, place: str) -> Iterator[Found]:
    if name.startswith("age_") or name.endswith("_age"):
        if value > OLDEST_AGE:
            yield place, f"{value} is not an age"
    elif value == 0:
        yield place, "0 means nothing here; leave the key out"


def _hours(standard: Standard) -> Iterator[Found]:
    for name in standard.hours.__struct_fields__:
        hours: WeekHours | None = getattr(standard.hours, name)
        if hours is None:
            continue
        place = f"hours.{name}"
        if not any(getattr(hours, day) for day in WEEKDAYS):
            yield (
                place,
                "no hours on any day; leave the table out when the standard is silent",
            )
        for day in WEEKDAYS:
            yield from _day(getattr(hours, day), f"{place}.{day}")


def _day(intervals: tuple[Interval, ...], place: str) -> Iterator[Found]:
    for index, interval in enumerate(intervals):
        if interval.opens >= interval.closes:
            yield (
                f"{place}[{index}]",
                f"opens {interval.opens:%H:%M} is not before closes {interval.closes:%H:%M}",
            )
    for index, (earlier, later) in enumerate(pairwise(intervals), start=1):
        if later.opens < earlier.closes:
            yield f"{place}[{index}]", "starts before the stretch above it ends"


def _counselling(standard: Standard) -> Iterator[Found]:
    hours = standard.hours.open_counselling
    if hours is None:
        return
    place = "hours.open_counselling"
    if hours.callers_every is not None and hours.callers_every <= 1:
        yield f"{place}.callers_every", "must be 2 or more, or the web has no times left"
    others = [h for h in (standard.hours.opening, standard.hours.phone) if h is not None]
    for day in WEEKDAYS:
        for index, interval in enumerate(getattr(hours, day)):
            yield from _slot(hours, interval, f"{place}.{day}[{index}]")
            if others and not any(_inside(interval, getattr(other, day)) for other in others):
                yield (
                    f"{place}.{day}[{index}]",
                    "lies outside the opening and phone hours",
                )


def _slot(hours: CounsellingHours, interval: Interval, place: str) -> Iterator[Found]:
    length = (interval.closes.hour - interval.opens.hour) * 60
    length += interval.closes.minute - interval.opens.minute
    if 0 < length < hours.slot_minutes:
        yield place, f"is shorter than one time of {hours.slot_minutes} minutes"


def _inside(interval: Interval, around: tuple[Interval, ...]) -> bool:
    return any(o.opens <= interval.opens and interval.closes <= o.closes for o in around)


def _units(standard: Standard) -> Iterator[Found]:
    """Each age group goes to exactly one unit, so that no inquiry is left without a door."""
    for group in get_args(AgeGroup):
        takers = [unit.key for unit in standard.units if group in unit.takes]
        if not takers:
            yield "units", f'no unit takes the age group "{group}"'
        elif len(takers) > 1:
            yield "units", f'the age group "{group}" is taken by {" and ".join(takers)}'


def _duplicates(standard: Standard) -> Iterator[Found]:
    yield from _twice("contact.phones", [phone.key for phone in standard.contact.phones], "key")
    yield from _twice("clocks", [clock.kind for clock in standard.clocks], "kind")
    yield from _twice("follow_up", [rule.area for rule in standard.follow_up], "area")
    yield from _twice("free_choice", [choice.area for choice in standard.free_choice], "area")
    for name in (
        "units",
        "target_groups",
        "offers",
        "expectations",
        "complaints",
        "targets",
        "future",
    ):
        yield from _twice(name, [element.key for element in getattr(standard, name)], "key")


def _twice(place: str, words: Iterable[str], field: str) -> Iterator[Found]:
    seen: set[str] = set()
    for index, word in enumerate(words):
        if word in seen:
            yield f"{place}[{index}].{field}", f'"{word}" is used twice'
        seen.add(word)


def _references(standard: Standard) -> Iterator[Found]:
    offers = {offer.key for offer in standard.offers}
    groups = {group.key for group in standard.target_groups}
    units = {unit.key for unit in standard.units}
    for index, offer in enumerate(standard.offers):
        place = f"offers[{index}]"
        yield from _missing(f"{place}.for_groups", offer.for_groups, groups, "target group")
        yield from _missing(f"{place}.after", (offer.after,), offers, "offer")
    if standard.gift_cards:
        yield from _missing("gift_cards.offers", standard.gift_cards.offers, offers, "offer")
    if standard.children:
        for name in ("family_offer", "default_offer"):
            wanted = (getattr(standard.children, name),)
            yield from _missing(f"children.{name}", wanted, offers, "offer")
    for index, route in enumerate(standard.youth.routes if standard.youth else ()):
        yield from _missing(f"youth.routes[{index}].offer", (route.offer,), offers, "offer")
    for index, phone in enumerate(standard.contact.phones):
        yield from _missing(f"contact.phones[{index}].unit", (phone.unit,), units, "unit")


def _missing(
    place: str, wanted: Iterable[str | None], known: set[str], what: str
) -> Iterator[Found]:
    for word in wanted:
        if word is not None and word not in known:
            yield place, f'there is no {what} "{word}" in this file'


def _clocks(standard: Standard) -> Iterator[Found]:
    for index, clock in enumerate(standard.clocks):
        place = f"clocks[{index}]"
        lengths = [length for length in (clock.days, clock.weeks, clock.months) if length]
        if len(lengths) != 1:
            yield place, "give exactly one of days, weeks and months"
        else:
            yield from _within_the_law(clock, standard.identity.valid_from, place)
        for name in ("start_any", "stop_when"):
            if not getattr(clock, name):
                yield f"{place}.{name}", "name at least one event"


def _within_the_law(clock: ClockRule, on: date, place: str) -> Iterator[Found]:
    rule = national_rule(clock.kind, on)
    if rule is None or not rule.exists or rule.days is None:
        if clock.guaranteed_by == "law":
            yield (
                f"{place}.guaranteed_by",
                "the law gives no deadline here; write standard",
            )
        return
    if _days_of(clock) > rule.days:
        yield place, f"is longer than the {rule.days} days of {rule.basis}"


def _days_of(clock: ClockRule) -> int:
    """At least so many days; a month is at least 28."""
    return (clock.days or 0) + 7 * (clock.weeks or 0) + 28 * (clock.months or 0)


def _gift_cards(standard: Standard) -> Iterator[Found]:
    cards = standard.gift_cards
    if cards is None:
        return
    for name in ("amount_kr", "every_attendance", "max_cards", "offers", "areas"):
        given = bool(getattr(cards, name))
        if cards.used and not given:
            yield f"gift_cards.{name}", "gift cards are used, so this must be given"
        elif not cards.used and given:
            yield (
                f"gift_cards.{name}",
                "gift cards are not used, so this cannot be given",
            )


def _complaints(standard: Standard) -> Iterator[Found]:
    for index, route in enumerate(standard.complaints):
        place = f"complaints[{index}]"
        if route.no_deadline and route.deadline_weeks is not None:
            yield f"{place}.deadline_weeks", "there cannot be both a deadline and none"
        if not route.possible and (route.appeal or route.deadline_weeks):
            yield (
                place,
                "nobody can be complained to, so there is no deadline and no appeal",
            )
        final = {"alcohol_decision", "anonymous_decision"} & set(route.about)
        if final and route.appeal:
            yield (
                f"{place}.appeal",
                "this decision cannot be appealed (SUL § 141, SEL § 101 a stk. 6)",
            )


def _follow_up(standard: Standard) -> Iterator[Found]:
    for index, rule in enumerate(standard.follow_up):
        place = f"follow_up[{index}]"
        if list(rule.months) != sorted(set(rule.months)):
            yield f"{place}.months", "name each month once, the earliest first"
        if rule.guaranteed_by == "law" and rule.area != "drugs":
            yield (
                f"{place}.guaranteed_by",
                "the law asks for follow-up of drug treatment only",
            )


def _targets(standard: Standard) -> Iterator[Found]:
    for index, target in enumerate(standard.targets):
        place = f"targets[{index}]"
        if (target.value is None) != (target.unit is None):
            yield place, "give both value and unit, or neither"
        if target.comparison in ("at_least", "at_most") and target.value is None:
            yield f"{place}.value", f'"{target.comparison}" takes a value'
        if target.unit == "percent" and (target.value or 0) > 100:
            yield f"{place}.value", f"{target.value} percent is more than everybody"


def _readings(standard: Standard) -> Iterator[Found]:
    """Whoever chooses a reading says which and why."""
    for place, part in walk(standard):
        if not isinstance(part, Sourced) or part.reading:
            continue
        chosen = {
            "proposed": bool(getattr(part, "proposed", False)),
            "obsolete": bool(getattr(part, "obsolete", False)),
            "in_force": getattr(part, "in_force", True) is False,
            "stop_also": bool(getattr(part, "stop_also", ())),
        }
        for name, needs in chosen.items():
            if needs:
                yield (
                    f"{place}.reading",
                    f'"{name}" says a reading was chosen; say which and why',
                )
