import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.local import supervise
from config.local.places import PROJECT
from tests.there import there

COMPOSE = PROJECT / "docker-compose.yml"
OLDEST = {"postgres": 15, "redis": 7}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The whole file, anchors followed."""
    read: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return read


def test_the_house_and_its_servers_are_all_there(compose: dict[str, Any]) -> None:
    ours = {"web", "worker", "sweeper", "beat", "migrate"}
    assert set(compose["services"]) == ours | {"postgres", "redis"}


def test_the_servers_are_as_new_as_the_project_needs(compose: dict[str, Any]) -> None:
    for name, oldest in OLDEST.items():
        found = there(re.fullmatch(r"(\w+):(\d+)\S*", compose["services"][name]["image"]))
        image, version = found.groups()
        assert image == name
        assert int(version) >= oldest


def test_only_the_migrations_know_the_owner_of_the_tables(compose: dict[str, Any]) -> None:
    knowing = [
        name
        for name, service in compose["services"].items()
        if "traedesten_owner:" in str(service.get("environment"))
    ]
    assert knowing == ["migrate"]


def test_nothing_starts_before_the_tables_are_ready(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "sweeper", "beat"):
        waits_for = compose["services"][name]["depends_on"]
        assert waits_for["migrate"] == {"condition": "service_completed_successfully"}


def test_whatever_runs_on_is_watched_and_started_again(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name != "migrate":
            assert service["restart"] == "unless-stopped"
            assert service["healthcheck"]["test"][0] == "CMD"


def test_each_worker_is_started_and_asked_by_a_name_of_its_own(compose: dict[str, Any]) -> None:
    """As `make run` starts them, and asked by name: to a question to all, any of them answers."""
    for child in (supervise.worker(), supervise.sweeper()):
        service = compose["services"][child.name]
        words = service["command"]
        assert words[words.index("--hostname") + 1] == f"{child.name}@%h"
        assert f'--destination "{child.name}@$$HOSTNAME"' in service["healthcheck"]["test"][-1]
        kept = {"--hostname", "--queues", "--concurrency"}
        for option in kept & {*words, *child.command}:
            theirs, ours = words.index(option) + 1, child.command.index(option) + 1
            assert words[theirs] == child.command[ours]


def test_what_runs_our_code_may_change_nothing_but_its_own_folder(compose: dict[str, Any]) -> None:
    for name in ("web", "worker", "sweeper", "beat", "migrate"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        assert [v for v in service.get("volumes", ()) if not v.startswith(f"{name}:")] == []


def test_a_signal_to_stop_is_heard_and_has_time_to_be_obeyed(compose: dict[str, Any]) -> None:
    """The first process of a container does not hear what it has not prepared for."""
    graceful = re.search(r'"--graceful-timeout", "(\d+)"', _read("Dockerfile"))
    for name in ("web", "worker", "sweeper", "beat", "migrate"):
        service = compose["services"][name]
        assert service["init"] is True
        assert int(service["stop_grace_period"].removesuffix("s")) > int(there(graceful)[1])


def test_the_health_check_is_let_in_under_whatever_address_people_see(
    compose: dict[str, Any],
) -> None:
    web = compose["services"]["web"]
    host = there(re.search(r"http://([\d.]+):", web["healthcheck"]["test"][-1])).group(1)
    assert web["environment"]["ALLOWED_HOSTS"].split("},")[-1] == host


def test_no_log_fills_the_disk(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service["logging"]["driver"] == "local"


@pytest.mark.threat("T34")
def test_nobody_speaks_to_the_broker_without_its_password(compose: dict[str, Any]) -> None:
    """Who reaches it could put tasks in its queues; it has no port outside of the house either."""
    redis = compose["services"]["redis"]
    told = dict(zip(redis["command"][1::2], redis["command"][2::2], strict=True))
    assert told["--requirepass"] == "${REDIS_PASSWORD:?}"
    assert compose["services"]["web"]["environment"]["REDIS_URL"].startswith(
        "redis://:${REDIS_PASSWORD:?}@"
    )
    assert "ports" not in redis
    assert "ports" not in compose["services"]["postgres"]
    assert "PONG" in redis["healthcheck"]["test"][-1]


@pytest.mark.threat("T26")
def test_the_broker_keeps_nothing_on_disk(compose: dict[str, Any]) -> None:
    redis = compose["services"]["redis"]
    told = dict(zip(redis["command"][1::2], redis["command"][2::2], strict=True))
    assert told["--appendonly"] == "no"
    assert told["--save"] == ""
    assert "volumes" not in redis
    assert redis["tmpfs"] == ["/data"]


def test_the_roles_are_made_in_whatever_database_is_asked_for() -> None:
    assert "DATABASE traedesten" not in _read("config/local/roles.sql")


def test_no_password_or_key_stands_in_the_file() -> None:
    text = COMPOSE.read_text()
    secret = re.findall(r"^\s+\w*(?:PASSWORD|KEYS?): (.*)$", text, re.MULTILINE)
    assert secret
    assert [value for value in secret if not value.endswith(":?}")] == []


def test_every_file_it_mounts_is_in_the_project(compose: dict[str, Any]) -> None:
    mounts = [v for s in compose["services"].values() for v in s.get("volumes", ())]
    files = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert files
    assert [name for name in files if not (PROJECT / name).exists()] == []


def test_the_image_has_a_python_that_the_project_takes() -> None:
    versions = set(re.findall(r"^FROM python:3\.(\d+)-", _read("Dockerfile"), re.MULTILINE))
    project = tomllib.loads(_read("pyproject.toml"))["project"]
    assert len(versions) == 1
    assert project["requires-python"] == ">=3.11"
    assert int(versions.pop()) >= 11


def test_image_and_makefile_install_with_the_same_uv() -> None:
    here = there(re.search(r"UV_VERSION := (\S+)", _read("Makefile")))
    in_the_image = there(re.search(r"uv==(\S+)", _read("Dockerfile")))
    assert here.group(1) == in_the_image.group(1)


@pytest.mark.threat("T33")
@pytest.mark.parametrize("lock", ["requirements.lock", "package-lock.json"])
def test_no_lock_names_a_host(lock: str) -> None:
    assert "://" not in _read(lock)


def _read(name: str) -> str:
    return Path(PROJECT / name).read_text()
