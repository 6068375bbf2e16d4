"""How long a draft is kept, how much it holds, and whose text may replace whose. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

# ux A.6: deleted after 30 days with notice; the notice comes some days before, never after.
KEPT = timedelta(days=30)
NOTICE = timedelta(days=5)
# A note of 6 000 characters (ux C-11) and the rest of its form. What is pasted beyond a field's own
# limit is kept too: the field stops no typing, so the draft must not either.
LONGEST = 16_000
MOST_FIELDS = 100
LONGEST_NAME = 60

Content = dict[str, list[str]]
_TAB = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(rf"[0-9A-Za-z._-]{{0,{LONGEST_NAME}}}")


@dataclass(frozen=True)
class Hand:
    """Who holds the pen: the page's own number, the version it has seen, its count of savings.

    A page without scripts tells nothing: it has no tab, and so nothing of a draft is asked of it.
    """

    tab: str = ""
    seen: UUID | None = None
    turn: int = 0

    @classmethod
    def read(cls, told: Mapping[str, str]) -> "Hand":
        """What a page tells of itself; what nobody's page would say counts as not said."""
        tab, turn = told.get("draft_tab", ""), told.get("draft_turn", "")
        return cls(
            tab=tab if _TAB.fullmatch(tab) else "",
            seen=_uuid(told.get("draft_seen", "")),
            turn=int(turn) if re.fullmatch(r"[0-9]{1,9}", turn, re.ASCII) else 0,
        )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def is_name(text: str) -> bool:
    """Whether a text can be the name of a form or the number of a row: nothing else is sought."""
    return _NAME.fullmatch(text) is not None


def is_newer(*, version: UUID, tab: str, hand: Hand) -> bool:
    """Whether a stored draft holds words that this page has not seen: another page wrote them."""
    return version != hand.seen and tab != hand.tab


def content_of(text: str) -> Content:
    """The fields of a form as the page sends them: each name with its values.

    Raises ValueError for anything else, and for more than a draft may hold.
    """
    try:
        told: Any = json.loads(text)
    except RecursionError as error:
        raise ValueError("not the fields of a form") from error
    if not isinstance(told, dict) or len(told) > MOST_FIELDS:
        raise ValueError("not the fields of a form")
    for name, values in told.items():
        if not name or len(name) > LONGEST_NAME or not isinstance(values, list):
            raise ValueError("not a field and its values")
        if not all(isinstance(value, str) for value in values):
            raise ValueError("not a text")
    if sum(len(value) for values in told.values() for value in values) > LONGEST:
        raise ValueError("longer than a draft may be")
    return told


def forgotten_on(saved_on: date, warned_on: date | None) -> date:
    """The day a draft goes: after thirty days, and never before the notice has had its days."""
    by_age = saved_on + KEPT
    return max(by_age, warned_on + NOTICE) if warned_on else by_age


def due_for_notice(at: datetime) -> datetime:
    """Drafts saved at this moment or before are told of."""
    return at - (KEPT - NOTICE)
