"""What the inbox is narrowed to, as an address carries it: choices and numbers, no personal data."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import urlencode

from centre.citizens.choices import MINORS, AgeGroup
from intake.choices import About, Channel, DaysLeft, Group, Show, Topic

MINE: Final = "mine"
UNIT: Final = "unit"
ALL: Final = Show.ALL.value
YES_NO: Final = ("yes", "no")
KNOWN: Final[Mapping[str, Collection[str]]] = {
    "who": (MINE, UNIT),
    "show": Show.values,
    "channel": Channel.values,
    "group": Group.values,
    "topic": Topic.values,
    "anonymous": YES_NO,
    "left": DaysLeft.values,
}
# A unit's key and a colleague's number; whether they are here is for the database to say.
SHAPES: Final = {
    "unit": re.compile(r"[a-z0-9_-]{1,30}"),
    "responsible": re.compile(r"[1-9][0-9]{0,8}"),
}


@dataclass(frozen=True)
class Filter:
    """One way to look at the inbox. An empty word narrows nothing."""

    who: str = MINE
    show: str = ALL
    unit: str = ""
    channel: str = ""
    group: str = ""
    topic: str = ""
    anonymous: str = ""
    responsible: str = ""
    left: str = ""

    @property
    def narrowing(self) -> dict[str, str]:
        """What is chosen beside whose list it is, in the order of the page."""
        chosen = {one.name: getattr(self, one.name) for one in fields(self)}
        return {
            name: word for name, word in chosen.items() if name != "who" and word not in ("", ALL)
        }

    @property
    def query(self) -> str:
        """The filter as an address carries it: always written the same way."""
        return urlencode({"who": self.who, **self.narrowing})

    def but(self, **changes: str) -> "Filter":
        """The same with something else chosen."""
        return whole(replace(self, **changes))

    @property
    def mine(self) -> "Filter":
        """The same of one's own list."""
        show = ALL if self.show == Show.UNASSIGNED else self.show
        return replace(self, who=MINE, show=show, responsible="")


def whole(chosen: Filter) -> Filter:
    """Whom nobody or a colleague answers for is never on one's own list: look at the unit's."""
    if chosen.show == Show.UNASSIGNED or chosen.responsible:
        return replace(chosen, who=UNIT)
    return chosen


def read(told: Mapping[str, str], *, who: str) -> tuple[Filter, list[str]]:
    """The filter of an address, and the names of what it says that is no choice of ours.

    `who` is whose list it is where the address says nothing.
    """
    chosen, wrong = {"who": who}, []
    for name in (one.name for one in fields(Filter)):
        word = told.get(name, "")
        if word and not _is_choice(name, word):
            wrong.append(name)
        elif word:
            chosen[name] = word
    return whole(Filter(**chosen)), wrong


def _is_choice(name: str, word: str) -> bool:
    if name in SHAPES:
        return SHAPES[name].fullmatch(word) is not None
    return word in KNOWN[name]


def known(chosen: Filter, here: Mapping[str, Collection[str]]) -> tuple[Filter, list[str]]:
    """The filter without what is not here any more, such as a unit, and the names of that."""
    gone = [name for name, words in here.items() if getattr(chosen, name) not in ("", *words)]
    return replace(chosen, **dict.fromkeys(gone, "")), gone


def group_of(about: str, age_group: str) -> Group:
    """Which group an inquiry is in: a relative's and a professional's talk is their own."""
    if about in (About.RELATIVE, About.PROFESSIONAL):
        return Group(about)
    if age_group == AgeGroup.UNKNOWN:
        return Group.UNKNOWN
    return Group.YOUNG if age_group in MINORS else Group.ADULT
