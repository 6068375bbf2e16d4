"""The whole life of one adult's case in a real browser, in each of the five councils (ux C-49).

Fourteen months; every morning between the first day and the last comes, with all that beat does.
"""

import csv
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

import reporting.management.commands.registers  # noqa: F401 - its clock is to stand still too
from centre.calendar import danish_day
from centre.clocks.models import Alert, Clock
from centre.records.models import AuditEntry
from centre.standard.models import QualityStandard
from complaints.models import Complaint
from tests.browser.whole import in_words, missing
from tests.browser.whole_case import (
    ASKED,
    BEGUN,
    CALLS,
    CPR,
    DECIDED,
    ENDED,
    LAST_DAY_TO_COMPLAIN,
    LIVED,
    NAME,
    TALKED,
    Case,
)
from tests.centre.post.letters import read
from tests.factories import House

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
COMPLAINED, ANSWERED = date(2027, 1, 25), date(2027, 2, 1)
REVIEWED = date(2027, 4, 12)
COUNTED, LAST = date(2027, 11, 5), date(2028, 3, 10)
TRAIL = {
    "inquiry.receive",
    "inquiry.assign",
    "citizen.put_right",
    "visitation.begin",
    "decision.send",
    "plan.agree",
}


class Whole(Case):
    """The same, with the complaint over it and what is left of it in figures and registers."""

    # --- a complaint

    def complains(self) -> None:
        self.open(f"complaints/new/?inquiry={self.inquiry.pk}")
        self.fill({"text": "Jeg har brug for flere samtaler end dem, jeg har fået."})
        assert "Klagen er gemt" in self.press("main form .button-primary")
        self.complaint = Complaint.objects.get()
        self.send("acknowledge")
        receipt = self.pdf("Brevet til borgeren")
        known = "Ankestyrelsen" if self.area == "drugs" else "Lederen af centret ser på din klage"
        assert missing(receipt, (NAME, "flere samtaler end dem, jeg har fået", known)) == []
        if self.area == "alcohol":
            assert "Ankestyrelsen" not in receipt

    def gets_an_answer(self) -> None:
        """Over drugs it is looked at again and goes on to the board; over alcohol the leader answers."""
        self.open(f"complaints/{self.complaint.pk}/")
        if self.area == "alcohol":
            self.fill({"answer-words": "Vi har talt om det. Vi ser på planen sammen."})
            self.send("answer")
            assert "Vi ser på planen sammen." in self.pdf("Brevet til borgeren")
            self.press(self.act("close"))
            return
        self.page.get_by_role("button", name="Genvurdér").click()
        self.choose(("outcome", "maintained"))
        self.fill({"reasons": "Vi har set på det igen. Samtalerne er nok til at begynde med."})
        self.press("main form .button-primary")
        self.press("[name=send]")
        assert "Samtalerne er nok" in self.pdf("Brevet til borgeren")
        cover = self.pdf("Brevet til Ankestyrelsen")
        wanted = (NAME, in_words(COMPLAINED), in_words(LAST_DAY_TO_COMPLAIN), "stofbehandling")
        assert missing(cover, wanted) == []
        self.pdf("Sagens akter")
        self.reads_the_file()

    def reads_the_file(self) -> None:
        """One document behind an index: each part stands on the page that the index names."""
        pages = [" ".join(one.extract_text().split()) for one in read(self.kept).pages]
        index = re.findall(r"(\d\. .+?)(?: \.){3,} (\d+)", pages[0].partition("Indhold ")[2])
        titles = [title for title, _page in index]
        expected = ("Klagen", "begrundelse", "Afgørelse", "Afdækning", "Behandlingsplan", "Notater")
        assert missing(" ".join(titles), expected) == []
        for title, number in index:
            assert title in pages[int(number) - 1], (title, number)
        whole = " ".join(pages)
        assert (
            missing(whole, ("Det, Ærø fortalte om use.", "Første samtale", "Sove om natten")) == []
        )
        assert CPR not in whole

    # --- what is left of it

    def is_counted(self) -> None:
        self.open("measures/")
        counted = {"guarantee_law": "1 af 1", "guarantee_promised": "1 af 1"}
        counted["follow_up"] = f"{len(self.lived.calls)} af {len(self.lived.calls)}"
        counted["complaint"] = "1 af 1" if self.area == "drugs" else "0 af 0"
        counted["plan_review"] = "1 af 1" if self.lived.review_on else "0 af 0"
        for key, words in counted.items():
            if self.page.locator(f"#m-{key}").count():
                figure = self.page.locator(f"section[aria-labelledby=m-{key}]")
                assert (key, words in figure.inner_text()) == (key, True)

    def is_delivered(self, folder: Path) -> None:
        """To the one register of its kind of treatment, and not to the other."""
        out = StringIO()
        for register in ("nab", "smdb"):
            given = ("--from", "2027-01-01", "--to", "2027-12-31", "--by", "leader")
            call_command("registers", "build", register, *given, "--out", str(folder), stdout=out)
        nab, smdb = (json.loads(line)["records"] for line in out.getvalue().splitlines())
        if self.area == "alcohol":
            assert (nab, smdb) == ({"course": 1}, {})
            [row] = rows(folder / "nab_course.csv")
            begun, ended = row["admission_date"], row["discharge_date"]
        else:
            assert nab == {}
            assert smdb.pop("follow_up") == len(self.lived.calls)
            assert set(smdb.values()) == {1}
            [row] = rows(folder / "smdb_initiation.csv")
            assert row["guarantee_met"] == "OK"
            [last] = rows(folder / "smdb_discharge.csv")
            begun, ended = row["initiation_date"], last["discharge_date"]
        assert row.get("cpr", row.get("person_id")) == CPR
        assert (begun, ended) == (BEGUN.isoformat(), ENDED.isoformat())

    def nothing_is_left_open(self) -> None:
        """Every warning came on its day and once, every deadline has ended, all of it is in the trail."""
        given = list(Alert.objects.select_related("clock"))
        assert given
        assert [one for one in given if danish_day(one.made_at) != one.true_since] == []
        assert len({(one.clock_id, one.cycle, one.rung) for one in given}) == len(given)
        assert not Clock.objects.open().exists()
        late = Clock.objects.filter(ended_as="stop", stopped_on__gt=F("due_on"))
        assert not late.exists()
        done = set(AuditEntry.objects.values_list("action", flat=True))
        assert TRAIL - done == set()


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


@pytest.mark.parametrize("council", LIVED, indirect=True)
def test_a_case_is_lived_from_the_first_wish_to_the_register(
    house: House,
    council: QualityStandard,
    page: Page,
    live_server: LiveServer,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """C-49: every deadline, warning, review and call comes once, on the right Danish day."""
    settings.PUBLIC_LIMITS = {"LEAST_SECONDS": 0}
    case = Whole(council, page, live_server.url, monkeypatch)
    seen_in_time(case)
    case.it_is(COMPLAINED)
    case.complains()
    case.comes("Samtale 2.")
    case.it_is(ANSWERED, who="leader")
    case.gets_an_answer()
    case.goes_on()
    case.it_is(REVIEWED)
    case.is_reviewed()
    case.it_is(ENDED, "14.00")
    case.is_discharged()
    for month in case.lived.calls:
        case.it_is(CALLS[month][1])
        case.is_called(month)
    case.it_is(COUNTED, who="leader")
    case.is_counted()
    case.is_delivered(tmp_path)
    case.it_is(LAST, who="")
    case.nothing_is_left_open()


def seen_in_time(case: Whole) -> None:
    """From the first wish to the first talk of the treatment: in nine days."""
    case.it_is(ASKED, "10.00", who="")
    case.books_open_counselling()
    case.it_is(TALKED, "14.00")
    case.is_taken()
    case.is_named()
    case.wants_no_doctor()
    case.is_assessed()
    case.it_is(DECIDED)
    case.is_decided()
    case.begins()
    case.comes("Første samtale. Ærø vil gerne sove.")
    case.is_kept()
