"""What the invented staff have begun to write and not yet saved."""

from centre.drafts.actions import save
from centre.drafts.rules import Content, Hand
from centre.staff.models import User
from intake.choices import SlotChannel
from intake.models import Inquiry
from intake.queries.drafts import REGISTER, act_form
from reporting.demo.stories import Teller


def write_drafts(tell: Teller) -> None:
    """A call that was interrupted, in the form of its inquiry; and a registration half written."""
    team = tell.team
    called = (
        Inquiry.objects.open().filter(responsible=team.caseworker).order_by("received_at", "id")
    )
    interrupted = called.first()
    if interrupted is not None:
        note = "Ringede kl. 9. Sad i bussen og vil hellere tale i eftermiddag, så jeg"
        words: Content = {"attempt-channel": [SlotChannel.PHONE.value], "attempt-note": [note]}
        _keep(tell, act_form("attempt"), str(interrupted.pk), words, by=team.caseworker, days_ago=1)
    half = {"channel": ["phone"], "about": ["relative"], "topic": ["alcohol"]}
    _keep(tell, REGISTER, "", half, by=team.colleague, days_ago=1)


def _keep(
    tell: Teller, form: str, subject: str, words: Content, *, by: User, days_ago: int
) -> None:
    page = f"{tell.chance.getrandbits(128):032x}"
    at = tell.moment(days_ago, hour=9)
    save(form=form, subject=subject, content=words, hand=Hand(page, None, 1), by=by, at=at)
