"""One case lived in the browser from its first day: what day it is, who is at the screen, what is pressed."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from django.utils.formats import date_format
from django.utils.translation import override
from playwright.sync_api import Page

import centre.clocks.tasks as clock_tasks
import centre.post.tasks as post_tasks
import followup.tasks as followup_tasks
import intake.tasks as intake_tasks
from tests.browser.clocks import follow
from tests.browser.staff import log_in
from tests.centre.post.letters import words as words_of_pdf
from tests.conftest import moment


class Walk:
    """Somebody's way through the house. The mornings come one by one, with all that beat does."""

    def __init__(self, page: Page, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.page, self.address = page, address
        self.today, self.at = date.min, moment("2026-01-01 00.00")
        follow(monkeypatch, lambda: self.at)

    def it_is(self, on: date, clock: str = "09.00", who: str = "caseworker") -> None:
        """Let every morning since the last one come, and somebody sit down at this hour."""
        if self.today == date.min:
            self._stand(on, "06.00")
            intake_tasks.publish_slots()
            self.today = on - timedelta(days=1)
        for number in reversed(range((on - self.today).days)):
            self._stand(on - timedelta(days=number), "06.00")
            self._beat()
        self._stand(on, clock)
        clock_tasks.sweep()
        post_tasks.send_waiting()
        self.today = on
        if who:
            self.sits_down(who)

    def _stand(self, on: date, clock: str) -> None:
        self.at = moment(f"{on} {clock}")

    def _beat(self) -> None:
        """What of the timetable moves a case from day to day, as beat calls it."""
        followup_tasks.pull()
        clock_tasks.sweep()

    def sits_down(self, who: str) -> None:
        """Log in anew: whoever comes another day has been logged out."""
        self.page.context.clear_cookies()
        log_in(self.page, self.address, who)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}/staff/{path}")

    def choose(self, *chosen: tuple[str, str]) -> None:
        for name, value in chosen:
            self.page.check(f"main [name='{name}'][value='{value}']", force=True)

    def fill(self, told: dict[str, str]) -> None:
        """Write into fields; one that is folded away is unfolded first, as people do."""
        for name, text in told.items():
            field = self.page.locator(f"main [name='{name}']")
            if not field.is_visible():
                field.locator("xpath=ancestor::details[not(@open)]/summary").first.click()
            field.fill(text)

    def fill_day(self, name: str, on: date) -> None:
        self.fill({f"{name}_{part}": str(getattr(on, part)) for part in ("day", "month", "year")})

    def press(self, selector: str = "main form [data-save]") -> str:
        """Press a button; the sentence that the house answers with, empty where it has none."""
        with self.page.expect_navigation():
            self.page.click(selector)
        assert not self.page.locator("#error-summary").count(), self.words()
        told = self.page.locator(".alert-success")
        return " ".join(told.first.inner_text().split()) if told.count() else ""

    def act(self, verb: str) -> str:
        """Unfold an act of the page: the selector of its own button."""
        if not self.page.locator(f"#act-{verb}[open]").count():
            self.page.click(f"#act-{verb} > summary")
        return (
            f"#act-{verb} .button-primary, #act-{verb} [data-save], #act-{verb} .button-secondary"
        )

    def send(self, verb: str) -> str:
        """Do what writes a letter: it is seen, and then sent."""
        self.press(self.act(verb))
        return self.press("main [name=send]")

    def words(self) -> str:
        """What the page says, with one space between the words."""
        return " ".join(self.page.inner_text("main").split())

    def pdf(self, link: str) -> str:
        """Fetch what a link of this page leads to, and read it as a PDF is read."""
        where = self.page.get_by_role("link", name=link).first.get_attribute("href")
        answer = self.page.request.get(f"{self.address}{where}")
        assert answer.headers["content-type"] == "application/pdf"
        self.kept = answer.body()
        return words_of_pdf(answer.body())


def in_words(day: date) -> str:
    """A day as the house writes it."""
    with override("da"):
        return date_format(day, "j. F Y")


def missing(words: str, wanted: Iterable[str]) -> list[str]:
    """Those that are not there, so that a failing test names them all."""
    return [one for one in wanted if one not in words]
