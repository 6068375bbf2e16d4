"""The Danish catalogue: `python -m config.catalogue compile | check | update`.

Message ids are English and Danish is complete. Extraction needs no GNU gettext: Django turns a
template into what an extractor reads, Babel reads it, polib writes and compiles.
"""

import re
import sys
from ast import literal_eval
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "locale" / "da" / "LC_MESSAGES" / "django.po"
CODE = ("config", "centre", "intake", "treatment", "followup", "complaints", "reporting")
KEYWORDS: dict[str, Any] = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_STRING = re.compile(r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")""")
_CALL = re.compile(
    rf"\b(?P<name>n?p?gettext|_)\((?P<strings>\s*(?:{_STRING.pattern})(?:\s*,\s*(?:{_STRING.pattern}))*)"
)
_HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Message = tuple[str, str | None, str | None]  # id, plural, context


def compile_catalogue() -> None:
    """Write the machine form beside the text, whole: a reader never meets half a file."""
    made = FILE.with_suffix(".mo.new")
    polib.pofile(str(FILE)).save_as_mofile(str(made))
    made.replace(FILE.with_suffix(".mo"))


def sources() -> Iterator[Path]:
    """Every file that may hold a message."""
    for folder in CODE:
        yield from sorted((ROOT / folder).rglob("*.py"))
    for pattern in ("*.html", "*.txt"):
        yield from sorted((ROOT / "templates").rglob(pattern))


def messages_in(path: Path) -> Iterator[Message]:
    """The messages of one file."""
    if path.suffix == ".py":
        from babel.messages.extract import extract_python

        with path.open("rb") as code:
            for _line, function, content, _comments in extract_python(
                code, KEYWORDS, (), {"encoding": "utf-8"}
            ):
                yield from _message(str(function), content)
    else:
        from django.utils.translation.template import templatize

        # Not Python any more, but each call in it is one, with plain strings.
        for call in _CALL.finditer(templatize(path.read_text(), origin=str(path))):
            strings = [literal_eval(text.lstrip("u")) for text in _STRING.findall(call["strings"])]
            yield from _message(call["name"], strings)


def _message(function: str, content: object) -> Iterator[Message]:
    parts = list(content) if isinstance(content, tuple | list) else [content]
    if not parts or not isinstance(parts[0], str) or not parts[0]:
        return
    if function.startswith("pgettext"):
        if isinstance(parts[1], str):
            yield parts[1], None, parts[0]
    elif function.startswith("ngettext"):
        plural = parts[1] if isinstance(parts[1], str) else None
        yield parts[0], plural, None
    else:
        yield parts[0], None, None


def all_messages() -> dict[tuple[str, str | None], Message]:
    """Every message of the house by id and context."""
    found: dict[tuple[str, str | None], Message] = {}
    for path in sources():
        for message in messages_in(path):
            key = (message[0], message[2])
            if key not in found or message[1]:
                found[key] = message
    return found


def faults() -> Iterator[str]:
    """What is wrong with the catalogue, a line each."""
    catalogue = {(entry.msgid, entry.msgctxt): entry for entry in polib.pofile(str(FILE))}
    used = all_messages()
    for key in sorted(used.keys() - catalogue.keys(), key=str):
        yield f"missing: {key[0]!r}"
    for key in sorted(catalogue.keys() - used.keys(), key=str):
        yield f"not used any more: {key[0]!r}"
    for entry in catalogue.values():
        yield from _faults_of(entry)


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    texts: Iterable[str] = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    texts = list(texts)
    if entry.fuzzy or not all(texts):
        yield f"not translated: {entry.msgid!r}"
        return
    ids = {entry.msgid, entry.msgid_plural}
    holes = [set(_HOLE.findall(text)) for text in ids if text]
    for text in texts:
        if set(_HOLE.findall(text)) not in holes and set(_HOLE.findall(text)) - set.union(*holes):
            yield f"holes differ: {entry.msgid!r} -> {text!r}"


def update(words: Path | None = None) -> None:
    """Bring the catalogue in step with the code; `words` may hold lines `English<TAB>Danish`."""
    known = _words(words) if words else {}
    old = polib.pofile(str(FILE)) if FILE.exists() else polib.POFile()
    before = {(entry.msgid, entry.msgctxt): entry for entry in old}
    new = polib.POFile(wrapwidth=98)
    new.metadata = {
        "Language": "da",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for (msgid, context), (_id, plural, _context) in sorted(
        all_messages().items(), key=lambda item: (item[0][0].casefold(), item[0][1] or "")
    ):
        entry = before.get((msgid, context)) or polib.POEntry(msgid=msgid, msgctxt=context)
        entry.msgid_plural = plural or ""
        entry.flags = []
        if plural and not any(entry.msgstr_plural.values()):
            entry.msgstr_plural = {0: known.get(msgid, ""), 1: known.get(plural, "")}
        elif not plural and not entry.msgstr:
            entry.msgstr = known.get(msgid, "")
        new.append(entry)
    FILE.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(FILE))


def _words(path: Path) -> dict[str, str]:
    pairs = (line.split("\t", 1) for line in path.read_text().splitlines() if "\t" in line)
    return {english.replace("\\n", "\n"): danish.replace("\\n", "\n") for english, danish in pairs}


def main(arguments: list[str]) -> int:
    """Do what the first word says; 1 when the catalogue has a fault."""
    match arguments:
        case ["compile"]:
            compile_catalogue()
        case ["update"]:
            update()
        case ["update", words]:
            update(Path(words))
        case ["check"]:
            found = list(faults())
            print("\n".join(found) or "The Danish catalogue is complete.")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
