"""How to break the rules of the journal's rows, beside those of `tests/constraints.py`."""

import uuid
from datetime import timedelta
from typing import Any

from centre.journal.models import Attachment, AttachmentPart, Note, PassingOn
from tests.centre.journal.cases import AT, TODAY, asked
from tests.constraints import UNKNOWN, breaks
from tests.factories import House


def note(house: House, **changes: Any) -> Note:
    """A note that is right, but for what is changed."""
    number = uuid.uuid4()
    given: dict[str, Any] = {
        "id": number,
        "thread": number,
        "regime": "health",
        "kind": "contact",
        "about_on": TODAY,
        "text": "Sov bedre.",
        "written_at": AT,
        "written_by": house.doctor,
        "author_title": "Læge",
    }
    told = {**given, **changes}
    told.setdefault("citizen_id", asked(house).citizen_id)
    return Note.objects.create(**told)


def attachment(house: House, **changes: Any) -> Attachment:
    given: dict[str, Any] = {"kind": "pdf", "name": "svar.pdf", "size": 3, "digest": bytes(32)}
    given |= {"added_at": AT, "added_by": house.doctor, "note": note(house)}
    return Attachment.objects.create(**{**given, **changes})


def part(one: Attachment, **changes: Any) -> AttachmentPart:
    given: dict[str, Any] = {"attachment": one, "number": 0, "content": b"%PDF"}
    return AttachmentPart.objects.create(**{**given, **changes})


def passing(house: House, **changes: Any) -> PassingOn:
    given: dict[str, Any] = {"basis": "consent", "consent_on": TODAY, "at": AT}
    told = {**given, "by": house.doctor, **changes}
    told["note"] = told.get("note") or note(house)
    return PassingOn.objects.create(**told)


@breaks("note_regime_known")
def _(house: House) -> None:
    note(house, regime=UNKNOWN)


@breaks("note_kind_of_its_record")
def _(house: House) -> None:
    # Medicine is none of the social record's.
    note(house, regime="social", kind="medicine")


@breaks("note_says_something")
def _(house: House) -> None:
    note(house, text="")


@breaks("note_tells_of_no_day_to_come")
def _(house: House) -> None:
    note(house, about_on=TODAY + timedelta(days=1))


@breaks("note_confers_in_the_health_record")
def _(house: House) -> None:
    note(house, regime="social", conferred="Overlæge Skov")


@breaks("note_of_conferral_names_whom")
def _(house: House) -> None:
    note(house, kind="conferral")


@breaks("note_names_a_title")
def _(house: House) -> None:
    note(house, author_title="")


@breaks("note_begins_a_thread_or_corrects")
def _(house: House) -> None:
    note(house, thread=uuid.uuid4())


@breaks("attachment_kind_known")
def _(house: House) -> None:
    attachment(house, kind=UNKNOWN)


@breaks("attachment_of_a_size")
def _(house: House) -> None:
    attachment(house, size=10 * 1024 * 1024)
    attachment(house, size=10 * 1024 * 1024 + 1)


@breaks("attachment_part_numbered_once")
def _(house: House) -> None:
    one = attachment(house)
    part(one)
    part(one)


@breaks("attachment_part_holds_something")
def _(house: House) -> None:
    part(attachment(house), content=b"")


@breaks("passing_on_once")
def _(house: House) -> None:
    passing(house, note=passing(house).note)


@breaks("passing_on_basis_known")
def _(house: House) -> None:
    passing(house, basis=UNKNOWN, consent_on=None, reason="Fordi.")


@breaks("passing_on_consent_has_a_day")
def _(house: House) -> None:
    passing(house, consent_on=None)


@breaks("passing_on_after_the_consent")
def _(house: House) -> None:
    passing(house, consent_on=TODAY + timedelta(days=1))


@breaks("passing_on_says_why")
def _(house: House) -> None:
    passing(house, basis="law", consent_on=None)
