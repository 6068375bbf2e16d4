"""How far a complaint is, for whoever has its reference and code: no name, nothing of its content."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centre.post.words import day
from complaints.choices import Closing, Status, Track
from complaints.models import Complaint
from complaints.queries.complaint import is_named
from complaints.words.letters import way_of
from complaints.words.ways import lines_of

AT_FIRST = {
    Track.APPEAL: gettext_lazy("We look at the case again."),
    Track.SERVICE: gettext_lazy("The leader looks at it and answers you."),
    Track.ELSEWHERE: gettext_lazy("We find out where it belongs."),
}
LATER = {
    Status.UPHELD: gettext_lazy("You were right."),
    Status.PARTLY: gettext_lazy("You were partly right."),
    Status.FORWARDED: gettext_lazy("We have sent it on to Ankestyrelsen. They write to you."),
    Status.DECIDED: gettext_lazy("Ankestyrelsen has decided."),
    Status.ANSWERED: gettext_lazy("It is answered."),
    Status.PASSED_ON: gettext_lazy("It belongs with somebody else."),
}
ENDED = {
    Closing.UPHELD: LATER[Status.UPHELD],
    Closing.CONTENT: gettext_lazy("You were content with our answer."),
    Closing.SILENT: gettext_lazy("You were partly right. We have not sent it on."),
    Closing.DECIDED: LATER[Status.DECIDED],
    Closing.ANSWERED: LATER[Status.ANSWERED],
    Closing.PASSED_ON: LATER[Status.PASSED_ON],
    Closing.WITHDRAWN: gettext_lazy("It was taken back."),
}


def status_words(complaint: Complaint) -> list[str]:
    """A sentence a line: when it came, how far it is, by when something happens."""
    came = _("We got it on %(day)s.") % {"day": day(complaint.received_on)}
    return [came, *_far(complaint)]


def _far(complaint: Complaint) -> Iterator[str]:
    status = Status(complaint.status)
    if status == Status.CLOSED:
        yield str(ENDED[Closing(complaint.closing)])
        yield _("It is finished.")
    elif status in LATER:
        yield str(LATER[status])
        yield from _told(complaint, status)
    else:
        yield str(AT_FIRST[Track(complaint.track)])
        clock = complaint.clock
        if clock is not None and clock.stopped_on is None and clock.due_on is not None:
            yield _("You hear from us at the latest on %(day)s.") % {"day": day(clock.due_on)}


def _told(complaint: Complaint, status: Status) -> Iterator[str]:
    """By letter, to who has a name here; where it belongs, to who has none."""
    if is_named(complaint) and status in (Status.UPHELD, Status.PARTLY, Status.PASSED_ON):
        yield _("You have got a letter about it.")
    elif status == Status.PASSED_ON:
        yield from lines_of(way_of(complaint))
    reply = complaint.reply_clock
    if status == Status.PARTLY and reply is not None and reply.due_on is not None:
        last = {"day": day(reply.due_on)}
        yield _("Tell us at the latest on %(day)s if you want to go on with your complaint.") % last
