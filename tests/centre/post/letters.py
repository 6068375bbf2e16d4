"""A letter as a centre would write it, and a PDF as a reader or a screen reader would read it."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pypdf import PdfReader

from centre.post.letters.text import (
    Block,
    Bullets,
    Facts,
    FilePart,
    FileText,
    Heading,
    LetterText,
    Paragraph,
    Quote,
    Recipient,
    Sender,
    Signature,
)

DAY = date(2026, 11, 23)
SENDER = Sender("Haderslev Kommune", ("Rusmiddelcentret i Haderslev", "Clausensvej 25"))
ADDRESS = ("Prøvevej 12, 2. tv.", "6100 Haderslev")
BLOCKS = (
    Paragraph("Du har bedt om hjælp til at drikke mindre.\nNu kan du begynde hos os."),
    Heading("Det har vi besluttet"),
    Facts((("Tilbud", "Samtaler hos os"), ("Begynder", "tirsdag den 1. december 2026 kl. 10.00"))),
    Heading("Sådan kan du gøre"),
    Bullets(("Du kan sige til, hvis du vil noget andet.", "Du kan tage en med til samtalen.")),
    Quote("Kommunalbestyrelsen skal iværksætte behandlingen.", "Sundhedsloven § 141, stk. 2"),
)


def letter(**changes: Any) -> LetterText:
    """A letter of 23 November 2026 to somebody with all the Danish letters."""
    given: dict[str, Any] = {
        "sender": SENDER,
        "recipient": Recipient("Ærø Ødegård-Åström", ADDRESS),
        "place": "Haderslev",
        "written_on": DAY,
        "title": "Du får tilbudt behandling",
        "blocks": BLOCKS,
        "signature": Signature("Mette Åkjær", "Behandler"),
        "reference": "TR-4K7",
        "closing": "Venlig hilsen",
        "enclosures": ("Aftale om samtaler",),
    }
    return LetterText(**{**given, **changes})


def file(*letters: LetterText) -> FileText:
    """The letters, and after them what happened when."""
    parts = [FilePart(title="Afgørelse", of_day=DAY, content=one) for one in letters]
    happened = (Heading("Hændelser"), Facts((("1. november 2026", "Henvendelse"),) * 60))
    return FileText(
        sender=SENDER,
        place="Haderslev",
        written_on=DAY,
        title="Sagens akter",
        about=(Facts((("Til", "Ankestyrelsen"),)),),
        parts=(*parts, FilePart(title="Forløb", content=happened)),
    )


def read(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All text of all pages, with one space between the words."""
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


def tags(pdf: bytes) -> Iterator[str]:
    """The names of the structure that a screen reader walks, in its order."""

    def walk(node: Any) -> Iterator[str]:
        kind = node.get_object()
        if isinstance(kind, list):
            for one in kind:
                yield from walk(one)
        elif isinstance(kind, dict):
            if "/S" in kind:
                yield str(kind["/S"])
            if "/K" in kind:
                yield from walk(kind["/K"])

    yield from walk(read(pdf).trailer["/Root"]["/StructTreeRoot"])


def seen_through_the_window(pdf: bytes) -> list[str]:
    """What stands on the first page where an envelope's window may show it: 49–95 mm from above."""
    found: list[str] = []

    def visit(text: str, page: Any, line: Any, _font: Any, _size: Any) -> None:
        from_left = (page[4] + page[0] * line[4]) / 72 * 25.4
        from_below = (page[5] + page[3] * line[5]) / 72 * 25.4
        if text.strip() and from_left < 110 and 49 <= 297 - from_below <= 95:
            found.append(text.strip())

    read(pdf).pages[0].extract_text(visitor_text=visit)
    return found


def prose(blocks: Sequence[Block]) -> Iterator[str]:
    """What a reader is asked to read; the law's own words are left out."""
    for one in blocks:
        match one:
            case Heading() | Paragraph():
                yield one.text
            case Bullets():
                yield from one.items
            case Facts():
                yield from (f"{what}: {value}" for what, value in one.rows)
