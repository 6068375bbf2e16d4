"""Finding a person whose name and numbers are sealed, by keyed hashes; and who has died."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, OuterRef, Q

from centre.citizens.models import Death, DeathQuerySet
from centre.citizens.rules import beginnings, words_of
from centre.vault import keyed_hash, keyed_number

BEGINNING = "citizen.name"
WHOLE = "citizen.name.whole"


def hash_of(value: str, *, purpose: str) -> bytes | None:
    """The look-up hash of a number or address; None for an empty one."""
    return keyed_hash(value, purpose=purpose) if value else None


def index_of(name: str) -> list[int]:
    """What is kept of a name to find it again. Sorted, so that the words' order is not told."""
    found = {keyed_number(word, purpose=WHOLE) for word in words_of(name)}
    found |= {keyed_number(part, purpose=BEGINNING) for part in beginnings(name)}
    return sorted(found)


def named(name: str) -> Q:
    """Those whose name has, for each word asked for, a word that begins so; nobody for no word."""
    return _all_of(words_of(name), BEGINNING)


def named_in_full(name: str) -> Q:
    """Those whose name has each of the words, whole."""
    return _all_of(words_of(name), WHOLE)


def _all_of(words: list[str], purpose: str) -> Q:
    hashes = [keyed_number(word, purpose=purpose) for word in words]
    # Everybody's name holds all of nothing.
    return Q(name_hashes__contains=hashes) if hashes else Q(pk__in=[])


def deaths(citizen: str) -> DeathQuerySet:
    """What says that the citizen in this column of an outer query has died."""
    return Death.objects.in_force().filter(citizen=OuterRef(citizen))


def died_among(citizens: Collection[UUID | None]) -> set[UUID]:
    """Those who have died."""
    ids = {one for one in citizens if one is not None}
    if not ids:
        return set()
    found = Death.objects.in_force().filter(citizen__in=ids)
    return set(found.values_list("citizen", flat=True))


def unlisted(citizen: str) -> list[str]:
    """What no list shows of a citizen, by the way that leads there: sealed, it is opened for nothing."""
    return [f"{citizen}__{name}" for name in ("cpr", "phone", "email", "address", "name_hashes")]


def has_died(citizen_id: UUID | None) -> bool:
    return citizen_id in died_among({citizen_id})


def deaths_told(citizen_id: UUID) -> list[Death]:
    """All that says so: first where anybody knew the day, then who told it first."""
    told = Death.objects.in_force().filter(citizen=citizen_id).select_related("told_by")
    return list(told.order_by(F("died_on").asc(nulls_last=True), "told_at", "id"))


def death_of(citizen_id: UUID | None) -> Death | None:
    """What a page tells of it."""
    return next(iter(deaths_told(citizen_id)), None) if citizen_id is not None else None
