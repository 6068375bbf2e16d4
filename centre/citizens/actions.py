"""Keeping a person: sealed, and found again by keyed hash."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.citizens.queries import hash_of, index_of
from centre.refusal import Refused
from centre.rows import insert

BATCH = 500
# What is found by a hash of its own; names have a column of many.
HASHED = ("cpr", "phone", "email")
KEPT = ("name", *HASHED, "address")


@dataclass(frozen=True)
class Person:
    """What a citizen told about themselves. Everything may be empty but something to call them by."""

    name: str = ""
    cpr: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    may_leave_message: bool = False
    protected: bool = False


@dataclass(frozen=True)
class Holder:
    """One who has custody, as it was told."""

    name: str
    address: str = ""
    gets_letters: bool = False


def keep_person(*, person: Person | None, age_group: str, at: datetime) -> Citizen | None:
    """Keep a person in the caller's transaction; whoever stays anonymous gets no row at all.

    A CPR number that is known already is the same citizen: contact data they now gave replace the
    old ones, nothing they left out is lost.
    """
    if person is None:
        return None
    first_seen = {"created_on": danish_day(at), "age_group": age_group}
    citizen, new = Citizen(**first_seen), True
    if person.cpr:
        # Two who bring the same new number at once meet in one row.
        citizen, new = Citizen.objects.select_for_update(of=("self",)).get_or_create(
            cpr_hash=hash_of(person.cpr, purpose="citizen.cpr"), defaults=first_seen
        )
    for name in KEPT:
        if getattr(person, name):
            write(citizen, name, getattr(person, name))
    if person.phone or new:
        citizen.may_leave_message = person.may_leave_message
    citizen.protected = citizen.protected or person.protected
    if person.cpr:
        citizen.save()
    else:
        insert(citizen)
    return citizen


def locked(citizen_id: UUID) -> Citizen:
    """The row of a citizen of whom something is written, held until it is.

    Raises Citizen.DoesNotExist, and Refused where all that was kept of them is deleted: nothing may
    be written of the number that is left.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    if citizen.disposed_on is not None:
        raise Refused(_("Nothing can be written here any more: the records are deleted."))
    return citizen


def write(citizen: Citizen, name: str, value: str) -> None:
    """Put what was told in its column, with the hashes by which it is found. Nothing is saved."""
    setattr(citizen, name, value)
    if name == "name":
        # With the name itself: to be found costs no statement of its own.
        citizen.name_hashes = index_of(value)
    elif name in HASHED:
        setattr(citizen, f"{name}_hash", hash_of(value, purpose=f"citizen.{name}"))


@dataclass
class Reindexed:
    """How many people got new hashes, how many had theirs, and who stands twice under one CPR number.

    The second of two was registered while nobody could be found by number: they keep their old hash
    until somebody has made one of them.
    """

    changed: int = 0
    right: int = 0
    twice: list[UUID] = field(default_factory=list)


def reindex(*, batch: int = BATCH) -> Reindexed:
    """Make everybody's look-up hashes anew from what is sealed, under the index key of the settings.

    It does not matter under which key they were made: the old one is not needed. A batch is a
    transaction of its own, so a run that was ended half-way is simply run again; where all is right
    nothing is written. Raises VaultError where the field keys do not open what is kept.
    """
    told = Reindexed()
    last: UUID | None = None
    while True:
        with transaction.atomic():
            rows = Citizen.objects.select_for_update(no_key=True).order_by("pk")
            people = list((rows.filter(pk__gt=last) if last else rows)[:batch])
            _index(people, told)
        if not people:
            return told
        last = people[-1].pk


def _index(people: list[Citizen], told: Reindexed) -> None:
    wrong = [one for one in people if _put_hashes(one)]
    told.right += len(people) - len(wrong)
    if not wrong:
        return
    columns = ["name_hashes", *(f"{name}_hash" for name in HASHED)]
    try:
        with transaction.atomic():
            Citizen.objects.bulk_update(wrong, columns)
        told.changed += len(wrong)
    except IntegrityError:
        # One of them stands in the table twice: all the others are written one by one.
        for one in wrong:
            _index_one(one, columns, told)


def _index_one(one: Citizen, columns: list[str], told: Reindexed) -> None:
    try:
        with transaction.atomic():
            one.save(update_fields=columns)
        told.changed += 1
    except IntegrityError:
        told.twice.append(one.pk)


def _put_hashes(one: Citizen) -> bool:
    """Whether any hash of a person was not what it is under the key now; it is put right."""
    made = {
        f"{name}_hash": hash_of(getattr(one, name), purpose=f"citizen.{name}") for name in HASHED
    }
    names = index_of(one.name)
    same = sorted(one.name_hashes) == sorted(names) and all(
        (None if getattr(one, column) is None else bytes(getattr(one, column))) == value
        for column, value in made.items()
    )
    one.name_hashes = names
    for column, value in made.items():
        setattr(one, column, value)
    return not same
