"""One decision with its letter, and what may be granted: for its form, its page and the leader's list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Length

from centre.calendar import danish_day
from centre.post.models import Letter
from centre.post.queries import lacks_address
from centre.post.words import on_its_way
from centre.staff.models import User
from centre.staff.rules import Door
from centre.standard.queries import in_force
from centre.standard.schema import Offer
from intake.choices import DecisionStatus, Setting
from intake.models import Decision, FreeChoice, Inquiry
from intake.queries.letter import custody_copies, tells_custody
from intake.queries.request import about_of, right_of
from intake.rules.decision import (
    DecisionDraft,
    Fault,
    Right,
    faults,
    must_be_approved,
)
from intake.rules.offers import offers_that_fit

NOT_SENT = (DecisionStatus.PREPARED, DecisionStatus.TO_APPROVE)


@dataclass(frozen=True)
class Choices:
    """What a decision on one treatment may grant, by how close to daily life it is."""

    offers: dict[str, list[Offer]]

    def fitting(self, setting: str) -> list[Offer]:
        return self.offers.get(setting, [])


@dataclass(frozen=True)
class Page:
    """All that the page of a decision shows beside its letter."""

    row: Decision
    user: User
    today: date
    right: Right | None
    choice: FreeChoice | None
    replaced_by: Decision | None
    # Of the letter that was sent, without opening them.
    copies: list[Letter]

    @property
    def inquiry(self) -> Inquiry:
        return self.row.inquiry

    @property
    def is_open(self) -> bool:
        return self.row.status in NOT_SENT

    @property
    def tells_custody(self) -> bool:
        """Whether those with custody are to know of it too."""
        return tells_custody(self.row, self.today)

    @property
    def lacks_guardian(self) -> bool:
        """Whether nobody with custody would get it, though they are to."""
        return self.is_open and self.tells_custody and not custody_copies(self.row, self.today)

    @property
    def lacks_address(self) -> bool:
        """Whether the letter would go out by post with an empty window."""
        return self.is_open and lacks_address(self.inquiry.citizen, self.row.way)

    @property
    def to_carry(self) -> str:
        """What brings the letter to the citizen, on the day that its days are counted from."""
        carried = self.row.letter_id is not None and self.row.decided_on == self.today
        return on_its_way(self.row.way) if carried else ""

    @property
    def needs_leader(self) -> bool:
        return must_be_approved(self.row.outcome, self.row.setting)

    @property
    def may_send(self) -> bool:
        """Whether the reader can let it go now."""
        return self.is_open and (not self.needs_leader or self.row.approved_by_id is not None)

    @property
    def may_ask(self) -> bool:
        return self.row.status == DecisionStatus.PREPARED and self.needs_leader

    @property
    def may_approve(self) -> bool:
        waits = self.row.status == DecisionStatus.TO_APPROVE and self.row.approved_by_id is None
        mine = self.row.prepared_by_id == self.user.pk
        return waits and not mine and self.user.may(Door.APPROVE)

    @property
    def may_choose(self) -> bool:
        """Whether a free choice can be recorded now."""
        open_choice = self.choice is not None and not (
            self.choice.chosen_on or self.choice.limited_why
        )
        return self.row.status == DecisionStatus.SENT and self.right is not None and open_choice


def in_scope(user: User, at: datetime | None = None) -> QuerySet[Decision]:
    """The decisions that a person may open, with whom they are about for the door to log.

    To look at one, a page says `at`: a look-up with a reason may be running.
    """
    inquiries = Inquiry.objects.for_user(user, at)
    rows = (
        Decision.objects.of(Inquiry.objects.filter(pk__in=inquiries.values("pk")))
        .select_related(
            "inquiry__citizen", "inquiry__unit", "visitation", "standard", "letter",
            "prepared_by", "approved_by", "sent_by", "replaces", "free_choice",
        )
        .defer("letter__pdf", "standard__text")
        .annotate(citizen_id=F("inquiry__citizen_id"))
    )  # fmt: skip
    if "look_up_id" not in inquiries.query.annotations:
        return rows
    mine: Any = inquiries.filter(pk=OuterRef("inquiry"))
    return rows.annotate(look_up_id=Subquery(mine.values("look_up_id")[:1]))


def page(user: User, row: Decision, at: datetime) -> Page:
    """The page's content, from a decision fetched by `in_scope`."""
    return Page(
        row=row,
        user=user,
        today=danish_day(at),
        right=right_of(row, row.decided_on) if row.decided_on is not None else None,
        choice=getattr(row, "free_choice", None),
        replaced_by=Decision.objects.filter(replaces=row).first(),
        copies=list(row.letter.copies.in_order()) if row.letter is not None else [],
    )


def choices(inquiry: Inquiry, area: str, today: date) -> Choices:
    """What may be granted today."""
    standard, about = in_force(today).content, about_of(inquiry)
    return Choices(
        {
            setting: offers_that_fit(
                standard,
                area=area,
                age_group=about.age_group,
                setting=setting,
                on=today,
                anonymous=about.anonymous,
            )
            for setting in Setting
        }
    )


def faults_of(inquiry: Inquiry, draft: DecisionDraft, today: date) -> list[Fault]:
    """What is not right with a draft, each at its field."""
    return faults(draft, about_of(inquiry), in_force(today).content, today)


def economy_counts(today: date) -> bool:
    """Whether the council says that cost is part of a decision (Fredericia)."""
    part = in_force(today).content.visitation
    return part is not None and part.economy_counts


def in_force_on(inquiry: Inquiry, area: str) -> Decision | None:
    """The decision that a new one on the same treatment would take the place of."""
    return Decision.objects.in_force().filter(inquiry=inquiry, area=area).first()


def to_approve(user: User) -> QuerySet[Decision]:
    """What waits for the leader's eyes, the longest first; none for who approves nothing."""
    if not user.may(Door.APPROVE):
        return Decision.objects.none()
    rows = Decision.objects.of(Inquiry.objects.for_user(user))
    return (
        rows.filter(status=DecisionStatus.TO_APPROVE, approved_by__isnull=True)
        .select_related("inquiry__citizen", "prepared_by")
        .order_by("prepared_at", "id")
    )


def came_back(user: User) -> QuerySet[Decision]:
    """What the leader gave back to the person, and is not changed yet."""
    mine = Decision.objects.of(Inquiry.objects.for_user(user)).filter(prepared_by=user)
    given_back = mine.annotate(why_length=Length("returned_why")).filter(
        status=DecisionStatus.PREPARED, why_length__gt=0
    )
    return given_back.select_related("inquiry__citizen", "prepared_by").order_by(
        "prepared_at", "id"
    )
