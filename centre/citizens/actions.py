"""Keeping a person: sealed, and found again by keyed hash."""

from dataclasses import dataclass
from datetime import datetime

from centre.calendar import danish_day
from centre.citizens.models import Citizen
from centre.citizens.queries import index_of
from centre.vault import keyed_hash


@dataclass(frozen=True)
class Person:
    """What a citizen told about themselves. Everything may be empty but something to call them by."""

    name: str = ""
    cpr: str = ""
    phone: str = ""
    email: str = ""
    may_leave_message: bool = False
    protected: bool = False


def hash_of(value: str, *, purpose: str) -> bytes | None:
    """The look-up hash of a number or address; None for an empty one."""
    return keyed_hash(value, purpose=purpose) if value else None


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
    for name in ("name", "cpr", "phone", "email"):
        value = getattr(person, name)
        if value:
            setattr(citizen, name, value)
            if name != "name":
                setattr(citizen, f"{name}_hash", hash_of(value, purpose=f"citizen.{name}"))
    if person.name:
        # With the name itself: to be found costs no statement of its own.
        citizen.name_hashes = index_of(person.name)
    if person.phone or new:
        citizen.may_leave_message = person.may_leave_message
    citizen.protected = citizen.protected or person.protected
    citizen.save()
    return citizen
