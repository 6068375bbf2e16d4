"""What stands in the forms of a file, and the marks by which it is known again when they come back."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from centre.citizens.models import MOST_GUARDIANS, Citizen, Guardian
from centre.file.queries.ground import FIELDS
from centre.vault import keyed_hash

NUMBERS = range(1, MOST_GUARDIANS + 1)
HOLDER = ("name", "address", "gets_letters")
# So many signs of a hash: whoever holds no key makes none of them.
LENGTH = 16


def who_told(citizen: Citizen) -> dict[str, object]:
    """Who it is and how they are reached, by the field of the form."""
    return {name: getattr(citizen, name) for name in FIELDS}


def custody_told(known: Iterable[Guardian]) -> dict[str, object]:
    """Who has custody, by the field of the form; empty for whoever is not named."""
    named = {one.number: one for one in known}
    return {
        f"{name}_{number}": getattr(named.get(number, Guardian()), name)
        for number in NUMBERS
        for name in HOLDER
    }


def marks_of(told: Mapping[str, object]) -> str:
    """A mark for each field. It goes along with the form and tells nothing of what stands there."""
    return " ".join(f"{name}:{mark_of(name, value)}" for name, value in told.items())


def marks_in(seen: str) -> dict[str, str]:
    """The marks by field, as they came back."""
    return dict(one.split(":", 1) for one in seen.split() if ":" in one)


def mark_of(name: str, value: object) -> str:
    # Hashed before: the keyed hash alone would not tell capitals and spaces apart.
    told = sha256(f"{name} {value}".encode()).hexdigest()
    return keyed_hash(told, purpose="file.seen").hex()[:LENGTH]
