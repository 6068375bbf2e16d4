"""What is said once an inquiry is registered: one sentence of what began, and what asks for more."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from centre.calendar import danish_day
from centre.clocks import words
from centre.staff.doors import StaffRequest
from intake.actions.receive import Wanted, says_the_same
from intake.choices import Channel
from intake.models import Inquiry
from intake.queries import inquiry as queries


def tell(request: StaffRequest, found: Inquiry, at: datetime, *, here: bool) -> None:
    """Say it on the next page. `here`: the reader may open the inquiry; else another unit has it."""
    messages.success(request, " ".join(_sentences(found, here=here)))
    if found.channel == Channel.VOICE_MAIL:
        _tell_to_call(request, found)
    if found.received_on < danish_day(at):
        told = {"day": words.day_words(found.received_on)}
        messages.warning(
            request,
            _("Registered late: it was received %(day)s, and the deadline counts from then.")
            % told,
        )


def _sentences(found: Inquiry, *, here: bool) -> Iterable[str]:
    if not here:
        yield _(
            "The inquiry is registered and handed to %(unit)s, who takes it from here: you need do "
            "no more."
        ) % {"unit": found.unit}
    elif found.responsible is None:
        yield _("The inquiry is registered. Nobody answers for it yet.")
    else:
        yield _("The inquiry is registered. %(who)s answers for it.") % {"who": found.responsible}
    promises = [
        words.Promised(str(clock.get_kind_display()), clock.due_on, clock.act_by_on)
        for clock in queries.started(found)
        if clock.due_on is not None and clock.act_by_on is not None
    ]
    yield words.promised(promises) or _("It starts no deadline.")


def tell_of_the_first(request: StaffRequest, found: Inquiry, wanted: Wanted) -> None:
    """The form came a second time: it is one inquiry, and what was changed meanwhile is not kept."""
    if says_the_same(found, wanted):
        messages.success(request, _("The inquiry was registered already."))
        return
    messages.warning(
        request,
        _(
            "The inquiry was registered already, with other answers. It stands as it was first "
            "saved: the changes were not kept."
        ),
    )


def _tell_to_call(request: StaffRequest, found: Inquiry) -> None:
    """A message is answered when the phone opens next; until then it stands under `To call back`."""
    if found.call_back_at is None:
        messages.info(request, _("Call back: nobody has answered the message yet."))
        return
    told = {"when": date_format(localtime(found.call_back_at), "DATETIME_FORMAT")}
    messages.info(request, _("Call back when the phone is open: %(when)s.") % told)
