"""An answer that takes longer, or is late: told in time with a later day, or too late with a cause."""

from datetime import date
from typing import Any

import pytest

from centre.calendar import danish_day
from centre.clocks.choices import Cause, EventType, State
from centre.post.choices import LetterKind
from centre.post.letters.text import LetterText, thawed
from centre.post.models import Letter
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.rights.actions import need_more_time, tell_late
from centre.rights.choices import Event, Right
from centre.rights.models import RightsRequest
from centre.rights.rules.deadline import latest
from tests.centre.rights.cases import days_later, fresh
from tests.desk import at_the_doors, logged_in
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
# It came on Monday 4 January 2027, and is due on the 13th.
DUE, PAST = days_later(9), days_later(10)
WHY = "Sagen er stor, og vi var syge."


def late(request: RightsRequest, **changes: Any) -> RightsRequest:
    told: dict[str, Any] = {
        "cause": Cause.CAPACITY, "until": date(2027, 1, 22), "why": WHY, "channel": "letter",
        "by": request.responsible, "at": PAST,
    }  # fmt: skip
    return tell_late(request_id=request.pk, **{**told, **changes})


def longer(request: RightsRequest, until: date, at: Any = DUE) -> RightsRequest:
    by = request.responsible
    assert by is not None
    return need_more_time(
        request_id=request.pk, until=until, why=WHY, channel="letter", by=by, at=at
    )


def words_of_the_letter() -> str:
    text = thawed(Letter.objects.get(kind=LetterKind.DELAY).text)
    assert isinstance(text, LetterText)
    return f"{text.title} {text.blocks}"


def test_after_the_deadline_nothing_is_put_off_any_more(request_: RightsRequest) -> None:
    with pytest.raises(Refused, match="Tell the citizen that it is late"):
        longer(request_, date(2027, 2, 1), PAST)
    assert not Letter.objects.filter(kind=LetterKind.DELAY).exists()


def test_the_last_day_to_which_it_may_be_put_off() -> None:
    """40 working days, our reading; of a correction three months from the day it came."""
    assert latest(Right.ACCESS, date(2027, 1, 4)) == date(2027, 3, 1)
    # Over Easter: Thursday to Monday are closed, and so are Ascension Day and the day after.
    assert latest(Right.ACCESS, date(2027, 3, 15)) == date(2027, 5, 14)
    assert latest(Right.CORRECTION, date(2027, 1, 4)) == date(2027, 4, 4)


def test_it_is_put_off_to_the_last_day_and_no_further(request_: RightsRequest) -> None:
    with pytest.raises(Refused, match=r"1\. March 2027 at the latest"):
        longer(request_, date(2027, 3, 2))
    longer(request_, date(2027, 3, 1))
    assert fresh(request_).clock.due_on == date(2027, 3, 1)


def test_past_the_deadline_the_citizen_is_told_and_no_date_moves(request_: RightsRequest) -> None:
    late(request_)
    made = fresh(request_)
    assert made.clock.due_on == date(2027, 1, 13)
    assert made.clock.state_on(danish_day(PAST)) == State.BREACHED
    assert made.clock.explained_on == made.clock.notice_on == danish_day(PAST)
    line = made.clock.events.get(type=EventType.EXPLAIN)
    assert line.cause == Cause.CAPACITY and WHY in line.reason and "22. January 2027" in line.reason
    told = words_of_the_letter()
    for part in ("forsinket", "13. januar 2027", "22. januar 2027", WHY, "Datatilsynet"):
        assert part in told, part
    assert made.events.get(type=Event.LATE).letter is not None
    assert WHY not in str(AuditEntry.objects.get(action="rights.late").detail)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"at": DUE}, "not past yet"),
        ({"until": danish_day(PAST)}, "day to come"),
        ({"why": " "}, "Write why"),
    ],
)
def test_what_cannot_be_told_is_refused(
    request_: RightsRequest, changes: dict[str, Any], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        late(request_, **changes)
    assert not Letter.objects.filter(kind=LetterKind.DELAY).exists()
    assert fresh(request_).clock.explained_on is None


def test_it_is_told_from_the_page_as_it_was_seen(
    house: House, request_: RightsRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, PAST)
    client, page = logged_in(house.caseworker), f"/staff/rights/{request_.pk}/"
    html = client.get(page).content.decode()
    assert "act-late" in html and "act-more-time" not in html
    form = {
        "late-cause": "capacity", "late-why": WHY, "late-channel": "letter", "late-until_day": "22",
        "late-until_month": "1", "late-until_year": "2027",
    }  # fmt: skip
    shown = client.post(f"{page}late/", form)
    assert "Det beklager vi" in shown.content.decode()
    sent = dict(shown.context["answers"])
    assert client.post(f"{page}late/", {**sent, "send": "1"}).status_code == 302
    assert fresh(request_).clock.explained_on == danish_day(PAST)
    wrong = client.post(f"{page}late/", {**form, "late-until_day": "14"})
    assert wrong.status_code == 422 and WHY in wrong.content.decode()
