"""The shape of a mapping file. A fault of the file is found when it is read, never in a delivery."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import msgspec

from centre.calendar import add_months

REGISTERS = ("nab", "smdb", "tdi")


class Codes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Our words and the register's codes.

    of: the class of ours whose words they are.
    official: whether the codes are the register's own, as far as they were found.
    source: where they stand.
    blank: the word that stands for what nobody wrote down.
    never: words of ours that cannot occur in this place.
    """

    of: str
    official: bool
    source: str
    codes: Mapping[str, str]
    blank: str = ""
    never: tuple[str, ...] = ()


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column. `value` names what of ours it holds; `needed` makes its absence a fault."""

    name: str
    value: str
    official: bool
    source: str
    codes: str = ""
    needed: bool = False


class Deadline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When it must have arrived: days after the month's end, or months after the day itself."""

    source: str
    days_after_month: int | None = None
    months: int | None = None

    def on(self, day: date) -> date:
        """The last day for what happened on a day."""
        if self.days_after_month is None:
            return add_months(day, self.months or 0)
        return add_months(day.replace(day=1), 1) + timedelta(days=self.days_after_month - 1)


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that happened on a day of its own; one file of the delivery.

    deadline: of social treatment; medical_deadline: of treatment with medicine, where it has its own.
    """

    key: str
    words: str
    fields: tuple[Field, ...]
    deadline: Deadline | None = None
    medical_deadline: Deadline | None = None


class Register(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole mapping. with_number: whether the personal number is delivered."""

    key: Literal["nab", "smdb", "tdi"]
    name: str
    owner: str
    with_number: bool
    codes: Mapping[str, Codes]
    events: tuple[Event, ...]

    def __post_init__(self) -> None:
        known = self.codes.keys() | {""}
        wrong = {
            one.name for event in self.events for one in event.fields if one.codes not in known
        }
        if wrong:
            raise ValueError(f"no such list of codes: {', '.join(sorted(wrong))}")


def load(key: str) -> Register:
    """The mapping of a register. Raises msgspec.ValidationError for a fault of the file."""
    text = (Path(__file__).parent / f"{key}.toml").read_text(encoding="utf-8")
    return msgspec.toml.decode(text, type=Register)
