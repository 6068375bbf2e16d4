"""What is attached is known by what it holds; of a picture nothing is kept but the picture (ux T21)."""

import io
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from centre.journal.rules.files import LARGEST, UnfitFile, cleaned
from tests.centre.journal.cases import PDF, bomb, picture

SECRET = b"55.4903 Haderslev"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def exif() -> Any:
    told = Image.Exif()
    told[0x010E] = SECRET.decode()
    told[0x0112] = 6
    return told


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_stays_the_same_picture(kind: str) -> None:
    made = cleaned(picture(kind))
    assert made.kind == kind.lower()
    shown = opened(made.content)
    assert (shown.format, shown.size) == (kind, (8, 6))


@pytest.mark.threat("T21")
def test_where_a_picture_was_taken_is_removed_and_which_way_is_up_is_kept() -> None:
    sent = picture("JPEG", exif=exif(), comment=SECRET)
    assert sent.count(SECRET) == 2
    made = cleaned(sent).content
    assert SECRET not in made
    shown = opened(made)
    assert dict(shown.getexif()) == {}
    # Orientation 6 lies on its side: upright it is as high as it was wide.
    assert shown.size == (6, 8)


def test_what_a_png_tells_beside_the_picture_is_removed() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", SECRET.decode())
    told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    sent = picture("PNG", pnginfo=told, exif=exif(), icc_profile=SECRET)
    made = cleaned(sent).content
    assert SECRET in sent
    assert SECRET not in made
    assert set(opened(made).info) <= {"dpi"}


@pytest.mark.threat("T21")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_hides_behind_a_picture_is_gone(kind: str) -> None:
    hidden = b"PK\x03\x04" + SECRET
    made = cleaned(picture(kind) + hidden).content
    assert hidden not in made


def test_a_picture_that_one_can_see_through_stays_so() -> None:
    kept = io.BytesIO()
    Image.new("RGBA", (2, 2), (1, 2, 3, 0)).save(kept, "PNG")
    assert opened(cleaned(kept.getvalue()).content).mode == "RGBA"


def test_a_pdf_is_kept_as_it_came() -> None:
    made = cleaned(PDF)
    assert (made.kind, made.content) == ("pdf", PDF)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "tom"),
        (b"MZ\x90\x00", "PDF, JPG og PNG"),
        (b"PK\x03\x04", "PDF, JPG og PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "PDF, JPG og PNG"),
        (b"<!doctype html>%PDF-1.7 %%EOF", "PDF, JPG og PNG"),
        (b"GIF89a", "PDF, JPG og PNG"),
        (b"%PDF-1.7\nhalf of it", "hel"),
        (b"\xff\xd8\xff" + b"no picture at all", "kan ikke åbnes"),
        (b"\x89PNG\r\n\x1a\n" + b"neither", "kan ikke åbnes"),
        (picture("PNG")[:-30], "kan ikke åbnes"),
        (PDF + b"\0" * LARGEST, "10 MB"),
    ],
)
def test_what_is_none_of_them_is_refused_in_words(sent: bytes, words: str) -> None:
    with pytest.raises(UnfitFile, match=words):
        cleaned(sent)


@pytest.mark.parametrize("size", [(6000, 6000), (10_000, 10_000), (60_000, 60_000)])
def test_a_small_file_that_unfolds_to_a_huge_picture_is_refused_unopened(
    size: tuple[int, int],
) -> None:
    with pytest.raises(UnfitFile, match="for mange punkter"):
        cleaned(bomb(*size))


def test_pillows_own_bound_stands_for_everything_else_that_opens_pictures() -> None:
    assert Image.MAX_IMAGE_PIXELS is not None


def test_a_refusal_never_repeats_the_file() -> None:
    with pytest.raises(UnfitFile) as refused:
        cleaned(b"\xff\xd8\xff" + SECRET)
    assert SECRET.decode() not in str(refused.value)
    assert refused.value.__cause__ is None
