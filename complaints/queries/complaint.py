"""Complaints as pages ask for them: the list, one of them, the decisions one may be over."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from centre.citizens.models import Death
from centre.citizens.queries import death_of, hash_of
from centre.clocks.models import Clock
from centre.clocks.queries import Place, Tally, Tile
from centre.clocks.words import Chip, chip, sentence
from centre.post.models import Letter
from centre.staff.models import User
from centre.staff.queries import colleagues
from centre.staff.rules import Door
from complaints.choices import About, NextStep, Show, Status, Track
from complaints.models import Complaint, ComplaintEvent
from complaints.models.complaint import ComplaintQuerySet
from complaints.rules.next_step import next_step
from intake.models import Inquiry
from intake.models.inquiry import InquiryQuerySet

PAGE = 25
SHOWS: Mapping[str, Callable[[ComplaintQuerySet], ComplaintQuerySet]] = {
    Show.OPEN: lambda rows: rows.open(),
    Show.NEW: lambda rows: rows.filter(status=Status.RECEIVED),
    Show.LATE: lambda rows: rows.open().filter(late=True),
    Show.NOBODYS: lambda rows: rows.open().filter(responsible__isnull=True),
    Show.BOARD: lambda rows: rows.filter(status=Status.FORWARDED),
    Show.CLOSED: lambda rows: rows.filter(status=Status.CLOSED),
}


@dataclass(frozen=True)
class Page:
    """One page of complaints, and where the next one begins."""

    rows: list[Complaint]
    older: Place | None


def whole(rows: ComplaintQuerySet) -> ComplaintQuerySet:
    """Complaints with what every page tells of them, by one statement."""
    return rows.select_related(
        "citizen", "unit", "responsible", "clock", "reply_clock", "anew_clock", "standard"
    ).defer("standard__text")


def page(user: User, *, who: str, show: str, after: Place | None = None) -> Page:
    """The one that has waited longest first; of the closed the latest first. One query, by keyset."""
    rows = Complaint.objects.for_user(user)
    if who == "mine":
        rows = rows.filter(responsible=user)
    rows = whole(SHOWS[show](rows)).select_related("decision")
    latest = show == Show.CLOSED
    if after is not None:
        sign = "lt" if latest else "gt"
        same = Q(received_on=after.on, id__gt=after.id)
        rows = rows.filter(same | Q(**{f"received_on__{sign}": after.on}))
    found = list(rows.order_by("-received_on" if latest else "received_on", "id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], Place(last.received_on, last.pk) if last else None)


def tally(user: User, today: date, *, who: str = "mine", show: str = "") -> Tally:
    """The desk's tile: complaints that nobody has answered the receipt of, whosever they are to be.

    One to the leader has no deadline, so that no other list of the desk would tell of it. Whoever gives
    out work sees those that nobody answers for, too, where there are any.
    """
    url = f"{reverse('complaints:complaints')}?who=unit&show="
    rows = Complaint.objects.for_user(user)
    sets = {"complaints": SHOWS[Show.NEW](rows)}
    if user.may(Door.ASSIGN_OTHERS):
        sets["nobodys_complaints"] = SHOWS[Show.NOBODYS](rows)

    def tiles(counts: Mapping[str, int]) -> list[Tile]:
        found = [Tile(words=_("New complaints"), count=counts["complaints"], url=url + Show.NEW)]
        nobodys = counts.get("nobodys_complaints", 0)
        if nobodys:
            words = _("Complaints nobody answers for")
            found.append(Tile(words, nobodys, url + Show.NOBODYS, alarm=True))
        return found

    return Tally(sets, tiles)


def in_scope(user: User, at: datetime | None = None) -> ComplaintQuerySet:
    """Those the person may open; with `at` those too that a look-up with a reason opens to look at."""
    rows = Complaint.objects.for_user(user, at)
    return whole(rows).select_related(
        "inquiry", "decision__inquiry__citizen", "new_decision", "registered_by"
    )


def running(complaint: Complaint) -> Clock | None:
    """The deadline that runs: looking again, the citizen's answer, or deciding anew."""
    clocks = (complaint.anew_clock, complaint.reply_clock, complaint.clock)
    return next((one for one in clocks if one is not None and one.stopped_on is None), None)


def step_of(complaint: Complaint, today: date) -> NextStep | None:
    """What brings it on."""
    reply, anew = complaint.reply_clock, complaint.anew_clock
    return next_step(
        complaint.status,
        complaint.track,
        unconnected=is_unconnected(complaint),
        answer_by_on=reply.due_on if reply is not None else None,
        decides_anew=anew is not None and anew.stopped_on is None,
        today=today,
    )


def is_unconnected(complaint: Complaint) -> bool:
    """Whether nobody has said yet whose case it is, or which decision, where one is looked at again."""
    if complaint.track != Track.APPEAL:
        return False
    over_one = complaint.about == About.DECISION
    return complaint.inquiry_id is None or (over_one and complaint.decision_id is None)


def is_named(complaint: Complaint) -> bool:
    """Whether there is somebody to write a letter to."""
    return complaint.citizen is not None and not complaint.citizen.anonymous


def short(complaint: Complaint) -> str:
    """What a list may show of whoever complains: initials, or that no name was given."""
    if complaint.citizen is not None:
        return complaint.citizen.initials
    return _("Not known here") if complaint.name else _("Without a name")


@dataclass(frozen=True)
class Case:
    """One complaint with all that its page shows."""

    user: User
    complaint: Complaint
    today: date
    events: Sequence[ComplaintEvent]
    step: NextStep | None
    death: Death | None

    @property
    def deadlines(self) -> list[tuple[str, Chip, str, Clock]]:
        """Each of its deadlines: what for, the chip, the sentence that explains it, and itself."""
        one = self.complaint
        clocks = (
            (_("Looking at it again"), one.clock),
            (_("The citizen's answer"), one.reply_clock),
            (_("Deciding anew"), one.anew_clock),
        )
        return [
            (words, chip(clock, self.today), sentence(clock), clock)
            for words, clock in clocks
            if clock is not None
        ]

    @property
    def named(self) -> bool:
        """Whether there is somebody to write a letter to."""
        return is_named(self.complaint)

    @property
    def may_assess(self) -> bool:
        """Decisions and their grounds are no secretary's reading (ux E.2)."""
        return self.user.may(Door.ASSESS)


def case(user: User, complaint: Complaint, today: date) -> Case:
    """A complaint that was opened, with its history."""
    copies = Prefetch("letter__copies", Letter.objects.in_order())
    lines = complaint.events.select_related("by", "letter", "file", "cover")
    events = list(lines.prefetch_related(copies))
    death = death_of(complaint.citizen_id)
    return Case(user, complaint, today, events, step_of(complaint, today), death)


def people(user: User, complaint: Complaint, today: date) -> list[User]:
    """Those who may answer for it."""
    working = colleagues(complaint.unit_id, today)
    return [one for one in working if user.may_give_work_to(one)]


def inquiries(user: User) -> InquiryQuerySet:
    """The inquiries that a complaint may be begun from: those the person may act on."""
    return Inquiry.objects.for_user(user).select_related("citizen", "unit")


def inquiry_by_cpr(user: User, cpr: str) -> Inquiry | None:
    """The latest inquiry of whoever has the number, among those the person may act on."""
    rows = inquiries(user).filter(citizen__cpr_hash=hash_of(cpr, purpose="citizen.cpr"))
    return rows.order_by("-received_at", "id").first()


def complaint_by_reference(reference: str) -> Complaint | None:
    """The complaint a reference leads to; whoever asks must still show the code."""
    rows = Complaint.objects.filter(reference=reference)
    rows = rows.select_related("clock", "reply_clock", "citizen", "standard")
    return rows.defer("standard__text").first()


def answer_to(complaint: Complaint) -> str:
    """What was answered, for whoever has reference and code."""
    line = complaint.events.filter(type="answer").order_by("-number").first()
    return line.words if line is not None else ""
