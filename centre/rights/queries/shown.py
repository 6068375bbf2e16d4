"""A part of a file as it is read by whoever looks it through: whole, and what is hidden in it marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from centre.post.letters.text import Block, Bullets, Facts, Heading, LetterText, Paragraph
from centre.rights.models import Piece, RightsRequest
from centre.rights.queries.compiled import is_loose, masker_for, thawed
from centre.rights.rules.masking import Masker, lines_of

Parts = Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Line:
    """A line with what stands before it; each piece of text with whether it is hidden."""

    parts: Parts
    label: Parts = ()
    heading: bool = False


def drawn(request: RightsRequest, piece: Piece) -> list[Line]:
    """All lines of a part."""
    content = thawed(piece.content)
    masker = masker_for(request).also(lines_of(piece.hidden))
    letter = isinstance(content, LetterText)
    blocks = _of_letter(content) if isinstance(content, LetterText) else content
    return [
        line
        for block in blocks
        for line in _lines(block, masker, is_loose(block, in_letter=letter))
    ]


def _of_letter(text: LetterText) -> Iterator[Block]:
    yield Heading(text.title)
    if text.recipient is not None:
        yield Paragraph("\n".join((text.recipient.name, *text.recipient.address)))
    yield from text.blocks
    yield Paragraph("\n".join(filter(None, (text.signature.name, text.signature.title))))
    for to in text.copies:
        yield Paragraph(to.name)


def _lines(block: Block, masker: Masker, loose: bool) -> Iterator[Line]:
    def told(text: str) -> Parts:
        return masker.parts(text, contacts=loose)

    match block:
        case Heading():
            yield Line(told(block.text), heading=True)
        case Bullets():
            yield from (Line(told(one)) for one in block.items)
        case Facts():
            yield from (Line(told(value), told(label)) for label, value in block.rows)
        case _:
            yield Line(told(block.text))
