"""Goal 15: what a first visit weighs, and that it asks no other house for anything."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client as TestClient
from django.urls import reverse
from django.utils.timezone import now

from intake.rules.journey import Answers, Step
from tests.bench import table
from tests.bench.context import Bench
from tests.bench.table import Line
from tests.bench.visitor import answers, cookies

KB = 1_000
IN_PAGE = re.compile(
    r"<(?:link|script|img|source|use|iframe|video|audio|object|embed)\b[^>]*?"
    r"\b(?:href|src|data)=[\"']([^\"']+)[\"']",
    re.IGNORECASE,
)
NOT_LOADED = re.compile(
    r"<link\b[^>]*\brel=[\"'](?:alternate|canonical|next|prev|help)[\"'][^>]*>", re.IGNORECASE
)
IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)")
IMPORTED = re.compile(r"@import")


@dataclass(frozen=True)
class Weight:
    """A first visit: the page itself and all it loads, in bytes after gzip."""

    page: int
    parts: dict[str, int]
    foreign: tuple[str, ...]

    @property
    def requests(self) -> int:
        """The page is one of them."""
        return 1 + len(self.parts)

    @property
    def whole(self) -> int:
        """All of it."""
        return self.page + sum(self.parts.values())


def weigh(html: str) -> Weight:
    """Follow what the page loads, and what its styles load.

    Its fonts count, all of them; a style's small pictures are fetched only where one is shown.
    """
    parts: dict[str, int] = {}
    foreign = []
    for address in dict.fromkeys(IN_PAGE.findall(NOT_LOADED.sub("", html))):
        if address.startswith(("data:", "#")):
            continue
        if urlsplit(address).netloc:
            foreign.append(address)
            continue
        path = urlsplit(address).path
        parts[path] = len(_squeezed(_file(path)))
        if path.endswith(".css"):
            named, elsewhere = _of_style(path)
            parts |= named
            foreign += elsewhere
    return Weight(len(gzip.compress(html.encode())), parts, tuple(foreign))


def _of_style(path: str) -> tuple[dict[str, int], list[str]]:
    text = _file(path).read_text()
    folder = path.rpartition("/")[0]
    addresses = [one for one in IN_STYLE.findall(text) if not one.startswith(("data:", "#"))]
    fonts = {f"{folder}/{one}" for one in addresses if one.endswith(".woff2")}
    leaving = [one for one in addresses if _leaves(one)] + ["@import"] * len(IMPORTED.findall(text))
    return {one: _file(one).stat().st_size for one in fonts if not _leaves(one)}, leaving


def _leaves(address: str) -> bool:
    return not address.startswith("data:") and bool(urlsplit(address).netloc)


def _file(path: str) -> Path:
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    if found is None:
        raise FileNotFoundError(path)
    return Path(str(found))


def _squeezed(file: Path) -> bytes:
    raw = file.read_bytes()
    return raw if file.suffix in {".woff2", ".png", ".jpg"} else gzip.compress(raw)


def first_visits() -> list[tuple[str, str]]:
    """The public pages a visitor may land on, as they come."""
    slot = 1
    at = now()
    filled = answers(1, slot, at)
    cases: list[tuple[str, str, Answers | None]] = [
        ("front page", reverse("home"), None),
        ("first question", reverse(Step.ABOUT), None),
        ("20 free times", reverse(Step.TIME), answers(1, 0, at, step=Step.TIME)),
        ("50 and more free times", reverse(Step.TIME) + "?n=3", answers(1, 0, at, step=Step.TIME)),
        ("check page", reverse(Step.CHECK), filled),
    ]
    pages = []
    for what, address, told in cases:
        head = {"cookie": cookies(told)} if told else {}
        response = TestClient(headers=head, SERVER_NAME="localhost").get(address)
        if response.status_code != 200:
            raise LookupError(f"{what}: {response.status_code}")
        pages.append((what, response.content.decode()))
    return pages


def measure(bench: Bench) -> list[Line]:
    """Weight, requests and foreign hosts of each page."""
    bench.databases.use("large")
    lines = []
    for what, html in first_visits():
        weight = weigh(html)
        verdicts = [
            table.at_most(weight.whole / KB, 60, 30),
            table.at_most(weight.requests, 5, 3),
            table.holds(not weight.foreign),
            table.at_most(weight.page / KB, 15, 15),
        ]
        worst = next(one for one in ("missed", "met floor", "met ambition") if one in verdicts)
        lines.append(
            Line(
                15,
                f"{what}: first visit",
                f"{weight.whole / KB:.1f} kB gz in {weight.requests} requests, "
                f"{weight.page / KB:.1f} kB the page, {len(weight.foreign)} foreign hosts",
                floor="≤ 60 kB, ≤ 5, ≤ 15 kB, 0",
                ambition="≤ 30 kB, ≤ 3",
                verdict=worst,
            )
        )
    return lines
