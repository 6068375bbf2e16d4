"""A file as it would be given now: its parts with what is hidden hidden, bound as one document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.post.letters.render import render
from centre.post.letters.text import (
    Block,
    Facts,
    FilePart,
    FileText,
    LetterText,
    Paragraph,
    sender_of,
)
from centre.post.rules import Unprintable
from centre.post.words import day
from centre.rights.choices import REFUSING, Asker, Ground
from centre.rights.models import Piece, RightsRequest
from centre.rights.queries.parts import Other
from centre.rights.rules.masking import (
    Hides,
    Masker,
    composed,
    each_text,
    lines_of,
    masker,
)
from centre.staff.models import User
from centre.standard.schema import Standard

LANGUAGE = "da"
# More than so many signs without a form in our font are no text of ours: then the sending says which.
MOST_SIGNS = 300


class Names(msgspec.Struct, frozen=True):
    """Whom the fields of a file name, as it is kept while the file is looked through."""

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


Content = tuple[Block, ...] | LetterText
_KEPT: msgspec.json.Decoder[Content] = msgspec.json.Decoder(LetterText | tuple[Block, ...])
_NAMES: msgspec.json.Decoder[Names] = msgspec.json.Decoder(Names)


def frozen(content: Content) -> str:
    """A part's words as they are kept."""
    return msgspec.json.encode(content).decode()


def thawed(kept: str) -> Content:
    return _KEPT.decode(kept)


def names_kept(others: Iterable[Other]) -> str:
    found = list(others)
    names = tuple(dict.fromkeys(one.name for one in found))
    words = tuple(dict.fromkeys(word for one in found for word in one.words))
    return msgspec.json.encode(Names(names, words)).decode()


def masker_for(request: RightsRequest) -> Masker:
    """What is hidden in every part: others, and the staff unless the citizen needs to know them.

    Whoever asks for the citizen is not hidden from themselves, nor is the citizen's home or the centre; a
    home that is protected is, from everybody but the citizen (domain 6).
    """
    citizen, contact = request.citizen, request.standard.content.contact
    known = _NAMES.decode(request.others) if request.others else Names()
    secret = request.by_somebody_else and citizen.protected
    own = {
        one.casefold()
        for one in (
            citizen.name,
            request.asker_name,
            *(() if secret else citizen.address.splitlines()),
            *request.asker_lines,
            contact.street or "",
            " ".join(filter(None, (contact.postcode, contact.city))),
        )
    }
    staff = () if request.names_staff else staff_names()
    told = [
        *(citizen.address.splitlines() if secret else ()),
        *(line for words in known.words for line in lines_of(words)),
        *(one for one in staff),
    ]
    return masker(
        Hides(
            names=tuple(one for one in known.names if one.casefold() not in own),
            words=(*(one for one in told if one.casefold() not in own), *lines_of(request.hidden)),
            own=(
                *(citizen.name, citizen.phone, citizen.email, request.asker_name),
                *(one.number for one in contact.phones),
                *filter(None, (contact.email,)),
            ),
        )
    )


def staff_names() -> tuple[str, ...]:
    """Everybody who works or has worked here, by the whole name."""
    people = User.objects.order_by("id").only("first_name", "last_name")
    found = (f"{one.first_name} {one.last_name}".strip() for one in people)
    return tuple(dict.fromkeys(one for one in found if " " in one))


@dataclass(frozen=True)
class Given:
    """One part as it is given, and whether anything in it is hidden."""

    piece: Piece
    part: FilePart
    masked: bool


def given(piece: Piece, base: Masker) -> Given:
    """A part with what is hidden in it left out."""
    content, here = thawed(piece.content), base.also(lines_of(piece.hidden))
    shown = _masked(content, here)
    title = here.masked(piece.title, _("[left out]"), contacts=True)
    part = FilePart(title=title, of_day=piece.dated_on, content=shown)
    changed = each_text(content, composed) != shown
    return Given(piece, part, changed)


def is_loose(block: Block, *, in_letter: bool) -> bool:
    """Whether somebody's number may stand in it. In the tables of a letter stand the numbers of offices."""
    return not (in_letter and isinstance(block, Facts))


def _masked(content: Content, masker: Masker) -> Content:
    mark = _("[left out]")

    def hide(value: Any, *, loose: bool) -> Any:
        return each_text(value, lambda text: masker.masked(text, mark, contacts=loose))

    if not isinstance(content, LetterText):
        return tuple(hide(block, loose=True) for block in content)
    blocks = tuple(hide(one, loose=is_loose(one, in_letter=True)) for one in content.blocks)
    rest: LetterText = hide(content, loose=False)
    return msgspec.structs.replace(rest, blocks=blocks)


@dataclass(frozen=True)
class Compiled:
    """A file ready to be given: its words, each part, and why something is missing."""

    text: FileText
    parts: Sequence[Given]
    left_out: Sequence[Piece]

    @property
    def hides(self) -> bool:
        return any(one.masked for one in self.parts)

    @property
    def grounds(self) -> list[Ground]:
        """Why parts of what was asked for are left out, each once."""
        told = (Ground(one.ground) for one in self.left_out)
        return list(dict.fromkeys(one for one in told if one in REFUSING))

    @property
    def whole(self) -> bool:
        return not self.hides and not self.grounds


def compiled(
    request: RightsRequest, pieces: Sequence[Piece], log: tuple[Block, ...], today: date
) -> Compiled:
    """The file of a request as it stands. `log`: the extract of the log, where it is asked for."""
    content: Standard = request.standard.content
    with override(LANGUAGE):
        base = masker_for(request)
        parts = [given(one, base) for one in pieces if one.given]
        left_out = [one for one in pieces if not one.given]
        bound = [one.part for one in parts]
        if log:
            bound.append(FilePart(title=_("Who has opened your data"), content=log))
        text = FileText(
            sender=sender_of(content),
            place=content.contact.city or content.identity.council,
            written_on=today,
            title=_("What we keep about you") if parts else _("Who has opened your data"),
            about=tuple(_about(request, bool(parts))),
            parts=tuple(bound),
        )
    return Compiled(text, parts, left_out)


def _about(request: RightsRequest, with_file: bool) -> Iterator[Block]:
    rows = [
        (_("Whose file it is"), request.citizen.name),
        (_("Asked for"), day(request.received_on)),
    ]
    if request.asker != Asker.CITIZEN:
        rows.append((_("Asked for by"), request.asker_name))
    yield Facts(tuple(row for row in rows if row[1]))
    if with_file:
        mark = {"mark": _("[left out]")}
        yield Paragraph(
            _("Where it says %(mark)s, something about other people is left out.") % mark
        )


def printable(text: FileText) -> FileText:
    """With a sign in the place of each that our font does not have: a smiley keeps no file back.

    The signs are tried on a slip that holds nothing else: to set a long file again for each would take
    minutes. What is set as one sign but made of several is found in the file itself.
    """
    tried: FileText = each_text(text, partial(_without, _unknown(_slip(text))))
    made: FileText = each_text(tried, partial(_without, _unknown(tried)))
    return made


def _slip(text: FileText) -> FileText:
    """Every sign of a file once, without the letters and digits that every font has."""
    signs: set[str] = set()

    def keep(words: str) -> str:
        signs.update(one for one in words if not one.isascii())
        return words

    each_text(text, keep)
    part = FilePart(title="-", content=(Paragraph(" ".join(sorted(signs)) or "-"),))
    return msgspec.structs.replace(text, title="-", about=(), parts=(part,))


def _unknown(text: FileText) -> tuple[str, ...]:
    """The signs of a file that cannot be printed, the longest first."""
    found: list[str] = []
    for _again in range(MOST_SIGNS):
        try:
            render(each_text(text, partial(_without, found)), LANGUAGE)
        except Unprintable as error:
            found.append(error.sign)
        else:
            break
    return tuple(sorted(found, key=len, reverse=True))


def _without(signs: Sequence[str], text: str) -> str:
    for sign in signs:
        text = text.replace(sign, "[?]")
    return text


def texts_of(content: Content, title: str) -> list[str]:
    """Every text of a part."""
    found = [title]

    def keep(text: str) -> str:
        found.append(text)
        return text

    each_text(content, keep)
    return found
