"""Finding a person whose name and numbers are sealed: by keyed hashes."""

from django.db.models import Q

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
