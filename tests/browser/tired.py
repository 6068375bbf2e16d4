"""A tired user: presses whatever is there, five hundred times, and what must hold all the while."""

import random
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import override
from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response, TimeoutError

from tests.access.addresses import RULES, public_names
from tests.browser.public import faults_of
from tests.factories import PASSWORD

SCRIPT = Path(__file__).with_name("tired.js").read_text()
# What ends the visit, and what asks the machine and not the house.
SKIPPED = "[action$='/logout/'] *, [data-print], [data-exit]"
CHANCES = 120
# Said by the browser of an answer that is meant: taken meanwhile, gone, wrong in the form, too many.
MEANT = ("409", "410", "422", "429")


def view_of(url: str) -> str:
    """The name of the view that answers at an address, whatever its language."""
    path = urlsplit(url).path.removeprefix("/en")
    with override("da"):
        try:
            return resolve(path).view_name
        except Resolver404:
            return f"nothing at {path}"


class TiredUser:
    """Walks from `home` with the same chance each time, and writes down what was wrong."""

    def __init__(self, page: Page, base: str, who: str, role: str, home: str) -> None:
        self.page, self.base, self.who, self.role = page, base, who, role
        self.home = f"{base}{home}"
        self.chance = random.Random(who)  # noqa: S311 - the same walk each time
        self.wrong: list[str] = []
        self.met: Counter[str] = Counter()
        self.shapes: set[tuple[str, int]] = set()
        self.status = 200
        page.add_init_script(SCRIPT)
        page.on("response", self._answered)
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))

    def _answered(self, answer: Response) -> None:
        if answer.request.is_navigation_request():
            self.status = answer.status
        if answer.status >= 500 or answer.status in (400, 403, 404, 405):
            self.wrong.append(f"{answer.status} {answer.request.method} {answer.url}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "about:")):
            self.wrong.append(f"foreign: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        meant = "Failed to load resource" in message.text and any(
            f"status of {status}" in message.text for status in MEANT
        )
        if message.type in ("error", "warning") and not meant:
            self.wrong.append(f"console: {message.text[:200]} at {self.page.url}")

    def walk(self, steps: int) -> None:
        """Take the steps; look at each page that comes up."""
        self.page.goto(self.home)
        for number in range(steps):
            self._look()
            self._step()
            # Now and then a fresh start, or the walk ends in one corner of the house.
            if number % 50 == 49:
                self.page.goto(self.home)
        self._look()

    def _step(self) -> None:
        if view_of(self.page.url) == "staff:login":
            self._log_in()
            return
        goal = self._choose([self.chance.random() for _ in range(CHANCES)])
        if goal["kind"] == "nothing":
            self.page.goto(self.home)
        elif goal["kind"] == "file":
            answer = self.page.request.get(goal["url"])
            if answer.status != 200:
                self.wrong.append(f"{answer.status} {goal['url']}")
        elif goal["kind"] == "here":
            self.page.evaluate("tiredUser.press()")
        elif goal["kind"] == "goes":
            self._go(goal)

    def _choose(self, chance: list[float]) -> dict[str, Any]:
        """What is pressed next; on the page that comes up, if what stood here led away after all."""
        choose = "([chance, skipped]) => tiredUser.choose(chance, skipped)"
        try:
            goal: dict[str, Any] = self.page.evaluate(choose, [chance, SKIPPED])
        except Error as error:
            if "context was destroyed" not in error.message:
                raise
            self.page.wait_for_load_state("load")
            goal = self.page.evaluate(choose, [chance, SKIPPED])
        return goal

    def _go(self, goal: dict[str, Any]) -> None:
        try:
            with self.page.expect_navigation(wait_until="load", timeout=10_000):
                self.page.evaluate("tiredUser.press()")
        except TimeoutError:
            self.wrong.append(f"dead: {goal['words']} at {self.page.url}")

    def _log_in(self) -> None:
        self.page.fill("[name=username]", self.who)
        self.page.fill("[name=password]", PASSWORD)
        with self.page.expect_navigation():
            self.page.press("[name=password]", "Enter")

    def _look(self) -> None:
        name = view_of(self.page.url)
        self.met[name] += 1
        if not self.may_see(name):
            self.wrong.append(f"a closed door is open: {name}")
        shape = (name, self.status)
        if shape not in self.shapes:
            self.shapes.add(shape)
            self.wrong += [f"{name} {self.status}: {fault}" for fault in faults_of(self.page)]

    def may_see(self, name: str) -> bool:
        """Whether the access matrix lets the role have this page before its eyes."""
        return name in public_names() or (name in RULES and self.role in RULES[name].roles)
