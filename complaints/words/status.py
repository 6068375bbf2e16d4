"""How far a complaint is, for whoever has its reference and code: no name, nothing of its content."""

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.choices import Closing, Status, Track
from complaints.models import Complaint

AT_FIRST = {
    Track.APPEAL: gettext_lazy("We look at the decision again."),
    Track.SERVICE: gettext_lazy("The leader looks at it and answers you."),
    Track.ELSEWHERE: gettext_lazy("We find out where it belongs."),
}
LATER = {
    Status.UPHELD: gettext_lazy("You were right. You have got a letter."),
    Status.PARTLY: gettext_lazy("You were partly right. Answer the letter you have got."),
    Status.FORWARDED: gettext_lazy("We have sent it on to Ankestyrelsen. They write to you."),
    Status.DECIDED: gettext_lazy("Ankestyrelsen has decided."),
    Status.ANSWERED: gettext_lazy("It is answered."),
    Status.PASSED_ON: gettext_lazy(
        "It belongs with somebody else. You have got a letter about it."
    ),
}


def status_words(complaint: Complaint) -> list[str]:
    """A sentence a line: when it came, how far it is, by when something happens."""
    came = _("We got it on %(day)s.") % {"day": date_format(complaint.received_on, "j. F Y")}
    return [came, *_far(complaint)]


def _far(complaint: Complaint) -> Iterator[str]:
    if complaint.status == Status.CLOSED:
        yield _closed(complaint)
    elif complaint.status in LATER:
        yield str(LATER[Status(complaint.status)])
    else:
        yield str(AT_FIRST[Track(complaint.track)])
        clock = complaint.clock
        if clock is not None and clock.stopped_on is None and clock.due_on is not None:
            last = date_format(clock.due_on, "j. F Y")
            yield _("You hear from us at the latest on %(day)s.") % {"day": last}


def _closed(complaint: Complaint) -> str:
    if complaint.closing == Closing.WITHDRAWN:
        return _("It was taken back.")
    return _("It is finished.")
