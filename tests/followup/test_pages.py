"""The follow-ups that wait, and the page of a call: what they show, and what a press of a button does."""

import uuid
from datetime import date, time
from typing import Any

import pytest

from centre.calendar import danish_moment
from centre.citizens.models import Citizen
from followup.models import CallAttempt, FollowUp, SupportTalk
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House
from tests.followup.cases import CALLED_AT, discharged, ended, follow_up, tried
from tests.treatment.pages import day, page, send

pytestmark = pytest.mark.django_db
LIST = "/staff/follow-ups/"


@pytest.fixture(autouse=True)
def _the_day_of_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, CALLED_AT)


@pytest.fixture
def one(house: House) -> FollowUp:
    return follow_up(house)


def url(one: FollowUp, more: str = "") -> str:
    return f"{LIST}{one.pk}/{more}"


def outcome(house: House, one: FollowUp, **told: Any) -> Any:
    given: dict[str, Any] = {
        "outcome": "reached",
        "result": "reduced",
        "goal_kept": "kept",
        "form_key": uuid.uuid4(),
    }
    data = {f"outcome-{name}": value for name, value in {**given, **told}.items() if value != ""}
    return logged_in(house.caseworker).post(url(one), data)


def attempt(house: House, one: FollowUp, **told: Any) -> Any:
    given: dict[str, Any] = {"result": "no_answer", "form_key": uuid.uuid4()}
    data = {f"attempt-{name}": value for name, value in {**given, **told}.items()}
    return logged_in(house.caseworker).post(url(one, "tried/"), data)


def test_the_list_shows_initials_the_day_and_what_was_tried(house: House, one: FollowUp) -> None:
    tried(one, house)
    found = page(house, f"{LIST}?show=soon")
    assert "ÆØ, 30+" in found
    assert "Ødegård" not in found
    assert "Efter 1 måned" in found
    assert "Efter 6 måneder" not in found
    assert "fre. 8. jan." in found
    assert "Efter 6 måneder" in page(house, f"{LIST}?show=all")
    assert readings(purpose="follow-ups") == 2


def test_the_list_is_the_units_or_ones_own(house: House, one: FollowUp) -> None:
    def seen(user: Any, who: str) -> bool:
        found = logged_in(user).get(f"{LIST}?who={who}").content.decode()
        return str(one.pk) in found

    assert seen(house.caseworker, "mine")
    assert not seen(house.colleague, "mine")
    assert seen(house.colleague, "unit")
    assert seen(house.leader, "unit")
    assert not seen(house.youth_worker, "unit")


def test_the_page_pages_by_the_day_and_repeats_nothing(house: House) -> None:
    from followup.queries import waiting

    for _each in range(3):
        follow_up(house)
    waiting.PAGE, before = 2, waiting.PAGE
    try:
        found, after = [], None
        while True:
            part = waiting.page(house.leader, date(2027, 1, 7), who="unit", show="all", after=after)
            found += [row.pk for row in part.rows]
            after = part.older
            if after is None:
                break
    finally:
        waiting.PAGE = before
    rows = FollowUp.objects.order_by("stand_on", "id").values_list("pk", flat=True)
    assert found == list(rows)


@pytest.mark.promise(119, "fredericia")
@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
def test_the_page_of_a_call_shows_whom_to_call_how_and_the_goals_in_their_own_words(
    house: House, one: FollowUp
) -> None:
    found = page(house, url(one))
    assert "20 00 00 01" in found
    assert "Læg ingen besked" in found
    assert "Sove uden at drikke" in found
    assert "Er målet i planen fastholdt?" in found
    assert "10. december 2026" in found
    assert readings(purpose="follow-up") == 1


@pytest.mark.parametrize(
    ("council", "says"),
    [("haderslev", True), ("skanderborg", True), ("fredericia", False)],
    indirect=["council"],
)
def test_the_former_therapist_calls_where_the_standard_says_so(
    house: House, one: FollowUp, *, says: bool
) -> None:
    assert ("Den tidligere behandler" in page(house, url(one))) is says


@pytest.mark.parametrize("agreed", ["30 30 30 30", "Ring om formiddagen."])
def test_the_number_is_the_citizens_and_what_was_agreed_stands_beside_it_in_its_words(
    house: House, agreed: str
) -> None:
    found = page(house, url(follow_up(house, follow_up_detail=agreed)))
    assert '<strong class="nowrap">20 00 00 01</strong>' in found
    assert f"<br>{agreed}" in found


def test_a_number_that_was_agreed_and_is_in_the_file_stands_there_once(
    house: House, one: FollowUp
) -> None:
    assert page(house, url(one)).count("20 00 00 01") == 1


def test_a_protected_number_is_shown_when_it_is_asked_for_and_that_is_logged(
    house: House, one: FollowUp
) -> None:
    Citizen.objects.update(protected=True)
    found = page(house, url(one))
    assert "20 00 00 01" not in found
    assert url(one, "contact/") in found
    assert "20 00 00 01" in page(house, url(one, "contact/"))
    assert readings(purpose="protected contact") == 1
    # The treatment's page hides it too, and leads to the file.
    told = page(house, f"/staff/courses/{one.course_id}/")
    assert "20 00 00 01" not in told
    assert f"/staff/citizens/{one.course.citizen_id}/contact/" in told


def test_a_press_writes_down_that_nobody_answered(house: House, one: FollowUp) -> None:
    done = attempt(house, one, **day("attempt-again_on", date(2027, 1, 8)))
    assert done.url == LIST
    made = CallAttempt.objects.get()
    assert (made.result, made.tried_on) == ("no_answer", date(2027, 1, 7))
    assert "på 2 dage til" in page(house, url(one))


def test_a_day_after_the_deadline_is_refused_and_the_press_is_kept(
    house: House, one: FollowUp
) -> None:
    data = {f"again_on_{key}": value for key, value in (("day", 20), ("month", 2), ("year", 2027))}
    sent = attempt(house, one, **data)
    assert sent.status_code == 409
    assert "Fristen flytter sig ikke" in sent.content.decode()
    assert CallAttempt.objects.count() == 0


def test_a_talk_closes_the_follow_up_and_tells_of_the_next(house: House, one: FollowUp) -> None:
    client = logged_in(house.caseworker)
    told = {"outcome": "reached", "result": "free", "goal_kept": "kept", "form_key": uuid.uuid4()}
    data = {f"outcome-{name}": value for name, value in told.items()}
    done = client.post(url(one), data, follow=True)
    found = done.content.decode()
    assert "Den næste står på listen: torsdag 10. juni" in found


@pytest.mark.parametrize(
    ("told", "words", "status"),
    [
        ({"outcome": ""}, "Vælg, hvad der kom ud af det", 422),
        ({"result": ""}, "Vælg, hvordan det står til nu", 422),
        ({"outcome": "relapsed", "result": "free"}, "Vælg én af de to", 422),
        ({"goal_kept": ""}, "Vælg, om målet er fastholdt", 422),
        ({"outcome": "moved", "wants_help": "on"}, "Kun den, der blev truffet", 422),
        ({"outcome": "not_reached"}, "tre forsøg", 409),
    ],
)
def test_what_is_wrong_is_said_and_the_note_is_kept(
    house: House, one: FollowUp, told: dict[str, Any], words: str, status: int
) -> None:
    sent = outcome(house, one, note="Talte om søvn.", **told)
    found = sent.content.decode()
    assert sent.status_code == status
    assert words in found
    assert "Talte om søvn." in found
    assert FollowUp.objects.open().count() == 2


def test_whoever_wants_help_again_is_taken_to_the_inquiry(house: House, one: FollowUp) -> None:
    done = outcome(house, one, outcome="relapsed", goal_kept="not", wants_help="on")
    one.refresh_from_db()
    assert done.url == f"/staff/inquiries/{one.inquiry_id}/"
    assert "Ønsker hjælp igen" in page(house, url(one))


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_where_the_standard_does_not_ask_for_the_goal_the_call_asks_how_the_citizen_stands(
    house: House, one: FollowUp
) -> None:
    found = page(house, url(one))
    assert "Hvordan står det til med borgeren nu?" in found
    assert "Er målet i planen fastholdt?" not in found
    assert outcome(house, one, goal_kept="").status_code == 302
    one.refresh_from_db()
    assert (one.result, one.goal_kept) == ("reduced", "")


def test_nobody_sees_a_number_to_call_after_a_death(house: House, one: FollowUp) -> None:
    outcome(house, one, outcome="dead")
    for each in FollowUp.objects.all():
        found = page(house, url(each))
        assert "20 00 00 01" not in found
        assert "Afslut opfølgningen" not in found


def test_whoever_wants_no_contact_is_closed_without_a_call(house: House) -> None:
    one = follow_up(house, follow_up_route="none", follow_up_detail="")
    found = page(house, url(one))
    assert "Afslut opfølgningen uden at ringe" in found
    assert "20 00 00 01" not in found
    assert outcome(house, one, outcome="declined").status_code == 302
    assert not FollowUp.objects.open().exists()


def test_a_colleague_takes_the_call_over(house: House, one: FollowUp) -> None:
    client = logged_in(house.caseworker)
    data = {"caller-caller": house.colleague.pk, "caller-form_key": uuid.uuid4()}
    assert client.post(url(one, "hand-over/"), data).status_code == 302
    one.refresh_from_db()
    assert one.responsible == house.colleague


# --- Where else a follow-up is seen -------------------------------------------------------------------


def test_the_desk_the_board_and_the_file_carry_it(house: House, one: FollowUp) -> None:
    desk = page(house, "/staff/")
    assert url(one) in desk
    assert "Opfølgning efter 1 måned" in desk
    assert "Opfølgninger denne uge" in desk
    board = logged_in(house.leader).get("/staff/risk/").content.decode()
    assert url(one) in board
    file = page(house, f"/staff/citizens/{one.course.citizen_id}/")
    assert url(one) in file
    assert "Udskrevet" in file


def test_the_file_tells_what_was_tried_and_what_came_of_it(house: House, one: FollowUp) -> None:
    tried(one, house)
    ended(one, house, note="Det går godt.")
    file = page(house, f"/staff/citizens/{one.course.citizen_id}/")
    assert "intet svar" in file
    assert "Det går godt." in file


# --- Talks after the treatment ------------------------------------------------------------------------


@pytest.mark.promise(121, "rebild")
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_rebilds_talks_are_counted_on_their_page(house: House) -> None:
    course = discharged(house).course
    address = f"/staff/courses/{course.pk}/talks-after/"
    assert "0 af 5 samtaler er holdt" in page(house, address)
    for _each in range(5):
        send(house, address, **day("held_on", date(2027, 1, 7)), note="Gik godt.")
    found = page(house, address)
    assert "5 af 5 samtaler er holdt" in found
    assert "Der gives ikke flere samtaler" in found
    assert SupportTalk.objects.count() == 5
    assert danish_moment(date(2027, 1, 7), time(10)) == CALLED_AT


def test_where_no_talks_are_given_the_page_says_so_and_takes_none(house: House) -> None:
    address = f"/staff/courses/{discharged(house).course.pk}/talks-after/"
    assert "Der gives ikke samtaler" in page(house, address)
    refused = send(house, address, **day("held_on", date(2027, 1, 7)))
    assert refused.status_code == 409
    assert SupportTalk.objects.count() == 0
