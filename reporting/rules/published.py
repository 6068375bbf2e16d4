"""Numbers as they may leave the house: none tells of fewer than five people, nor lets that be reckoned.

Nothing is hidden cell by cell, for what one line hides another may give back. Kinds of treatment with
few people are put together until each group has ten; the parts of the groups are told for all groups or
for none; and months are told in percent alone, so that they add up to nothing (ux A.7 no. 4, C-43).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reporting.rules.figures import FEWEST_FOR_PERCENT, Share

SMALLEST: Final = 5
HIDDEN: Final = "–"
FEW: Final = f"<{SMALLEST}"


def told(count: int) -> str:
    """A count that stands alone: nought stays nought."""
    return FEW if 0 < count < SMALLEST else str(count)


@dataclass(frozen=True)
class Line:
    """A share as it is told. `open` is whether its parts are."""

    part: str
    rest: str
    whole: str
    open: bool
    percent: float | None = None


def line(share: Share, *, parts: bool = True) -> Line:
    """One share by itself; without its parts where others would give away what it hides."""
    part, rest = share.part, share.whole - share.part
    if 0 < share.whole < SMALLEST:
        return Line(HIDDEN, HIDDEN, FEW, open=False)
    if parts and is_open(share):
        percent = share.percent if share.says_enough else None
        return Line(str(part), str(rest), str(share.whole), open=True, percent=percent)
    if not parts or share.whole < FEWEST_FOR_PERCENT:
        # Which of the two is the small one would tell how small it is.
        return Line(HIDDEN, HIDDEN, str(share.whole), open=False)
    words = [FEW if 0 < one < SMALLEST else HIDDEN for one in (part, rest)]
    return Line(words[0], words[1], str(share.whole), open=False)


def is_open(share: Share) -> bool:
    """Whether neither those that are counted nor the others are a few."""
    return all(not 0 < one < SMALLEST for one in (share.part, share.whole - share.part))


Groups = Mapping[tuple[str, ...], Share]


def groups(kinds: Mapping[str, Share]) -> Groups:
    """The kinds that anybody is in, the small ones put together; one group alone is the whole.

    By the number of people alone, so that measures of the same people are put together alike.
    """
    found: list[tuple[tuple[str, ...], Share]] = [
        ((key,), share) for key, share in kinds.items() if share.whole
    ]
    while len(found) > 1:
        found.sort(key=lambda one: (one[1].whole, one[0]))
        (names, least), (others, next_one), *rest = found
        # Five would not do: beside a kind of five, four and four are all that two in eight can be.
        if least.whole >= FEWEST_FOR_PERCENT:
            break
        both = Share(least.part + next_one.part, least.whole + next_one.whole)
        found = [(tuple(sorted((*names, *others))), both), *rest]
    return dict(sorted(found)) if len(found) > 1 else {}


@dataclass(frozen=True)
class Published:
    """The whole, and the groups that it is made of."""

    whole: Line
    groups: Mapping[tuple[str, ...], Line]

    def of(self, wanted: set[str], there: set[str]) -> Line | None:
        """The line of some kinds of treatment, where one tells of just them; None where none does."""
        if there <= wanted:
            return self.whole
        return next((one for names, one in self.groups.items() if set(names) == wanted), None)


def publish(whole: Share, kinds: Mapping[str, Share]) -> Published:
    """A share and its kinds, so that no subtraction gives back what is hidden."""
    parted = groups(kinds)
    every = is_open(whole) and all(is_open(one) for one in parted.values())
    return Published(line(whole), {names: line(one, parts=every) for names, one in parted.items()})


def month(share: Share) -> float | None:
    """A month's percent, and nothing else of it."""
    return share.percent if share.says_enough and is_open(share) else None
