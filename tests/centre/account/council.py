"""A real provider for the tests, and a browser that logs in there."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.test import Client

from config.local.leash import leash
from tests.browser import chromium

CLIENT = {
    "client_id": "traedesten",
    "client_secret": "a secret of the tests only, long enough for a signature",
    "response_types": ["code"],
    "grant_types": ["authorization_code"],
}
PEOPLE: dict[str, dict[str, Any]] = {
    "1001": {
        "given_name": "Ærø",
        "family_name": "Åström",
        "preferred_username": "aeaa",
        "email": "aeroe@kommune.example",
        "groups": ["alle", "rusmiddel-voksne"],
    },
    "1002": {
        "name": "Lis Leder",
        "preferred_username": "leder",
        "groups": ["rusmiddel-ledere", "rusmiddel-voksne"],
    },
    "1003": {"name": "Uden Rolle", "preferred_username": "ingen", "groups": ["alle"]},
}
MAPPING = """
claim = "groups"

[[give]]
value = "rusmiddel-ledere"
role = "leader"

[[give]]
value = "rusmiddel-voksne"
role = "caseworker"
unit = "adults"

[[give]]
value = "rusmiddel-unge"
role = "caseworker"
unit = "youth"

[[give]]
value = "rusmiddel-nord"
role = "caseworker"
unit = "nowhere"
"""


@dataclass
class Council:
    """A provider that runs, and the people who are known there."""

    issuer: str
    people_file: Path
    process: "subprocess.Popen[str]"
    people: dict[str, dict[str, Any]] = field(default_factory=dict)

    def knows(self, login: str, **claims: Any) -> None:
        self.people[login] = {**self.people.get(login, {}), **claims}
        self.people_file.write_text(json.dumps(self.people))


@contextmanager
def running(folder: Path, site: str, port: int = 0) -> Iterator[Council]:
    """A provider that has our house at `site` as its client."""
    people_file = folder / "people.json"
    people_file.write_text(json.dumps(PEOPLE))
    client = {
        **CLIENT,
        "redirect_uris": [f"{site}/staff/login/council/back/"],
        "post_logout_redirect_uris": [f"{site}/staff/login/"],
        "backchannel_logout_uri": f"{site}/staff/login/council/ended/",
    }
    told = {"CLIENT": json.dumps(client), "PEOPLE": str(people_file), "PORT": str(port)}
    with (
        (folder / "provider.log").open("w") as log,
        subprocess.Popen(
            [str(chromium.node()), str(Path(__file__).with_name("provider.mjs"))],
            env={**os.environ, **told},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            preexec_fn=leash(signal.SIGKILL),
        ) as process,
    ):
        assert process.stdout is not None
        try:
            issuer = ""
            for line in process.stdout:
                if line.startswith("http://localhost:"):
                    issuer = line.strip()
                    break
            assert issuer, "the provider did not start"
            yield Council(issuer, people_file, process, dict(PEOPLE))
        finally:
            process.kill()


class Browser:
    """One browser: our house through Django's client, the provider over the network."""

    def __init__(self, council: Council) -> None:
        self.council = council
        self.ours = Client()
        self.theirs = requests.Session()

    def sent_back(self, login: str, start: str = "/staff/login/council/") -> str:
        """Log in at the provider; the address, of our house, to which it sends the browser back."""
        answer = self.ours.get(start)
        assert answer.status_code == 302, answer.status_code
        return self.through(answer.headers["Location"], login)

    def through(self, url: str, login: str) -> str:
        """Follow the provider's pages, and write the login where it is asked for."""
        answer = self.theirs.get(url, allow_redirects=False, timeout=10)
        for _step in range(12):
            if answer.is_redirect:
                url = urljoin(answer.url, answer.headers["Location"])
                if not url.startswith(self.council.issuer):
                    return url
                answer = self.theirs.get(url, allow_redirects=False, timeout=10)
                continue
            answer = self.through_form(answer, login)
        raise AssertionError("the provider never sent the browser back")

    def through_form(self, page: requests.Response, login: str = "") -> requests.Response:
        """Send the form of the provider's page: its login, or its question whether to log out."""
        assert page.status_code == 200, (page.status_code, page.text)
        action = re.search(r'action="([^"]+)"', page.text)
        assert action, page.text
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        return self.theirs.post(
            urljoin(page.url, action[1]),
            {**fields, "login": login, "logout": "yes"},
            allow_redirects=False,
            timeout=10,
        )

    def log_in(self, login: str, start: str = "/staff/login/council/") -> Any:
        """All the way in, as far as it goes; the answer of our house."""
        return self.comes_back(self.sent_back(login, start))

    def comes_back(self, url: str) -> Any:
        parts = urlsplit(url)
        return self.ours.get(f"{parts.path}?{parts.query}")


def told(answer: Any, client: Any) -> str:
    """The sentence that stands above the page one was sent to."""
    assert answer.status_code == 302
    page = client.get(answer.url)
    return " ".join(str(one) for one in page.context["messages"])
