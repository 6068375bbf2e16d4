"""Access to the file: seven working days, collected without a gap, looked through by two."""

from datetime import date, timedelta
from typing import Any

import pytest

from centre.clocks.choices import EventType, Kind
from centre.post.choices import LetterKind
from centre.post.letters.text import LetterText, thawed
from centre.post.models import Letter
from centre.refusal import Overtaken, Refused
from centre.rights.actions import (
    collect,
    give_back,
    look_at,
    make_ready,
    need_more_time,
)
from centre.rights.choices import Asked, Ground, Regime, Status
from centre.rights.models import Piece, RightsRequest
from intake.actions.search import look_up
from tests import factories
from tests.centre.rights.cases import (
    ASKED_AT,
    LATER,
    asked,
    asking,
    citizen_of,
    collected,
    family,
    fresh,
    given,
    looked_through,
    ready,
)
from tests.conftest import moment
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


# --- The clock -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # Monday: the following Wednesday of next week.
        ("2027-01-04 09.30", date(2027, 1, 13)),
        # Over Christmas neither the 24th, the holidays nor New Year's Eve and Day count.
        ("2026-12-21 09.30", date(2027, 1, 5)),
        # Over Easter: Thursday to Monday are closed.
        ("2027-03-22 09.30", date(2027, 4, 5)),
    ],
)
def test_the_answer_is_due_seven_working_days_after_it_came(
    house: House, received: str, due: date
) -> None:
    made = asked(house, citizen_of(family(house)), received_at=moment(received))
    assert (made.clock.kind, made.clock.due_on) == (Kind.FILE_ACCESS, due)
    assert made.clock.act_by_on == due


def test_who_writes_it_down_and_may_read_the_file_answers_for_it(house: House) -> None:
    citizen = citizen_of(family(house))
    assert asked(house, citizen).responsible == house.caseworker
    assert asked(house, citizen, by=house.secretary).responsible is None


def test_the_same_form_twice_is_one_request(house: House) -> None:
    citizen = citizen_of(family(house))
    key = asking().form_key
    first = asked(house, citizen, form_key=key)
    assert asked(house, citizen, form_key=key) == first
    with pytest.raises(Refused, match="other answers"):
        asked(house, citizen, form_key=key, wants_log=False)
    assert RightsRequest.objects.count() == 1


def test_more_time_is_told_within_the_deadline_and_moves_it(request_: RightsRequest) -> None:
    until = date(2027, 1, 25)
    by = request_.responsible
    assert by is not None
    why = "Sagen er stor."
    need_more_time(request_id=request_.pk, until=until, why=why, channel="letter", by=by, at=LATER)
    clock = fresh(request_).clock
    assert (clock.due_on, clock.notice_on) == (until, LATER.date())
    told = thawed(Letter.objects.get(kind=LetterKind.DELAY).text)
    assert isinstance(told, LetterText)
    assert "25. januar 2027" in str(told.blocks) and why in str(told.blocks)
    line = clock.events.get(type=EventType.EXTEND)
    assert (line.reason, line.basis) == (why, "FVL § 16 stk. 2")


# --- Collecting ----------------------------------------------------------------------------------


def test_the_file_is_collected_from_every_app_with_what_is_internal_set_aside(
    house: House, request_: RightsRequest
) -> None:
    made = collected(request_, house.caseworker)
    sources = {one.source for one in made.pieces.all()}
    assert sources >= {
        "citizens.Citizen", "intake.Inquiry", "intake.Visitation", "post.Letter", "file.Timeline",
    }  # fmt: skip
    assert all(one.title and one.content for one in made.pieces.all())


def test_nobody_gives_a_file_with_a_gap(house: House, request_: RightsRequest) -> None:
    """The youth unit knows the citizen too: who may not read there collects nothing."""
    theirs = factories.inquiry(house, received_at=ASKED_AT, unit=house.youth)
    type(theirs).objects.filter(pk=theirs.pk).update(citizen=request_.citizen)
    with pytest.raises(Refused, match="1 part of this file stands in another unit"):
        collect(request_id=request_.pk, by=house.caseworker, at=LATER)
    assert not Piece.objects.exists()
    collect(request_id=request_.pk, by=house.leader, at=LATER)
    assert Piece.objects.filter(source="intake.Inquiry").count() == 2


def test_a_look_up_with_a_reason_lets_the_whole_file_be_collected(
    house: House, request_: RightsRequest
) -> None:
    theirs = factories.inquiry(house, received_at=ASKED_AT, unit=house.youth)
    type(theirs).objects.filter(pk=theirs.pk).update(citizen=request_.citizen)
    look_up(
        citizen_id=request_.citizen_id,
        reason="legal",
        text="Aktindsigt.",
        by=house.caseworker,
        at=LATER - timedelta(minutes=5),
    )
    collect(request_id=request_.pk, by=house.caseworker, at=LATER)
    assert Piece.objects.filter(source="intake.Inquiry").count() == 2


def test_collected_anew_what_was_said_of_a_part_that_is_the_same_stays(
    house: House, request_: RightsRequest
) -> None:
    made = collected(request_, house.caseworker)
    looked_through(made, house.caseworker, Letter={"hidden": "drikker"})
    factories.inquiry(house, received_at=LATER)
    collect(request_id=request_.pk, by=house.caseworker, at=LATER)
    letter = Piece.objects.get(source="post.Letter")
    assert (letter.hidden, letter.looked_by) == ("drikker", house.caseworker)
    assert not any(one.waits for one in Piece.objects.all())


def test_the_record_that_was_not_asked_for_is_set_aside(house: House) -> None:
    made = asked(house, citizen_of(family(house, "alcohol")), asked=Asked.SOCIAL)
    collected(made, house.caseworker)
    grounds = {one.ground for one in made.pieces.filter(regime=Regime.HEALTH)}
    assert grounds == {Ground.NOT_ASKED}


def test_who_is_treated_for_alcohol_alone_has_a_health_record_alone(house: House) -> None:
    made = collected(asked(house, citizen_of(family(house, "alcohol"))), house.caseworker)
    assert {one.regime for one in made.pieces.all()} == {Regime.HEALTH}


# --- Looking through -----------------------------------------------------------------------------


def test_a_slip_of_the_pen_is_told_and_hides_nothing(house: House, request_: RightsRequest) -> None:
    made = collected(request_, house.caseworker)
    with pytest.raises(Refused, match="Karla"):
        looked_through(made, house.caseworker, Letter={"hidden": "Karla"})


def test_two_who_look_at_one_part_lose_nothing(house: House, request_: RightsRequest) -> None:
    made = collected(request_, house.caseworker)
    piece = made.pieces.get(source="post.Letter")
    said: dict[str, Any] = {
        "request_id": made.pk, "number": piece.number, "version": 1, "seen": piece.pk,
        "everywhere": "", "ground": "",
    }  # fmt: skip
    look_at(**said, hidden="drikker", by=house.caseworker, at=LATER)
    with pytest.raises(Overtaken):
        look_at(**said, hidden="", by=house.colleague, at=LATER)
    piece.refresh_from_db()
    assert piece.hidden == "drikker"


def test_nothing_is_handed_on_before_each_part_is_looked_at(
    house: House, request_: RightsRequest
) -> None:
    collected(request_, house.caseworker)
    with pytest.raises(Refused, match="not been looked at"):
        make_ready(
            request_id=request_.pk, names_staff=False, words="", by=house.caseworker, at=LATER
        )


def test_who_looked_it_through_does_not_give_it(house: House, request_: RightsRequest) -> None:
    made = ready(house, request_)
    with pytest.raises(Refused, match="Somebody else gives it"):
        given(house, made, by=house.caseworker)
    with pytest.raises(Refused):
        given(house, made, by=house.secretary)
    assert given(house, made, by=house.colleague).status == Status.ANSWERED


def test_who_is_alone_here_gives_it_alone(house: House, request_: RightsRequest) -> None:
    made = ready(house, request_)
    type(house.leader).objects.exclude(pk=house.caseworker.pk).update(is_active=False)
    assert given(house, made, by=house.caseworker).status == Status.ANSWERED


def test_given_back_it_is_looked_through_again(house: House, request_: RightsRequest) -> None:
    made = ready(house, request_)
    give_back(request_id=made.pk, words="Se på brevet.", by=house.colleague, at=LATER)
    assert (fresh(made).status, fresh(made).prepared_by) == (Status.COLLECTED, None)
