"""Builds the small stylesheets and scripts the browser is given, from DKFDS and our own.

DKFDS is 215 kB of CSS and lists fonts in a format twice the size; a page uses a tenth of it. So
set-up keeps only the rules whose classes our templates, forms and scripts name, points them at
one Latin font file per weight, and writes everything into one folder; the letters' fonts go into
another. Run again whenever a template starts to use another DKFDS class:
`python -m centre.forms.subset`.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from whitenoise.compress import Compressor

ROOT: Final = Path(__file__).resolve().parents[2]
DKFDS: Final = ROOT / "node_modules" / "dkfds" / "dist"
TARGET: Final = ROOT / ".local" / "assets" / "look"
FONTS: Final = "fonts/IBMPlexSans/split/woff2"
# What letters are printed with is whole, and stays in the house: no browser is sent it.
LETTER_TARGET: Final = ROOT / ".local" / "fonts"
LETTER_FONTS: Final = tuple(
    f"fonts/IBMPlexSans/complete/otf/IBMPlexSans-{weight}.otf" for weight in ("Regular", "SemiBold")
)

# What is built: the name, our stylesheets after the subset, font weights, our scripts.
BUILDS: Final = {
    "public": (
        ("traedesten.css",),
        ("Regular",),
        ("exit.js", "idle.js", "once.js", "limit.js", "print.js"),
    ),
    "staff": (
        ("traedesten.css", "staff.css"),
        ("Regular", "SemiBold"),
        ("once.js", "limit.js", "print.js", "staff.js", "draft.js", "foretell.js"),
    ),
}
# Latin1 of IBM Plex holds these (the split font's own range); other letters use the system's font.
LATIN: Final = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2013-2014,U+2018-201A,U+201C-201E,"
    "U+2020-2022,U+2026,U+2030,U+2039-203A,U+2044,U+20AC,U+2122,U+2212,U+FB01-FB02"
)
# With one weight on the page the browser must not smear a bold one out of it.
WEIGHTS: Final = {
    ("Regular",): {"Regular": "100 900"},
    ("Regular", "SemiBold"): {"Regular": "100 500", "SemiBold": "600 900"},
}

# Classes put together while a page is drawn, so that no source names them whole.
ASSEMBLED: Final = frozenset(
    {
        "alert-info",
        "alert-success",
        "alert-warning",
        "form-checkbox",
        "form-group-checkbox",
        "form-group-radio",
        "form-radio",
    }
)

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_NOT = re.compile(r":not\([^()]*\)")
_ELEMENT = re.compile(r"(?:^|[\s>+~(,])([a-z][a-z0-9]*)")
_URL = re.compile(r"url\(\s*[\"']?(?:\.\./)?(img/[^\"')]+)[\"']?\s*\)")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_IN_TEMPLATE = re.compile(r"class=\"([^\"]*)\"")
_IN_PYTHON = re.compile(
    r"(?:class|CLASSES|shape|css_class)\w*[\"']?\s*(?:=|:|in)\s*f?[\"']([^\"']*)"
)
_QUOTED = re.compile(r"[\"']([\w -]+)[\"']")


class Rule(NamedTuple):
    """One rule: what stands before the brace, and the text within."""

    head: str
    body: str


def rules(css: str) -> Iterator[Rule]:
    """The top-level rules of a stylesheet, comments removed.

    Raises ValueError when a brace is left open.
    """
    css = _COMMENT.sub("", css)
    start = depth = 0
    brace = 0
    for place, sign in enumerate(css):
        if sign == "{":
            if depth == 0:
                brace = place
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield Rule(css[start:brace].strip(), css[brace + 1 : place].strip())
                start = place + 1
        elif sign == ";" and depth == 0:
            # @charset and @import stand alone; neither is wanted.
            start = place + 1
    if depth:
        raise ValueError("a brace is never closed in the stylesheet")


def selectors(head: str) -> list[str]:
    """The selectors of a rule; commas within brackets do not part them."""
    return [part.strip() for part in re.split(r",(?![^()\[]*[)\]])", head)]


def needed(selector: str, used: frozenset[str], unused_elements: frozenset[str]) -> bool:
    """Whether every class a selector asks for is used, and no element that never appears.

    Classes within `:not()` are no condition for the rule to matter.
    """
    positive = _NOT.sub("", selector)
    if not used.issuperset(_CLASS.findall(positive)):
        return False
    plain = re.sub(r"\[[^\]]*\]|::?[a-z-]+(?:\([^()]*\))?", "", _CLASS.sub(".", positive))
    return unused_elements.isdisjoint(_ELEMENT.findall(plain))


UNUSED_ELEMENTS: Final = frozenset(
    {
        "figure",
        "figcaption",
        "iframe",
        "video",
        "audio",
        "object",
        "embed",
        "optgroup",
        "samp",
    }
)


def subset(css: str, used: frozenset[str]) -> str:
    """The stylesheet with only the rules the used classes can reach; font faces are left out."""
    kept: list[str] = []
    for head, body in rules(css):
        if head.startswith("@font-face"):
            continue
        if head.startswith(("@media", "@supports")):
            inside = subset(body, used)
            if inside:
                kept.append(f"{head}{{{inside}}}")
        elif head.startswith("@keyframes"):
            kept.append(f"{head}{{{body}}}")
        else:
            wanted = [one for one in selectors(head) if needed(one, used, UNUSED_ELEMENTS)]
            if wanted and body:
                kept.append(f"{','.join(wanted)}{{{body}}}")
    return without_idle_keyframes("".join(kept))


def without_idle_keyframes(css: str) -> str:
    """Drop animations that no remaining rule names."""
    for name in re.findall(r"@keyframes ([\w-]+)", css):
        if not re.search(rf"animation[^;}}]*\b{re.escape(name)}\b", css):
            css = re.sub(
                rf"@keyframes {re.escape(name)}\{{(?:[^{{}}]*\{{[^{{}}]*\}})*\}}",
                "",
                css,
            )
    return css


def squeeze(css: str) -> str:
    """Our own stylesheet without comments and needless white space."""
    css = _COMMENT.sub("", css)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?", r"\1", css).replace(";}", "}").strip()


def classes_used(root: Path) -> frozenset[str]:
    """Every class our templates, forms, tags and scripts name.

    Reads `templates/`, `static/js/`, and the forms, layouts and tags of the apps.
    """
    found: set[str] = set()
    for path in _sources(root, ("templates/**/*.html",)):
        for value in _IN_TEMPLATE.findall(path.read_text()):
            found.update(_WORD.findall(value))
        # css_class="…" of tags and includes.
        for value in re.findall(r"(?:css_class=|_class=)\"([^\"]*)\"", path.read_text()):
            found.update(_WORD.findall(value))
    for path in _sources(root, ("**/forms.py", "**/forms/**/*.py", "static/js/*.js")):
        for value in _IN_PYTHON.findall(path.read_text()) + _QUOTED.findall(path.read_text()):
            found.update(_WORD.findall(value))
    return ASSEMBLED | found


def _sources(root: Path, patterns: Iterable[str]) -> Iterator[Path]:
    outside = {".venv", "node_modules", ".local", ".git", "tests"}
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if outside.isdisjoint(path.relative_to(root).parts):
                yield path


def font_faces(weights: tuple[str, ...]) -> str:
    """One face per weight, in the folder beside the stylesheet."""
    return "".join(
        '@font-face{font-family:"IBM Plex Sans";font-style:normal;'
        f"font-weight:{WEIGHTS[weights][name]};font-display:swap;"
        f'src:url("fonts/IBMPlexSans-{name}-Latin1.woff2") format("woff2");'
        f"unicode-range:{LATIN}}}"
        for name in weights
    )


def build(dkfds: Path, target: Path, root: Path = ROOT) -> list[Path]:
    """Write stylesheets, scripts, fonts, images and licence into the target; return the files.

    Raises FileNotFoundError when DKFDS has not been fetched.
    """
    css = (dkfds / "css" / "dkfds.min.css").read_text()
    small = _URL.sub(r'url("\1")', subset(css, classes_used(root)))
    written = [_copy(dkfds / "LICENSE.md", target / "LICENSE-dkfds.md")]
    images = sorted(set(re.findall(r'url\("(img/[^"]+)"\)', small)))
    written += [_copy(dkfds / image, target / image) for image in images]
    for name, (sheets, weights, scripts) in BUILDS.items():
        own = "".join(squeeze((root / "static" / "css" / sheet).read_text()) for sheet in sheets)
        written.append(_write(target / f"{name}.css", font_faces(weights) + small + own))
        code = "\n".join((root / "static" / "js" / one).read_text() for one in scripts)
        written.append(_write(target / f"{name}.js", squeeze_script(code)))
        for weight in weights:
            font = f"IBMPlexSans-{weight}-Latin1.woff2"
            written.append(_copy(dkfds / FONTS / font, target / "fonts" / font))
    return written


def build_letters(dkfds: Path, target: Path) -> None:
    """Copy the fonts of the letters. Raises FileNotFoundError when DKFDS has not been fetched."""
    for font in LETTER_FONTS:
        _copy(dkfds / font, target / Path(font).name)


def compress(paths: Iterable[Path]) -> None:
    """Write `.br` and `.gz` beside each file where they are smaller: the web server sends those."""
    compressor = Compressor(quiet=True)
    for path in paths:
        if path.suffix in {".css", ".js", ".svg"}:
            list(compressor.compress(str(path)))


def squeeze_script(code: str) -> str:
    """Our scripts without comment lines and indentation; nothing else is touched."""
    lines = (line.strip() for line in _COMMENT.sub("", code).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target


def _write(target: Path, text: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)
    return target


def main(arguments: list[str] | None = None) -> int:
    """`python -m centre.forms.subset [--dkfds|--target|--letter-fonts FOLDER]`; 0 when built."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dkfds", type=Path, default=DKFDS)
    parser.add_argument("--target", type=Path, default=TARGET)
    parser.add_argument("--letter-fonts", type=Path, default=LETTER_TARGET)
    chosen = parser.parse_args(arguments)
    try:
        written = build(chosen.dkfds, chosen.target)
        build_letters(chosen.dkfds, chosen.letter_fonts)
    except FileNotFoundError as error:
        print(f"{error.filename} is missing: run `make setup` first.", file=sys.stderr)
        return 1
    compress(written)
    for path in sorted(set(written)):
        print(f"{path.stat().st_size:7} {path.relative_to(chosen.target)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
