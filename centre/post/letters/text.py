"""What a letter says, before it has a form: typed parts that hold text and nothing else. Pure.

It is frozen with the letter as JSON, so a part that was written once must be read for ever: add to
these, do not rename.
"""

from datetime import date
from typing import Final

import msgspec

from centre.standard.schema import Standard
from centre.standard.words import grouped


class _Part(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """Whatever a letter is made of."""


class Heading(_Part, frozen=True, tag="heading"):
    text: str


class Paragraph(_Part, frozen=True, tag="paragraph"):
    """Some sentences; a line break in them is kept."""

    text: str


class Bullets(_Part, frozen=True, tag="list"):
    items: tuple[str, ...]


class Facts(_Part, frozen=True, tag="facts"):
    """What, and its value: when, where, who."""

    rows: tuple[tuple[str, str], ...]


class Quote(_Part, frozen=True, tag="quote"):
    """The words of the law, and where they stand; no reader is asked to find them easy."""

    text: str
    source: str = ""


Block = Heading | Paragraph | Bullets | Facts | Quote


class Sender(_Part, frozen=True, tag="sender"):
    council: str
    lines: tuple[str, ...] = ()


class Recipient(_Part, frozen=True, tag="recipient"):
    """Who gets it. `is_citizen` is false for an authority, and for who gets a copy.

    A citizen's address is not written by whoever words the letter: `addressed` puts it in.
    """

    name: str
    address: tuple[str, ...] = ()
    is_citizen: bool = True


class Signature(_Part, frozen=True, tag="signature"):
    name: str
    title: str = ""


class LetterText(_Part, frozen=True, kw_only=True, tag="letter"):
    """One letter. `written_on` is the date it bears, from which its arrival is counted."""

    sender: Sender
    recipient: Recipient | None
    place: str
    written_on: date
    title: str
    blocks: tuple[Block, ...]
    signature: Signature
    reference: str = ""
    closing: str = ""
    enclosures: tuple[str, ...] = ()
    # Who else gets it; the letter names them, and the address of each stands on their own copy alone.
    copies: tuple[Recipient, ...] = ()
    # On a copy: whom the letter itself is to.
    copy_of: str = ""

    def __post_init__(self) -> None:
        if not self.blocks:
            raise ValueError("a letter says something")


class FilePart(_Part, frozen=True, kw_only=True, tag="part"):
    """One document of a file: a letter, or blocks such as what happened when."""

    title: str
    of_day: date | None = None
    content: LetterText | tuple[Block, ...]


class FileText(_Part, frozen=True, kw_only=True, tag="file"):
    """Several documents bound as one, behind a page that says what is in it and where.

    A letter in it is shown from its data: it says what was sent, and is not the sheet that was sent.
    """

    sender: Sender
    place: str
    written_on: date
    title: str
    about: tuple[Block, ...] = ()
    parts: tuple[FilePart, ...]


Text = LetterText | FileText
_KEPT: Final[msgspec.json.Decoder[Text]] = msgspec.json.Decoder(Text)


def sender_of(standard: Standard) -> Sender:
    """The council and its centre, as its standard in force names them."""
    contact = standard.contact
    town = " ".join(filter(None, (contact.postcode, contact.city)))
    phone = next((grouped(one.number) for one in contact.phones), "")
    lines = (standard.identity.centre_name, contact.street, town, phone, contact.web)
    return Sender(council=standard.identity.council, lines=tuple(filter(None, lines)))


def copy_for(text: LetterText, to: Recipient) -> LetterText:
    """The same letter for somebody else's eyes: in the window stands who gets the copy."""
    whose = text.recipient.name if text.recipient is not None else ""
    return msgspec.structs.replace(text, recipient=to, copy_of=whose)


def addressed(text: Text, address: tuple[str, ...] = ()) -> Text:
    """The letter with the citizen's address in its window, as it is known now; none where none is told.

    Only a letter to the citizen bears it (ux C-19): a file that shows such a letter is somebody else's.
    An authority's address stays: theirs is no secret, and the letter has to reach them.
    """
    if isinstance(text, FileText):
        parts = tuple(_part_without(one) for one in text.parts)
        return msgspec.structs.replace(text, parts=parts)
    return _letter_to(text, address)


def is_to_the_citizen(text: Text) -> bool:
    """Whether it is the citizen's own letter: no authority's, and no file made for one."""
    return isinstance(text, LetterText) and (text.recipient is None or text.recipient.is_citizen)


def to_somebody_else(text: Text, name: str) -> Text:
    """The citizen's own letter with another name above it; any other as it is."""
    if not isinstance(text, LetterText) or text.recipient is None or not text.recipient.is_citizen:
        return text
    recipient = msgspec.structs.replace(text.recipient, name=name)
    return msgspec.structs.replace(text, recipient=recipient)


def _part_without(part: FilePart) -> FilePart:
    if not isinstance(part.content, LetterText):
        return part
    return msgspec.structs.replace(part, content=_letter_to(part.content, ()))


def _letter_to(text: LetterText, address: tuple[str, ...]) -> LetterText:
    to = text.recipient
    if to is None or not to.is_citizen:
        return text
    return msgspec.structs.replace(text, recipient=msgspec.structs.replace(to, address=address))


def frozen(text: Text) -> str:
    """The text as it is kept."""
    return msgspec.json.encode(text).decode()


def thawed(kept: str) -> Text:
    """The text that was kept. Raises msgspec.ValidationError when it is none of ours."""
    return _KEPT.decode(kept)
