"""How to break the constraints of the letters, beside those of `tests/constraints.py`."""

import uuid
from datetime import timedelta
from typing import Any

from centre.post.models import Letter
from tests.centre.post.letters import DAY
from tests.constraints import AT, UNKNOWN, breaks, citizen
from tests.factories import House


def letter(house: House, **changes: Any) -> Letter:
    given: dict[str, Any] = {
        "kind": "decision",
        "citizen": citizen(house),
        "unit": house.adults,
        "title": "Du får tilbudt behandling",
        "text": "{}",
        "pdf": b"%PDF",
        "sha256": "00",
        "channel": "letter",
        "written_on": DAY,
        "sent_at": AT,
        "presumed_received_on": DAY,
        "by": house.caseworker,
    }
    return Letter.objects.create(**{**given, **changes})


@breaks("letter_kind_known")
def _(house: House) -> None:
    letter(house, kind=UNKNOWN)


@breaks("letter_channel_known")
def _(house: House) -> None:
    letter(house, channel=UNKNOWN)


@breaks("letter_language_known")
def _(house: House) -> None:
    letter(house, language=UNKNOWN)


@breaks("letter_by_post_to_somebody")
def _(house: House) -> None:
    letter(house, citizen=None)


@breaks("letter_copy_of_another")
def _(house: House) -> None:
    own = uuid.uuid4()
    letter(house, id=own, copy_of_id=own)


@breaks("letter_received_after_written")
def _(house: House) -> None:
    letter(house, presumed_received_on=DAY - timedelta(days=1))


@breaks("letter_is_whole")
def _(house: House) -> None:
    letter(house, pdf=b"")
