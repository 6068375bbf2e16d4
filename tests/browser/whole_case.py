"""One adult's case as the screens show it, from the first wish to the last call, in each of five councils.

What is granted, what keeps the promise, who is called after the end and who decides over a complaint
follow from the council's own standard.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import expect

from centre.clocks.models import Clock
from centre.standard.models import QualityStandard
from followup.models import FollowUp
from intake.choices import Fact
from intake.models import Decision, Inquiry, Slot, Visitation
from tests.browser.public import Citizen
from tests.browser.whole import Walk, in_words, missing
from tests.journeys.test_seen_in_time import PROMISED
from treatment.models import Course, Session

NAME, CPR = "Ærø Ødegård-Åström", "0505209996"
ASKED, TALKED, DECIDED = date(2027, 1, 11), date(2027, 1, 13), date(2027, 1, 15)
BEGUN = date(2027, 1, 20)
ENDED = date(2027, 4, 30)
# Digital Post counts the same day.
LAST_DAY_TO_COMPLAIN = date(2027, 2, 12)
# A Sunday and a Saturday: called on the last working day before.
CALLS = {1: (date(2027, 5, 30), date(2027, 5, 28)), 6: (date(2027, 10, 30), date(2027, 10, 29))}
THEMES = ("use", "social", "health", "work_education", "housing", "other")
PARTS = "[...document.querySelectorAll('.task-list a')].map(one => one.pathname)"
SUBSTANCE = {"alcohol": ("A0", "eat", "daily"), "drugs": ("7.1", "smoke", "daily")}
TREATMENT = {"alcohol": "behandling for alkohol", "drugs": "behandling for stoffer"}


@dataclass(frozen=True)
class Lived:
    """What a council's own text makes of this case."""

    area: str
    # Months after the end: for drugs by law, for alcohol only where the council promises it.
    calls: tuple[int, ...]
    outcome: str = "granted"
    granted: int | None = None
    review_on: date | None = None
    letter: tuple[str, ...] = ()


LIVED = {
    "aabenraa": Lived("alcohol", calls=()),
    "fredericia": Lived(
        "drugs",
        calls=(1, 6),
        outcome="partly",
        letter=(
            "Vi har set på, hvad der hjælper dig, og på hvad det koster.",
            "Send den til Fredericia Rusmiddelcenter",
        ),
    ),
    "rebild": Lived(
        "drugs",
        calls=(1, 6),
        granted=10,
        review_on=date(2027, 4, 15),
        letter=("Op til 10", "Send den til Rusmiddelteamet Mastruplundvej 2L 9530 Støvring"),
    ),
    "haderslev": Lived(
        "drugs",
        calls=(1, 6),
        review_on=date(2027, 4, 15),
        letter=("Send den til Rusmiddelcentret Clausensvej 25 Haderslev",),
    ),
    "skanderborg": Lived("alcohol", calls=(1, 6), letter=("Borgerrådgiverens kontor",)),
}


class Case(Walk):
    """One citizen, one caseworker, one council."""

    def __init__(self, council: QualityStandard, *given: Any) -> None:
        super().__init__(*given)
        self.key, self.standard = council.key, council.content
        self.lived = LIVED[council.key]
        self.area = self.lived.area

    # --- asked for help

    def books_open_counselling(self) -> None:
        """On the public page, at a time that the council's own opening hours have."""
        slot = Slot.objects.filter(starts_at__date=TALKED, for_callers=False).earliest("starts_at")
        citizen = Citizen(self.page, self.address)
        citizen.to_check(slot, name="Kim", phone="20304050", topic=self.area)
        citizen.open("/tid/emne/")
        self.page.check("[name=treatment]", force=True)
        citizen.go_on()
        citizen.go_on()
        citizen.receipt()
        self.inquiry = Inquiry.objects.get()

    def is_taken(self) -> None:
        self.open(f"inquiries/{self.inquiry.pk}/")
        assert "Du er nu ansvarlig" in self.press(".strip form button")
        self.press("form.came button[value=yes]")

    def is_named(self) -> None:
        self.page.get_by_role("link", name="Navn og kontakt").click()
        self.fill({"name": NAME, "cpr": CPR})
        assert self.press() == "Navn og kontakt er gemt."

    def wants_no_doctor(self) -> None:
        """Whoever asks for help with drugs is offered the doctor's talk before it begins (SUL § 142)."""
        self.open(f"inquiries/{self.inquiry.pk}/")
        if self.area == "drugs":
            button = self.act("doctors-talk")
            self.choose(("doctors-talk-fact", "declined"))
            assert "sagde nej til lægesamtalen" in self.press(button)
        else:
            assert not self.page.locator("#act-doctors-talk").count()

    # --- assessment and decision

    def is_assessed(self) -> None:
        """The six themes of the order and this council's own; what is used; what the registers ask."""
        self.open(f"inquiries/{self.inquiry.pk}/assessment/")
        self.press("main form .button-primary")
        one = Visitation.objects.get()
        themes = [str(where).split("/")[-2] for where in self.page.evaluate(PARTS)]
        asked = self.standard.visitation.themes if self.standard.visitation else ()
        needed = {*asked, *(THEMES if self.area == "drugs" else ())}
        assert needed - set(themes) == set()
        for theme in themes[:-2]:
            self.open(f"assessments/{one.pk}/{theme}/")
            self.fill({"text": f"Det, Ærø fortalte om {theme}."})
            self.press("main form [name=next]")
        self.open(f"assessments/{one.pk}/substances/")
        for name, value in zip(
            ("substance", "route", "frequency"), SUBSTANCE[self.area], strict=True
        ):
            self.page.select_option(f"[name={name}_1]", value)
        self.fill({"age_at_first_use_1": "17"})
        self.press("main form [name=next]")
        self.open(f"assessments/{one.pk}/profile/")
        self.fill({"children_at_home": "0"})
        self.choose(("pregnant", "no"))
        self.press("main form [name=next]")
        self.open(f"inquiries/{self.inquiry.pk}/assessment/")
        self.fill_day("held_on", TALKED)
        self.press("form.finish [data-save]")

    def is_decided(self) -> None:
        """The offer that is usual here; what was written on each theme stands in the grounds already."""
        self.open(f"assessments/{Visitation.objects.get().pk}/decide/{self.area}/")
        assert "Det, Ærø fortalte om use." in self.page.input_value("[name=grounds]")
        granted = self.page.input_value("[name=sessions_granted]")
        assert granted == str(self.lived.granted or "")
        self.choose(("outcome", self.lived.outcome))
        self.fill({"grounds": "Du bruger mere, end du gerne vil. Samtaler kan hjælpe dig."})
        if self.lived.outcome == "partly":
            self.fill({"guidance": "Du bad om et ophold. Samtaler er nok til at begynde med."})
        self.press("form.decide [data-save]")
        assert "Afgørelsen er sendt" in self.press(".decide-acts [data-save]")
        self.reads_the_letter()

    def reads_the_letter(self) -> None:
        """As it was sent: the result, the grounds, and where one can complain, by law and by the council."""
        told = self.pdf("Brevet, som det blev sendt")
        result = {
            "granted": f"Du får {TREATMENT[self.area]}",
            "partly": "Du får noget af den hjælp, du bad om",
        }
        wanted = [NAME, result[self.lived.outcome], f"samtale den {in_words(TALKED)}"]
        board = f"Vi skal have din klage senest den {in_words(LAST_DAY_TO_COMPLAIN)}."
        if self.area == "drugs":
            wanted += [board, "sender vi din klage videre til Ankestyrelsen"]
        else:
            wanted += ["Du kan ikke klage over afgørelsen til en anden myndighed."]
            assert "Ankestyrelsen" not in told
        assert missing(told, (*wanted, *self.lived.letter)) == []
        assert CPR not in told

    # --- treatment

    def begins(self) -> None:
        self.open(f"courses/new/{Decision.objects.get().pk}/")
        self.fill_day("first_offered_on", BEGUN)
        assert "Behandlingen er oprettet" in self.press()
        self.course = Course.objects.get()
        self.page.get_by_role("link", name="Lav planen").click()
        self.fill(
            {
                "goal-0-words": "Sove om natten",
                "goal-0-step-0": "Gå en tur hver aften",
                "goal-1-words": "Tilbage til arbejdet som tømrer",
                "methods": "Motiverende samtale",
                "tasks": "Ærø ringer til mester. Mette skriver til jobcentret.",
                "timetable": "En samtale om ugen til påske",
                "follow_up_detail": "20 30 40 50",
            }
        )
        self.choose(
            ("goal-1-horizon", "long"), ("follow_up_route", "phone"), ("agreement", "agrees")
        )
        assert self.press() == "Udgave 1 af planen er gemt."
        button = self.act("plan-talk")
        self.fill_day("plan-talk-on", BEGUN)
        self.fill({"plan-talk-at": "13.30"})
        assert "Der er aftalt en samtale" in self.press(button)

    def is_kept(self) -> None:
        """The guarantee has stopped by law, and as this council promised; nothing was written twice."""
        self.open(f"inquiries/{self.inquiry.pk}/")
        promise = self.page.locator("section.promise").last.inner_text()
        told = " ".join(promise.split())
        assert "Efter loven Overholdt Som vi har lovet Overholdt" in told
        facts = [str(Fact(one).label) for one in PROMISED[self.key]]
        assert missing(told, facts) == []

    def comes(self, note: str, *, more: bool = True) -> None:
        """The talk that was agreed on is written down, and the next one with the same press."""
        one = Session.objects.get(course=self.course, attendance="planned")
        self.it_is(one.held_on, "15.00")
        self.open(f"sessions/{one.pk}/")
        self.choose(("attendance", "attended"))
        self.fill({"note": note})
        self.page.locator("main [name=goals]").first.check(force=True)
        self.press("main form [name=book]" if more else "main form [data-save]")

    def goes_on(self) -> None:
        """The talks that are left: up to what the decision grants, or one more where it sets no number."""
        last = self.lived.granted or 3
        for number in range(3, last + 1):
            self.comes(f"Samtale {number}.", more=number < last)
            self.talks_are_counted(number)
        if self.lived.granted:
            self.no_talk_is_left()

    def talks_are_counted(self, held: int) -> None:
        """Rebild grants ten: told from the eighth on, and none after the tenth without a new decision."""
        self.open(f"courses/{self.course.pk}/")
        granted, told = self.lived.granted, self.words()
        if granted is None:
            assert f"{held} samtaler er holdt. Afgørelsen sætter ikke noget antal." in told
            return
        assert f"{held} af {granted} samtaler er holdt" in told
        assert ("Der er få samtaler tilbage" in told) is (granted * 4 <= held * 5 < granted * 5)
        assert ("Alle samtaler er brugt" in told) is (held == granted)
        # The one that is agreed on takes up room too.
        assert self.page.locator("#act-plan-talk").count() == int(held + 1 < granted)

    def no_talk_is_left(self) -> None:
        self.open(f"courses/{self.course.pk}/sessions/new/")
        self.fill_day("on", self.today)
        self.fill({"at": "10.00", "note": "En til"})
        self.choose(("attendance", "attended"))
        self.page.click("main form [data-save]")
        expect(self.page.locator("#error-summary")).to_be_visible()
        expect(self.page.locator("[name=note]")).to_have_value("En til")
        assert Session.objects.count() == self.lived.granted

    def is_reviewed(self) -> None:
        """After three months at the latest in Haderslev and Rebild; elsewhere no clock runs for it."""
        review = Clock.objects.filter(kind="plan_review").order_by("cycle", "starts_on").last()
        assert (review and review.due_on) == self.lived.review_on
        if review is None:
            return
        self.open(f"courses/{self.course.pk}/plan/")
        self.choose(("why", "review"), ("agreement", "agrees"))
        assert self.press() == "Udgave 2 af planen er gemt."

    def is_discharged(self) -> None:
        self.open(f"courses/{self.course.pk}/discharge/")
        days = [in_words(CALLS[month][1]) for month in self.lived.calls]
        assert missing(self.words(), days or ["Kommunen følger ikke op"]) == []
        self.choose(("reason", "completed"), ("result", "reduced"))
        for one in self.page.locator("main [name^='goal-'][value=yes]").all():
            one.check(force=True)
        self.fill({"summary": "Ærø sover igen og er tilbage på arbejde."})
        assert "Behandlingen er afsluttet" in self.press()

    def is_called(self, month: int) -> None:
        """First nobody answers, then somebody does. Beat has put the call on the list by itself."""
        due_on, act_by_on = CALLS[month]
        one = FollowUp.objects.get(month=month)
        assert (one.clock.due_on, one.clock.act_by_on) == (due_on, act_by_on)
        self.open("follow-ups/")
        self.page.locator(f"main a[href$='/follow-ups/{one.pk}/']").first.click()
        assert "20 30 40 50" in self.words()
        self.choose(("attempt-result", "no_answer"))
        self.press("#act-tried [data-save]")
        self.open(f"follow-ups/{one.pk}/")
        self.choose(("outcome-outcome", "reached"))
        # What is asked of whom one has spoken to follows from the council's text.
        for asked, answer in (("outcome-result", "reduced"), ("outcome-goal_kept", "kept")):
            if self.page.locator(f"main [name='{asked}']").count():
                self.choose((asked, answer))
        self.fill({"outcome-note": "Går stadig tur hver aften."})
        assert "Opfølgningen er afsluttet" in self.press("form.register [data-save]")
