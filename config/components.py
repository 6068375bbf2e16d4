"""What the house is made of, as CycloneDX 1.6: `python -m config.components`.

Read from the two locks alone: the same locks give the same bytes, so that a review sees what changed.
"""

import base64
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from config.local.places import PROJECT

PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def python_packages(lock: str) -> Iterator[dict[str, Any]]:
    """Each package of `requirements.lock` with the checksums that may be installed."""
    for entry in re.split(r"\n(?=\w)", lock):
        found = PINNED.match(entry)
        if found:
            purl = f"pkg:pypi/{found['name']}@{found['version']}"
            sums = [{"alg": "SHA-256", "content": one} for one in HASH.findall(entry)]
            yield _component(found["name"], found["version"], purl, sums)


def node_packages(lock: str) -> Iterator[dict[str, Any]]:
    """Each package of `package-lock.json`; those of `dev` reach no browser of a citizen."""
    for place, told in json.loads(lock)["packages"].items():
        if place:
            name = place.rsplit("node_modules/", 1)[-1]
            kind, _, value = told["integrity"].partition("-")
            content = base64.b64decode(value).hex()
            sums = [{"alg": kind.upper().replace("SHA", "SHA-"), "content": content}]
            purl = f"pkg:npm/{name.replace('@', '%40')}@{told['version']}"
            scope = "excluded" if told.get("dev") else "required"
            yield {**_component(name, told["version"], purl, sums), "scope": scope}


def _component(name: str, version: str, purl: str, sums: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": sums,
    }


def bill(folder: Path = PROJECT) -> dict[str, Any]:
    """The whole list."""
    parts = [
        *python_packages((folder / "requirements.lock").read_text()),
        *node_packages((folder / "package-lock.json").read_text()),
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "components": sorted(parts, key=lambda one: str(one["purl"])),
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
    sys.stdout.write("\n")
