"""Messages on the voice mail that nobody has answered yet: whom to call when the phone opens."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.citizens.queries import deaths
from centre.clocks.queries import Listing, Section
from centre.staff.models import User
from intake.models import ContactAttempt, Inquiry
from intake.models.inquiry import InquiryQuerySet
from intake.queries.clocks import short

MOST = 25


def _waits(user: User, _today: date, *, who: str) -> InquiryQuerySet:
    """The open inquiries that came as a message and that nobody has tried to reach; none of the dead."""
    tried = ContactAttempt.objects.filter(inquiry=OuterRef("pk"))
    rows = Inquiry.objects.for_user(user).open().filter(call_back_at__isnull=False)
    if who == "mine":
        rows = rows.filter(responsible=user)
    return rows.filter(~Exists(tried), ~Exists(deaths("citizen")))


def _sections(user: User, today: date, *, who: str) -> list[Section]:
    """The desk's list of them, soonest first."""
    found = _waits(user, today, who=who).select_related("citizen", "responsible")
    rows = [_row(one) for one in found.order_by("call_back_at", "id")[:MOST]]
    columns = ((_("Call from"), "nowrap"), (_("Citizen"), ""), (_("Responsible"), ""))
    return [
        Section(
            heading=_("Call back: they left a message"),
            columns=columns,
            rows=rows,
            empty_words="",
        )
    ]


def _row(inquiry: Inquiry) -> tuple[list[Any], str, str]:
    local = localtime(inquiry.call_back_at)
    moment = f"{date_format(local, 'D. j. N')} {time_format(local, 'TIME_FORMAT')}"
    responsible = str(inquiry.responsible) if inquiry.responsible else _("Nobody")
    url = reverse("intake:inquiry", args=[inquiry.pk])
    return [moment, short(inquiry), responsible], url, short(inquiry)


LISTING = Listing(_waits, _sections)
