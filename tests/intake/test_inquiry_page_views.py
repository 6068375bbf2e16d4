"""The page of one inquiry: what it shows, what can be done, and who may see it."""

import uuid
from datetime import date
from typing import Any

import pytest

from centre.citizens.choices import AgeGroup
from centre.clocks.actions.sweep import sweep
from centre.clocks.models import Clock, ClockEvent
from centre.records.models import AuditEntry
from centre.standard.models import QualityStandard
from intake.choices import Topic, Wish
from intake.models import ContactAttempt, GuaranteeFact, Inquiry
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House

RECEIVED = moment("2026-12-01 09.00")


@pytest.fixture(autouse=True)
def _a_week_later(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, moment("2026-12-08 10.00"))


@pytest.fixture
def found(house: House) -> Inquiry:
    return factories.inquiry(house, received_at=RECEIVED, responsible=house.caseworker)


def page_of(house: House, inquiry: Inquiry) -> str:
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{inquiry.pk}/")
    return str(page.content.decode())


def act(house: House, inquiry: Inquiry, verb: str, *, by: Any = None, **data: Any) -> Any:
    """Post one act as the page's own form would, its only guarantee already chosen."""
    filled = {f"{verb}-{name}": value for name, value in data.items() if name != "extra"}
    guarantee = inquiry.guarantees.first()
    if guarantee is not None:
        filled.setdefault(f"{verb}-guarantee", str(guarantee.pk))
    client = logged_in(by or house.caseworker)
    url = f"/staff/inquiries/{inquiry.pk}/{verb}/"
    return client.post(url, {**filled, **data.get("extra", {})})


def on(day: int, name: str = "on", month: int = 12) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": "2026"}


def test_the_page_shows_the_sentence_and_both_answers(house: House, found: Inquiry) -> None:
    page = page_of(house, found)
    assert "Ærø Ødegård-Åström" in page
    assert "15. december 2026" in page
    assert "SUL § 141" in page
    assert page.count('class="promise"') == 1


def test_opening_the_page_writes_exactly_one_line_in_the_read_log(
    house: House, found: Inquiry
) -> None:
    page_of(house, found)
    assert readings() == 1
    assert readings(by=house.caseworker, row_id=str(found.pk), citizen=found.citizen) == 1


@pytest.mark.parametrize("who", ["youth_worker", "administrator"])
def test_another_unit_and_the_system_cannot_open_it(house: House, found: Inquiry, who: str) -> None:
    client = logged_in(getattr(house, who))
    expected = 403 if who == "administrator" else 404
    assert client.get(f"/staff/inquiries/{found.pk}/").status_code == expected
    assert client.get(f"/staff/inquiries/{found.pk}/book/").status_code == expected
    answer = act(house, found, "first-contact", by=getattr(house, who), **on(8))
    assert answer.status_code == expected
    assert readings() == 0
    assert Clock.objects.get().stopped_on is None


def test_an_unknown_number_and_a_foreign_one_get_the_same_answer(
    house: House, found: Inquiry
) -> None:
    client = logged_in(house.youth_worker)
    foreign = client.get(f"/staff/inquiries/{found.pk}/")
    unknown = client.get(f"/staff/inquiries/{uuid.uuid4()}/")
    assert foreign.status_code == unknown.status_code == 404


@pytest.mark.promise(36, "haderslev")
def test_the_first_attended_contact_stops_the_clock(house: House, found: Inquiry) -> None:
    answer = act(house, found, "first-contact", **on(7))
    assert answer.status_code == 302
    assert Clock.objects.get().stopped_on == date(2026, 12, 7)
    found.refresh_from_db()
    assert found.status == "started"
    assert AuditEntry.objects.filter(action="guarantee.fact").count() == 1


STOPS = [
    ("aabenraa", "treatment_initiated", None),
    ("fredericia", "treatment_offered", "fact"),
    ("haderslev", "treatment_offered", "fact"),
]


@pytest.mark.parametrize(
    ("council", "fact", "verb"),
    [
        pytest.param(key, fact, verb, marks=pytest.mark.promise(36, key))
        for key, fact, verb in STOPS
        if verb
    ],
    indirect=["council"],
)
def test_the_councils_own_promise_can_be_kept_while_the_law_still_waits(
    house: House, council: QualityStandard, fact: str, verb: str
) -> None:
    inquiry = factories.inquiry(
        house, received_at=RECEIVED, responsible=house.caseworker, topic=Topic.DRUGS
    )
    guarantee = inquiry.guarantees.get(kind="social_drug")
    extra = {"fact-guarantee": str(guarantee.pk)}
    assert act(house, inquiry, verb, fact=fact, extra=extra, **on(7)).status_code == 302
    client = logged_in(house.caseworker)
    case = client.get(f"/staff/inquiries/{inquiry.pk}/").context["case"]
    promise = next(one for one in case.promises if one.row.kind == "social_drug")
    assert (promise.by_law, promise.as_promised) == ("running", "kept")


def test_a_day_before_the_inquiry_is_refused_with_everything_kept(
    house: House, found: Inquiry
) -> None:
    answer = act(house, found, "first-contact", **on(30, month=11))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="30"' in page
    assert Clock.objects.get().stopped_on is None


def test_the_same_fact_twice_is_a_conflict_that_is_explained(house: House, found: Inquiry) -> None:
    act(house, found, "fact", fact="visitation_held", **on(7))
    answer = act(house, found, "fact", fact="visitation_held", **on(8))
    assert answer.status_code == 409
    assert GuaranteeFact.objects.count() == 1
    assert list(answer.context["form"].non_field_errors()) != []


def test_an_attempt_is_written_down_once_and_reaching_moves_the_inquiry_on(
    house: House, found: Inquiry
) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        act(
            house,
            found,
            "attempt",
            outcome="reached",
            channel="phone",
            note="<script>alert(1)</script> 👍 æøå",
            form_key=key,
        )
    assert ContactAttempt.objects.count() == 1
    found.refresh_from_db()
    assert found.status == "in_contact"
    page = page_of(house, found)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 👍 æøå" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("channel", "words"), [("letter", "Brev"), ("mail", "Mail"), ("text", "Sms")]
)
def test_a_citizen_who_was_written_to_is_told_of_as_that(
    house: House, found: Inquiry, channel: str, words: str
) -> None:
    """The act is named “Call or write”: who wrote need not say that they rang."""
    offered = page_of(house, found)
    assert f'<option value="{channel}">{words}</option>' in " ".join(offered.split())
    told = {"outcome": "message_left", "channel": channel, "form_key": str(uuid.uuid4())}
    act(house, found, "attempt", **told)
    assert ContactAttempt.objects.get().channel == channel
    assert words in page_of(house, found).split("Det er der sket")[1].split("</main>")[0]


@pytest.mark.parametrize("council", ["rebild"], indirect=True)
def test_of_a_promise_alone_the_law_is_said_to_set_no_deadline(
    council: QualityStandard, house: House
) -> None:
    """Anonymous treatment for drugs: Rebild promises 14 days, SEL § 101 a sets none."""
    nameless = factories.inquiry(
        house,
        received_at=RECEIVED,
        topic="drugs",
        person=None,
        responsible=house.caseworker,
    )
    page = page_of(house, nameless)
    by_law, promised = page.split("Efter loven")[1].split("Som vi har lovet")
    assert "Loven sætter ingen frist" in by_law
    assert "Løber stadig" in promised
    assert "Intet sådant løfte" not in page


def test_assigning_moves_the_clock_along_and_no_date(house: House, found: Inquiry) -> None:
    act(house, found, "assign", to=str(house.colleague.pk))
    clock = Clock.objects.get()
    assert (clock.responsible, clock.due_on) == (house.colleague, date(2026, 12, 15))


def test_somebody_of_another_unit_cannot_be_chosen(house: House, found: Inquiry) -> None:
    answer = act(house, found, "assign", to=str(house.youth_worker.pk))
    assert answer.status_code == 422
    found.refresh_from_db()
    assert found.responsible == house.caseworker


@pytest.mark.promise(37, "haderslev")
def test_from_day_ten_the_letter_is_asked_for_until_it_is_sent(
    house: House, found: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbs = [one.verb for one in offered(house, found)]
    assert "letter" not in verbs
    at_the_doors(monkeypatch, moment("2026-12-11 09.00"))
    assert "letter" in [one.verb for one in offered(house, found)]
    act(house, found, "letter", **on(11))
    assert "letter" not in [one.verb for one in offered(house, found)]
    assert Clock.objects.get().stopped_on is None


def test_one_letter_tells_of_each_deadline_that_may_not_be_met(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drugs and the doctor's talk run side by side: one letter home, one form, one press."""
    inquiry = factories.inquiry(
        house, received_at=RECEIVED, responsible=house.caseworker, topic=Topic.DRUGS
    )
    at_the_doors(monkeypatch, moment("2026-12-12 10.00"))
    (form,) = [one.form for one in offered(house, inquiry) if one.verb == "letter"]
    both = {str(one.pk) for one in inquiry.guarantees.all()}
    assert len(both) == 2
    assert set(form["guarantee"].value()) == both
    act(house, inquiry, "letter", extra={"letter-guarantee": sorted(both)}, **on(11))
    told = set(inquiry.guarantees.values_list("kind", "clock__notice_on"))
    assert told == {("doctors_talk", date(2026, 12, 11)), ("social_drug", date(2026, 12, 11))}
    assert "letter" not in [one.verb for one in offered(house, inquiry)]


def test_a_letter_tells_only_of_what_it_was_ticked_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    inquiry = factories.inquiry(
        house, received_at=RECEIVED, responsible=house.caseworker, topic=Topic.DRUGS
    )
    at_the_doors(monkeypatch, moment("2026-12-12 10.00"))
    talk = inquiry.guarantees.get(kind="doctors_talk")
    act(house, inquiry, "letter", extra={"letter-guarantee": [str(talk.pk)]}, **on(11))
    told = dict(inquiry.guarantees.values_list("kind", "clock__notice_on"))
    assert told == {"doctors_talk": date(2026, 12, 11), "social_drug": None}
    assert "letter" in [one.verb for one in offered(house, inquiry)]


def offered(house: House, inquiry: Inquiry) -> list[Any]:
    page = logged_in(house.caseworker).get(f"/staff/inquiries/{inquiry.pk}/")
    return [*page.context["acts"], *page.context["more_acts"]]


def test_a_broken_deadline_asks_for_cause_and_plan_and_then_rests(
    house: House, found: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_doors(monkeypatch, moment("2026-12-16 09.00"))
    assert offered(house, found)[0].verb == "explain"
    empty = act(house, found, "explain", cause="", plan="")
    assert empty.status_code == 422
    assert sorted(empty.context["form"].errors) == ["cause", "plan"]
    act(house, found, "explain", cause="capacity", plan="Ny tid 18. december")
    assert ClockEvent.objects.filter(type="explain", cause="capacity").count() == 1
    sweep(at=moment("2026-12-16 09.00"), started_at=moment("2026-12-16 09.00"))
    assert (
        sweep(at=moment("2026-12-17 09.00"), started_at=moment("2026-12-17 09.00"))["alerts"] == 0
    )


def test_free_choice_is_not_offered_for_alcohol(house: House, found: Inquiry) -> None:
    assert "waive" not in [one.verb for one in offered(house, found)]
    answer = act(house, found, "waive", **on(7), **on(20, "new_start_on"))
    assert answer.status_code == 422
    assert Clock.objects.get().stopped_on is None


def test_free_choice_sets_a_drug_deadline_aside(house: House) -> None:
    inquiry = factories.inquiry(
        house, received_at=RECEIVED, responsible=house.caseworker, topic=Topic.DRUGS
    )
    guarantee = inquiry.guarantees.get(kind="social_drug")
    visited = {"fact-guarantee": str(guarantee.pk)}
    act(house, inquiry, "fact", fact="visitation_held", extra=visited, **on(6))
    extra = {"waive-guarantee": str(guarantee.pk)}
    act(house, inquiry, "waive", extra=extra, **on(7), **on(20, "new_start_on"))
    guarantee.clock.refresh_from_db()
    assert guarantee.clock.ended_as == "waive"


def test_declining_the_doctors_talk_releases_only_that_deadline(house: House) -> None:
    inquiry = factories.inquiry(
        house, received_at=RECEIVED, responsible=house.caseworker, topic=Topic.DRUGS
    )
    talk = inquiry.guarantees.get(kind="doctors_talk")
    extra = {"doctors-talk-guarantee": str(talk.pk)}
    act(house, inquiry, "doctors-talk", fact="declined", extra=extra, **on(7))
    ended = dict(inquiry.guarantees.values_list("kind", "clock__ended_as"))
    assert ended == {"doctors_talk": "release", "social_drug": ""}


def test_a_young_persons_treatment_waits_for_both_consents(house: House) -> None:
    inquiry = factories.inquiry(
        house,
        received_at=RECEIVED,
        responsible=house.caseworker,
        topic=Topic.DRUGS,
        age_group=AgeGroup.FROM_15,
    )
    youth = inquiry.guarantees.get(kind="youth_drug")
    first = {"extra": {"first-contact-guarantee": str(youth.pk)}, **on(7)}
    assert act(house, inquiry, "first-contact", **first).status_code == 409
    for kind in ("custody_holder", "young_person"):
        consent = {"consent-guarantee": str(youth.pk)}
        assert act(house, inquiry, "consent", kind=kind, extra=consent, **on(5)).status_code == 302
    assert act(house, inquiry, "first-contact", **first).status_code == 302


def test_an_inquiry_ends_with_advice_and_can_be_taken_up_again(house: House) -> None:
    inquiry = factories.inquiry(
        house, received_at=RECEIVED, responsible=house.caseworker, wish=Wish.COUNSELLING
    )
    act(house, inquiry, "close", status="advised")
    inquiry.refresh_from_db()
    assert inquiry.status == "advised"
    assert [one.verb for one in offered(house, inquiry)] == ["reopen"]
    act(house, inquiry, "reopen")
    inquiry.refresh_from_db()
    assert (inquiry.status, inquiry.received_on) == ("in_contact", date(2026, 12, 1))


def test_while_a_deadline_runs_ending_is_refused_in_words(house: House, found: Inquiry) -> None:
    answer = act(house, found, "close", status="advised")
    assert answer.status_code == 409
    found.refresh_from_db()
    assert found.status == "new"


def test_the_timeline_tells_all_that_happened_newest_first(
    house: House, found: Inquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(house, found, "attempt", outcome="not_reached", channel="phone", form_key=uuid.uuid4())
    at_the_doors(monkeypatch, moment("2026-12-08 11.00"))
    act(house, found, "assign", to=str(house.colleague.pk))
    at_the_doors(monkeypatch, moment("2026-12-08 12.00"))
    act(house, found, "first-contact", **on(8))
    client = logged_in(house.caseworker)
    entries = client.get(f"/staff/inquiries/{found.pk}/").context["file"].entries
    kinds = ["deadline", "deadline", "change", "contact", "deadline", "inquiry"]
    assert [entry.kind for entry in entries] == kinds
    assert all(entry.who for entry in entries)


def test_the_same_person_is_pointed_out_by_initials_and_only_within_the_unit(
    house: House, found: Inquiry
) -> None:
    again = factories.inquiry(house, received_at=moment("2026-12-03 09.00"))
    client = logged_in(house.caseworker)
    similar = client.get(f"/staff/inquiries/{again.pk}/").context["similar"]
    assert similar == [found]
    other = factories.inquiry(house, received_at=moment("2026-12-03 09.00"), unit=house.youth)
    seen = logged_in(house.youth_worker).get(f"/staff/inquiries/{other.pk}/").context["similar"]
    assert seen == []


def test_save_and_next_opens_the_one_that_follows_in_the_inbox(house: House) -> None:
    rows = [
        factories.inquiry(
            house, received_at=moment(f"2026-12-0{day} 09.00"), responsible=house.caseworker
        )
        for day in (1, 2, 3)
    ]
    note = {
        "outcome": "not_reached",
        "channel": "phone",
        "extra": {"next": "1", "list": "who=mine"},
    }
    for here, following in zip(rows, [*rows[1:], None], strict=True):
        answer = act(house, here, "attempt", form_key=uuid.uuid4(), **note)
        assert answer.status_code == 302
        goal = f"/staff/inquiries/{following.pk}/" if following else "/staff/inquiries/"
        assert answer.headers["Location"].startswith(f"{goal}?who=mine")
