"""Was the guarantee kept, by law and as promised; how long people waited; the third free time."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.clocks.queries.risk import Measure
from centre.staff.models import User
from intake.queries.compliance import Counted, counted

FEWEST_FOR_PERCENT = 10


def measures(user: User, moment: datetime) -> list[Measure]:
    """The measures of the risk board (ux L2 to L4)."""
    found = counted(user, moment)
    left_out = [
        (_("Anonymous drug treatment (§ 101 a)"), found.anonymous),
        (_("Advice and talks only"), found.advice),
        (_("Free choice"), found.waived),
        (_("Released, such as withdrawn"), found.released),
        (_("Still running"), found.running),
    ]
    return [
        _kept("law", found.law_kept, found.law_rest, left_out),
        _kept("promised", found.promised_kept, found.promised_rest, []),
        *_waiting(found),
        _third_free(found.third_at),
    ]


def _kept(which: str, kept: int, rest: int, left_out: list[tuple[str, int]]) -> Measure:
    total = kept + rest
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
        value=percent(kept, total),
        definition=words[1],
        numerator=kept,
        denominator=total,
        url=f"{url}?answer={which}&kept=yes",
        rest_url=f"{url}?answer={which}&kept=no",
        left_out=left_out,
    )


def percent(part: int, whole: int) -> str:
    """A whole percentage; a dash where fewer than ten make it say nothing (ux A.7)."""
    return f"{round(100 * part / whole)} %" if whole >= FEWEST_FOR_PERCENT else "–"


def _waiting(found: Counted) -> list[Measure]:
    return [
        Measure(
            words=_("Waiting time, median"),
            value=_days(found.middle),
            definition=_("Days from the request to the first treatment contact, last 12 months."),
            numerator=found.waited,
            left_out=[(_("Still waiting"), found.waiting)],
        ),
        Measure(
            words=_("Waiting time, 90th percentile"),
            value=_days(found.ninetieth),
            definition=_("Nine of ten waited no longer than this."),
            numerator=found.waited,
        ),
    ]


def _days(days: float | None) -> str:
    if days is None:
        return "–"
    return _("%(count)s days") % {"count": f"{days:.1f}".rstrip("0").rstrip(".").replace(".", ",")}


def _third_free(starts_at: datetime | None) -> Measure:
    when = (
        date_format(localtime(starts_at), r"D. j. N \k\l. G.i")
        if starts_at
        else _("None in 4 weeks")
    )
    return Measure(
        words=_("Third next free time"),
        value=when,
        definition=_(
            "The third free time of open counselling; a single cancellation does not move it."
        ),
        url=reverse("intake:calendar") + "?who=unit",
    )
