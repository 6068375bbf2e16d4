"""What an attachment may be: a PDF or a picture, known by what it holds (ux T21). Pure."""

import io
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from centre.journal.choices import FileKind

LARGEST: Final = 10 * 1024 * 1024
# Twice what a telephone takes by itself. Opened it is 90 megabytes: a small file that unfolds to more
# is a bomb, and is refused before it is unfolded.
MOST_PIXELS: Final = 30_000_000
# Where the end of a PDF is looked for: scanners put a little behind it.
TAIL: Final = 2048
QUALITY: Final = 90

BEGINS: Final = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPEG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
}


class UnfitFile(Exception):
    """A file that is not taken. The message is for the user, and never repeats the file."""

    def __init__(self, words: Promise | str) -> None:
        super().__init__(str(words))


@dataclass(frozen=True)
class CleanFile:
    """What is kept of a file that was sent."""

    kind: FileKind
    content: bytes


def cleaned(sent: bytes) -> CleanFile:
    """The file as it is kept. Raises UnfitFile with a sentence.

    A picture is drawn anew, so that nothing of it is left but the picture: neither where it was taken
    nor what was hidden behind it. A PDF is kept as it came, and is only ever given out as a download.
    """
    if not sent:
        raise UnfitFile(_("The file is empty."))
    if len(sent) > LARGEST:
        raise UnfitFile(_("The file is too big: at most 10 MB can be attached."))
    kind = next((one for one, begin in BEGINS.items() if sent.startswith(begin)), None)
    if kind is None:
        raise UnfitFile(_("Only PDF, JPG and PNG can be attached. The file is none of them."))
    if kind == FileKind.PDF:
        if b"%%EOF" not in sent[-TAIL:]:
            raise UnfitFile(_("The PDF is not whole. Save it anew, and attach it again."))
        return CleanFile(kind, sent)
    return CleanFile(kind, _redrawn(sent, kind))


def _redrawn(sent: bytes, kind: FileKind) -> bytes:
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(sent), formats=[kind.name]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_points()
            # The way up is told by what is thrown away: so it is turned before.
            upright = ImageOps.exif_transpose(picture)
            plain = upright.convert(_mode(upright, kind))
            # What stands beside the picture would go along, of itself, into the new one.
            plain.info.clear()
            plain.save(made, kind.name, quality=QUALITY)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        # Pillow's own bound, which is higher: beyond it, it tells no size.
        raise _too_many_points() from None
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
        words = _("The picture cannot be opened. Save it anew, and attach it again.")
        raise UnfitFile(words) from None
    return made.getvalue()


def _too_many_points() -> UnfitFile:
    return UnfitFile(_("The picture has too many points. Make it smaller first."))


def _mode(picture: Image.Image, kind: FileKind) -> str:
    if kind == FileKind.PNG and ("transparency" in picture.info or picture.mode in ("LA", "RGBA")):
        return "RGBA"
    return "L" if picture.mode in ("1", "L") else "RGB"
