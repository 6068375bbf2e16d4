import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.local import places
from config.local.places import Account, LocalError

STRANGER = Account(uid=64_999, gid=64_999)
LONGEST_SOCKET_NAME = 107  # sockaddr_un, less the closing zero


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody can walk to, unlike pytest's own."""
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="td-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


def test_a_closed_home_stops_the_account_of_the_servers(folder: Path) -> None:
    home = folder / "home"
    (home / "project").mkdir(parents=True)
    home.chmod(0o700)
    assert not places.reachable(home / "project", STRANGER)
    home.chmod(0o711)
    assert places.reachable(home / "project", STRANGER)


def test_whoever_runs_the_servers_alone_reaches_everything(folder: Path) -> None:
    folder.chmod(0o700)
    assert places.reachable(folder, None)


def test_a_user_keeps_the_data_in_the_project(folder: Path) -> None:
    local = folder / ".local"
    assert places.data_folder(local, None) == local
    assert local.stat().st_mode & 0o777 == 0o700


def test_roots_data_leaves_a_closed_home_and_is_found_there_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PARENT_FOR_ROOT", folder)
    home = folder / "home"
    home.mkdir(mode=0o700)
    first = places.data_folder(home / ".local", STRANGER)
    assert first.parent == folder
    home.chmod(0o755)  # opened later: the data stay where they are
    assert places.data_folder(home / ".local", STRANGER) == first


def test_a_folder_of_another_user_is_named_and_not_used(folder: Path) -> None:
    local = folder / ".local"
    local.write_text("in the way")
    with pytest.raises((LocalError, FileExistsError)):
        places.data_folder(local, None)


def test_the_socket_folder_is_ours_alone_and_its_names_are_short(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SOCKETS_PARENT", folder)
    data = folder / ("x" * 120) / ".local"
    sockets = places.socket_folder(data, None)
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert places.socket_folder(data, None) == sockets
    in_tmp = Path("/tmp") / sockets.name / ".s.PGSQL.5432.lock"
    assert len(str(in_tmp)) < LONGEST_SOCKET_NAME


def test_a_socket_folder_that_others_can_enter_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SOCKETS_PARENT", folder)
    places.socket_folder(folder, None).chmod(0o755)
    with pytest.raises(LocalError, match="not safe"):
        places.socket_folder(folder, None)


def test_a_socket_folder_that_is_a_link_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "SOCKETS_PARENT", folder)
    made = places.socket_folder(folder, None)
    moved = made.rename(folder / "elsewhere")
    made.symlink_to(moved)
    with pytest.raises(LocalError, match="not safe"):
        places.socket_folder(folder, None)


def test_a_full_disk_is_said_in_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places.need_room(folder)
    monkeypatch.setattr(places, "LEAST_FREE", 10**18)
    with pytest.raises(LocalError, match=r"The disk is full: \d+ MB are free for .*td-"):
        places.need_room(folder)
