"""Registering an inquiry on one page."""

import re
import uuid
from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime

from centre.clocks.models import Clock
from centre.standard.models import QualityStandard
from intake.models import Inquiry
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, register_data
from tests.factories import House

URL = "/staff/inquiries/new/"
ALL = ("aabenraa", "fredericia", "rebild", "haderslev", "skanderborg")


@pytest.fixture(autouse=True)
def _thursday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, moment("2026-12-10 10.00"))


@pytest.mark.parametrize(
    "council",
    [pytest.param(key, marks=pytest.mark.promise(row, key)) for key in ALL for row in (2, 9, 34)],
    indirect=True,
)
def test_a_phone_call_about_alcohol_starts_the_fourteen_days(
    house: House, council: QualityStandard
) -> None:
    answer = logged_in(house.leader).post(
        URL, register_data(unit=str(house.adults.pk)), follow=True
    )
    inquiry = Inquiry.objects.get()
    assert inquiry.channel == "phone"
    assert inquiry.received_at == moment("2026-12-10 09.30")
    clock = Clock.objects.get()
    assert (clock.kind, clock.due_on, clock.act_by_on) == (
        "alcohol",
        date(2026, 12, 24),
        date(2026, 12, 23),
    )
    assert "24. december 2026" in answer.content.decode()


@pytest.mark.parametrize(
    "council", [pytest.param(key, marks=pytest.mark.promise(33, key)) for key in ALL], indirect=True
)
def test_a_wish_for_drug_treatment_starts_the_guarantee_and_the_doctors_talk(
    house: House, council: QualityStandard
) -> None:
    data = register_data(topic="drugs", unit=str(house.adults.pk))
    logged_in(house.leader).post(URL, data)
    assert set(Clock.objects.values_list("kind", flat=True)) == {"social_drug", "doctors_talk"}


@pytest.mark.parametrize(
    "council",
    [pytest.param(key, marks=pytest.mark.promise(3, key)) for key in ALL],
    indirect=True,
)
def test_somebody_at_the_desk_is_registered_as_a_walk_in(
    house: House, council: QualityStandard
) -> None:
    data = register_data(channel="walk_in", wish="counselling", unit=str(house.adults.pk))
    logged_in(house.leader).post(URL, data)
    assert Inquiry.objects.get().channel == "walk_in"
    assert not Clock.objects.exists()


@pytest.mark.promise(4, "aabenraa", "rebild")
@pytest.mark.parametrize("council", ["aabenraa", "rebild"], indirect=True)
@pytest.mark.parametrize("channel", ["mail", "letter"])
def test_a_mail_counts_from_the_day_it_came_and_shows_that_it_was_registered_late(
    house: House, council: QualityStandard, channel: str
) -> None:
    data = register_data(channel=channel, received_on_day="1", received_time="")
    answer = logged_in(house.caseworker).post(URL, data, follow=True)
    assert Clock.objects.get().due_on == date(2026, 12, 15)
    levels = [message.level_tag for message in answer.context["messages"]]
    assert "warning" in levels


@pytest.mark.parametrize(
    ("day", "clock", "kept"),
    [("9", None, "12.00"), ("9", "8.15", "08.15"), ("10", None, "10.00")],
)
def test_who_changes_the_day_alone_has_said_no_clock(
    house: House, day: str, clock: str | None, kept: str
) -> None:
    """The page comes filled in with now, 10.00: that is no clock of another day."""
    client = logged_in(house.caseworker)
    form = client.get(URL).context["form"]
    filled = {"received_time": "10.00", "filled_in": form["filled_in"].value()}
    data = register_data(**filled, received_on_day=day)
    client.post(URL, data if clock is None else {**data, "received_time": clock})
    found = Inquiry.objects.get()
    assert (found.received_on.day, f"{localtime(found.received_at):%H.%M}") == (int(day), kept)


def test_a_day_in_the_future_is_refused_with_a_sentence_and_everything_kept(house: House) -> None:
    data = register_data(received_on_day="11", name="Åse Ødegård", note="Ring efter kl. 15")
    answer = logged_in(house.caseworker).post(URL, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "received_time" in answer.context["form"].errors
    assert "Åse Ødegård" in page
    assert "Ring efter kl. 15" in page
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age_group": ""}, "age_group"),
        ({"topic": ""}, "topic"),
        ({"wish": ""}, "wish"),
        ({"channel": "web"}, "channel"),
        ({"received_on_day": "31", "received_on_month": "11"}, "received_on"),
        ({"received_time": "25.00"}, "received_time"),
        ({"phone": "12"}, "phone"),
        ({"cpr": "3113805555"}, "cpr"),
        ({"topic": "unknown"}, "topic"),
        ({"name": "", "phone": ""}, "name"),
        ({"extras": ["anonymous"]}, "extras"),
        ({"about": "professional"}, "extras"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(
    house: House, changes: dict[str, object], field: str
) -> None:
    answer = logged_in(house.caseworker).post(URL, register_data(**changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Inquiry.objects.exists()


def test_a_number_that_fails_modulus_11_is_accepted_and_never_shown(house: House) -> None:
    client = logged_in(house.caseworker)
    page = client.post(URL, register_data(cpr="010180-1111"), follow=True).content.decode()
    citizen = Inquiry.objects.get().citizen
    assert citizen is not None
    assert citizen.cpr == "0101801111"
    lists = "".join(client.get(url).content.decode() for url in ("/staff/", "/staff/inquiries/"))
    for text in (page, lists):
        assert "0101801111" not in text
        assert "010180-1111" not in text


@pytest.mark.promise(10, "rebild", "skanderborg")
@pytest.mark.parametrize("council", ["rebild", "skanderborg"], indirect=True)
def test_a_referral_with_the_citizens_wish_starts_the_guarantee(
    house: House, council: QualityStandard
) -> None:
    data = register_data(
        channel="referral", about="professional", referrer="doctor", extras=["agrees"]
    )
    logged_in(house.caseworker).post(URL, data)
    inquiry = Inquiry.objects.get()
    assert (inquiry.referrer, inquiry.citizen_agrees) == ("doctor", True)
    assert Clock.objects.filter(kind="alcohol").exists()


def test_an_anonymous_citizen_gets_no_row_and_only_the_half_day_is_kept(house: House) -> None:
    data = register_data(name="", phone="", extras=["anonymous"])
    logged_in(house.caseworker).post(URL, data)
    inquiry = Inquiry.objects.get()
    assert inquiry.citizen is None
    assert inquiry.received_at == moment("2026-12-10 00.00")


def test_the_same_form_twice_is_one_inquiry(house: House) -> None:
    client = logged_in(house.caseworker)
    key = str(uuid.uuid4())
    answers = [client.post(URL, register_data(form_key=key)) for _ in range(2)]
    assert Inquiry.objects.count() == 1
    assert answers[0].url == answers[1].url


@pytest.mark.parametrize(("clock", "due"), [("23.59", "13"), ("0.00", "14")])
def test_midnight_in_denmark_parts_the_days(
    house: House, monkeypatch: pytest.MonkeyPatch, clock: str, due: str
) -> None:
    # 23.59 on 29 November is 22.59 in UTC; one minute later Denmark has 30 November.
    at_the_doors(monkeypatch, moment("2026-12-01 08.00"))
    day = "29" if clock == "23.59" else "30"
    data = register_data(received_on_day=day, received_on_month="11", received_time=clock)
    logged_in(house.caseworker).post(URL, data)
    assert Clock.objects.get().due_on == date(2026, 12, int(due))


@pytest.mark.promise(23, "fredericia", "skanderborg")
@pytest.mark.parametrize("council", ["fredericia", "skanderborg"], indirect=True)
def test_somebody_under_30_goes_to_the_young_peoples_unit(
    house: House, council: QualityStandard
) -> None:
    answer = logged_in(house.caseworker).post(URL, register_data(age_group="18_29"), follow=True)
    inquiry = Inquiry.objects.get()
    assert inquiry.unit == house.youth
    assert "Ungerådgivningen" in answer.content.decode()
    assert logged_in(house.caseworker).get(f"/staff/inquiries/{inquiry.pk}/").status_code == 404


def test_saving_with_book_time_leads_to_the_free_times(house: House) -> None:
    answer = logged_in(house.caseworker).post(URL, register_data(book="1"))
    assert answer.url == f"/staff/inquiries/{Inquiry.objects.get().pk}/book/"


def test_a_note_loses_what_looks_like_a_cpr_number(house: House) -> None:
    logged_in(house.caseworker).post(URL, register_data(note="Hedder Kim, 010180-1234"))
    assert "1234" not in Inquiry.objects.get().note


def test_the_page_asks_at_most_twelve_questions_five_of_them_mandatory(house: House) -> None:
    page = logged_in(house.caseworker).get(URL)
    shown = [one for name in ("form", "share") for one in page.context[name] if not one.is_hidden]
    # The day and the clock are one question; the form fills them in itself. The CPR number is folded.
    asked = [field for field in shown if field.name not in ("received_time", "cpr")]
    assert len(asked) <= 12
    assert "responsible" in {field.name for field in asked}
    (folded,) = re.findall(
        r"<details class=.folded.[^>]*>.*?</details>", page.content.decode(), re.DOTALL
    )
    assert re.findall(r'name="(\w+)"', folded) == ["cpr"]
    assert "open" not in folded.split(">")[0]
    unanswered = [one.name for one in asked if one.field.required and not one.value()]
    assert len(unanswered) <= 5


def test_the_folded_number_is_open_where_something_stands_in_it_or_is_wrong_with_it(
    house: House,
) -> None:
    client = logged_in(house.caseworker)
    for cpr in ("0505", "050520-9996"):
        page = client.post(URL, register_data(cpr=cpr, topic="")).content.decode()
        (fold,) = re.findall(r"<details class=.folded.[^>]*>", page)
        assert "open" in fold
    client.post(URL, register_data(cpr="050520-9996"))
    citizen = Inquiry.objects.get().citizen
    assert citizen is not None and citizen.cpr == "0505209996"


@pytest.mark.promise(6, "rebild")
@pytest.mark.parametrize("council", ["rebild"], indirect=True)
@pytest.mark.parametrize(
    ("now", "when"),
    [
        ("2026-12-10 10.00", "fredag den 11. december 2026 kl. 8.00"),
        ("2026-12-10 08.20", "torsdag den 10. december 2026 kl. 8.20"),
        ("2026-12-11 12.00", "mandag den 14. december 2026 kl. 8.00"),
        ("2026-12-23 09.00", "mandag den 28. december 2026 kl. 8.00"),
    ],
)
def test_a_message_on_the_voice_mail_becomes_a_call_to_make_when_the_phone_opens(
    house: House,
    council: QualityStandard,
    monkeypatch: pytest.MonkeyPatch,
    now: str,
    when: str,
) -> None:
    """It stands under `To call back` until somebody has tried; the wish counts from the message."""
    at_the_doors(monkeypatch, moment(now))
    client = logged_in(house.caseworker)
    data = register_data(channel="voice_mail", received_on_day="9", received_time="21.15")
    page = client.post(URL, data, follow=True)
    inquiry = Inquiry.objects.get()
    assert inquiry.channel == "voice_mail"
    assert Clock.objects.get().due_on == date(2026, 12, 23)
    assert when in page.content.decode()
    # It is kept with the inquiry, and stands on its page and on the desk until somebody has tried.
    shown = date_format(localtime(inquiry.call_back_at), "DATETIME_FORMAT")
    assert shown == when
    page_of = f"/staff/inquiries/{inquiry.pk}/"
    assert f"Ring tilbage {when}" in client.get(page_of).content.decode()
    assert "De har lagt en besked" in client.get("/staff/?who=unit").content.decode()
    to_call = "/staff/inquiries/?who=unit&show=call"
    assert str(inquiry.pk) in client.get(to_call).content.decode()
    told = {"channel": "phone", "outcome": "reached", "form_key": uuid.uuid4()}
    client.post(
        f"/staff/inquiries/{inquiry.pk}/attempt/",
        {f"attempt-{name}": value for name, value in told.items()},
    )
    assert inquiry.attempts.count() == 1
    assert str(inquiry.pk) not in client.get(to_call).content.decode()
    assert "Ring tilbage" not in client.get(page_of).content.decode()
    assert "De har lagt en besked" not in client.get("/staff/?who=unit").content.decode()
