"""Was the guarantee kept, by law and as promised; how long people waited; the third free time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median, quantiles

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import add_months, danish_day
from centre.clocks.choices import Kind, Source, State
from centre.clocks.queries.risk import Measure
from centre.staff.models import User
from intake.choices import Compliance, Topic, Wish
from intake.models import Guarantee, GuaranteeFact, Inquiry
from intake.queries.calendar import third_next
from intake.rules.guarantee import as_promised, by_law, promise_of

PERIOD_MONTHS = 12
# The talk and the decision are promises of their own, not the wait for treatment.
NOT_TREATMENT = (Kind.DOCTORS_TALK, Kind.INPATIENT)
KEPT = (Compliance.KEPT,)
NOT_KEPT = (Compliance.KEPT_LATE, Compliance.BREACHED)
FEWEST_FOR_PERCENT = 10


@dataclass(frozen=True)
class Answered:
    """One guarantee with both answers on a day."""

    row: Guarantee
    state: State
    law: Compliance
    promised: Compliance


def answered(user: User, today: date) -> list[Answered]:
    """The treatment guarantees asked for in the last twelve months: three queries, whatever N."""
    rows = (
        Guarantee.objects.filter(inquiry__received_on__gte=add_months(today, -PERIOD_MONTHS))
        .exclude(kind__in=NOT_TREATMENT)
        .select_related("clock", "inquiry")
        .prefetch_related(
            Prefetch("facts", GuaranteeFact.objects.filter(withdrawn_at__isnull=True)),
            "clock__standard",
        )
        .order_by("clock__due_on", "id")
    )
    if user.unit_id is not None:
        rows = rows.filter(inquiry__unit=user.unit_id)
    return [_answer(row, today) for row in rows]


def _answer(row: Guarantee, today: date) -> Answered:
    state = row.clock.state_on(today)
    promised = as_promised(
        promise=promise_of(row.clock.standard.content, row.kind),
        requested_on=row.inquiry.received_on,
        facts={one.fact: one.on for one in row.facts.all()},
        state=state,
        today=today,
    )
    return Answered(row, state, by_law(row.clock.source, state), promised)


def of_answer(found: Iterable[Answered], which: str, kept: bool) -> list[Answered]:
    """Exactly the rows behind one number of the board."""
    wanted = KEPT if kept else NOT_KEPT
    return [one for one in found if (one.law if which == "law" else one.promised) in wanted]


def measures(user: User, moment: datetime) -> list[Measure]:
    """The measures of the risk board (ux L2 to L4)."""
    today = danish_day(moment)
    found = answered(user, today)
    return [
        _kept(found, "law", _left_out(user, found, today)),
        _kept(found, "promised", []),
        *_waiting(found),
        _third_free(user, moment),
    ]


def _kept(found: list[Answered], which: str, left_out: list[tuple[str, int]]) -> Measure:
    kept, rest = of_answer(found, which, True), of_answer(found, which, False)
    total = len(kept) + len(rest)
    url = reverse("intake:guarantees")
    words = {
        "law": (
            _("Guarantee kept by law"),
            _(
                "First treatment contact within the legal deadline, of all that ended or are overdue."
            ),
        ),
        "promised": (
            _("Guarantee kept as promised"),
            _(
                "What our quality standard promises happened in time, of all that ended or are overdue."
            ),
        ),
    }[which]
    return Measure(
        words=words[0],
        value=percent(len(kept), total),
        definition=words[1],
        numerator=len(kept),
        denominator=total,
        url=f"{url}?answer={which}&kept=yes",
        rest_url=f"{url}?answer={which}&kept=no",
        left_out=left_out,
    )


def percent(part: int, whole: int) -> str:
    """A whole percentage; a dash where fewer than ten make it say nothing (ux A.7)."""
    return f"{round(100 * part / whole)} %" if whole >= FEWEST_FOR_PERCENT else "–"


def _left_out(user: User, found: list[Answered], today: date) -> list[tuple[str, int]]:
    states = Counter(one.state for one in found if one.row.clock.source == Source.LAW)
    asked = Inquiry.objects.filter(received_on__gte=add_months(today, -PERIOD_MONTHS))
    if user.unit_id is not None:
        asked = asked.filter(unit=user.unit_id)
    anonymous = asked.filter(
        anonymous=True, wish=Wish.TREATMENT, topic__in=(Topic.DRUGS, Topic.BOTH)
    )
    return [
        (_("Anonymous drug treatment (§ 101 a)"), anonymous.count()),
        (_("Advice and talks only"), asked.exclude(wish=Wish.TREATMENT).count()),
        (_("Free choice"), states[State.WAIVED]),
        (_("Released, such as withdrawn"), states[State.RELEASED]),
        (
            _("Still running"),
            sum(states[one] for one in (State.RUNNING, State.AT_RISK, State.PAUSED)),
        ),
    ]


def _waiting(found: list[Answered]) -> list[Measure]:
    ended = (State.KEPT, State.KEPT_LATE)
    days = sorted(
        (one.row.clock.stopped_on - one.row.clock.starts_on).days
        for one in found
        if one.state in ended and one.row.clock.stopped_on is not None
    )
    waiting = sum(one.row.clock.stopped_on is None for one in found)
    return [
        Measure(
            words=_("Waiting time, median"),
            value=_days(median(days) if days else None),
            definition=_("Days from the request to the first treatment contact, last 12 months."),
            numerator=len(days),
            left_out=[(_("Still waiting"), waiting)],
        ),
        Measure(
            words=_("Waiting time, 90th percentile"),
            value=_days(_ninetieth(days)),
            definition=_("Nine of ten waited no longer than this."),
            numerator=len(days),
        ),
    ]


def _ninetieth(days: list[int]) -> float | None:
    if len(days) < 2:
        return float(days[0]) if days else None
    return quantiles(days, n=10, method="inclusive")[8]


def _days(value: float | None) -> str:
    if value is None:
        return "–"
    return _("%(count)s days") % {"count": f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")}


def _third_free(user: User, moment: datetime) -> Measure:
    slot = third_next(user, moment)
    when = date_format(localtime(slot.starts_at), "D j. b H.i") if slot else _("None in 4 weeks")
    return Measure(
        words=_("Third next free time"),
        value=when,
        definition=_(
            "The third free time of open counselling; a single cancellation does not move it."
        ),
        url=reverse("intake:calendar") + "?who=unit",
    )
