"""Who has custody gets a young citizen's decision where domain 6 says so, once that is chosen."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centre.citizens.actions import Holder, Person
from centre.citizens.choices import AgeGroup, ConsentKind
from centre.citizens.models import Citizen, Guardian
from centre.file.actions import name_custody
from centre.file.queries.told import custody_told, marks_of
from centre.post.letters.text import Recipient
from centre.post.models import Letter
from centre.post.rules import NotSent
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.standard.loader import load_shipped
from intake.actions.sending import send_decision
from intake.choices import Area, Outcome
from intake.models import Decision
from intake.queries.letter import custody_copies, letter_of, sheet_of
from intake.rules.custody import custody_is_told
from tests.centre.post.letters import seen_through_the_window, words
from tests.desk import as_shown, at_the_doors, logged_in
from tests.factories import House
from tests.intake import cases

pytestmark = pytest.mark.django_db
NAME, HOME = "Åse Ægir", ("Prøvevej 12", "6100 Haderslev")
PERSON = Person(name=NAME, address="\n".join(HOME))
MOTHER = Holder("Gry Ægir", "Kirkestien 4\n6200 Aabenraa", gets_letters=True)
FATHER = Holder("Egon Bæk", "Havnen 2\n8660 Skanderborg", gets_letters=False)
ALL = ("aabenraa", "fredericia", "haderslev", "rebild", "skanderborg")
ASKING = ("rebild", "skanderborg")
TODAY = date(2026, 12, 15)
# It treats the young, and asks for nobody's consent to treatment for alcohol.
aabenraa = pytest.mark.parametrize("council", ["aabenraa"], indirect=True)


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, cases.DECIDED_AT)


# --- The rule -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "age_group", "councils"),
    [
        ("drugs", "under_15", ALL),
        ("alcohol", "under_15", ALL),
        ("substitution", "under_15", ALL),
        ("drugs", "15_17", ALL),
        ("substitution", "15_17", ALL),
        ("alcohol", "15_17", ASKING),
        ("drugs", "18_29", ()),
        ("alcohol", "18_29", ()),
        ("drugs", "30_plus", ()),
        ("drugs", "unknown", ()),
    ],
)
def test_those_with_custody_get_a_decision_where_law_or_council_says_so(
    area: str, age_group: str, councils: tuple[str, ...]
) -> None:
    def told(key: str, **changes: Any) -> bool:
        given: dict[str, Any] = {"nameless": False, **changes}
        return custody_is_told(area, age_group, load_shipped(key), **given)

    assert [key for key in ALL if told(key)] == list(councils)
    assert not any(told(key, nameless=True) or told(key, of_age=True) for key in ALL)


@pytest.mark.threat("T38")
@pytest.mark.parametrize(
    ("cpr", "of_age"),
    [
        ("", False),
        ("6812084999", True),  # turned 18 a week ago (a replacement number: day + 60)
        ("7512084999", True),  # turns 18 today (a replacement number too)
        ("1512084999", True),  # turns 18 today
        ("1612084999", False),  # tomorrow
        ("161208XAB1", False),  # no day of birth in it
    ],
)
def test_on_the_day_somebody_turns_eighteen_nobody_has_custody_any_more(
    cpr: str, of_age: bool
) -> None:
    assert Citizen(cpr=cpr).came_of_age(TODAY) is of_age


# --- The letter ---------------------------------------------------------------------------------


def prepared(
    house: House, *holders: Holder, area: str = Area.DRUGS, age_group: str = AgeGroup.FROM_15,
    outcome: str = Outcome.GRANTED, **person: Any,
) -> Decision:  # fmt: skip
    base = cases.assessed(
        house, area, age_group=age_group, person=Person(**{**vars(PERSON), **person})
    )
    if holders:
        assert base.inquiry.citizen_id is not None
        name_custody(
            citizen_id=base.inquiry.citizen_id, holders=holders, by=house.caseworker,
            at=cases.DECIDED_AT,
        )  # fmt: skip
    return cases.prepared(house, area, visitation=base, outcome=outcome, way="letter")


def given(house: House, decision: Decision, previewed: str | None = None) -> Letter:
    both = (ConsentKind.CUSTODY_HOLDER, ConsentKind.YOUNG_PERSON)
    known = decision.inquiry.citizen.consents.count() if decision.inquiry.citizen else 0
    cases.consents(house, decision.inquiry, () if known else both)
    sent = send_decision(
        decision_id=decision.pk, channel="letter", previewed=previewed, by=house.caseworker,
        at=cases.DECIDED_AT,
    )  # fmt: skip
    assert sent.letter is not None
    return sent.letter


def page_of(house: House, decision: Decision) -> str:
    where = reverse("intake:decision", args=[decision.pk])
    return " ".join(logged_in(house.caseworker).get(where).content.decode().split())


@pytest.mark.threat("T38")
@aabenraa
def test_the_copy_goes_to_who_was_chosen_and_bears_no_address_of_the_young_person(
    house: House,
) -> None:
    letter = given(house, prepared(house, MOTHER, FATHER))
    (copy,) = letter.copies.all()
    assert seen_through_the_window(copy.pdf) == ["Gry Ægir", "Kirkestien 4", "6200 Aabenraa"]
    assert f"Kopi af vores brev til {NAME}" in words(copy.pdf)
    assert all(line not in words(copy.pdf) for line in HOME)
    assert seen_through_the_window(letter.pdf) == [NAME, *HOME]
    assert "Kopi til – Gry Ægir" in words(letter.pdf)
    for told in ("Egon", "Kirkestien", "Havnen"):
        assert told not in words(letter.pdf)


@aabenraa
def test_two_who_share_custody_get_a_copy_each(house: House) -> None:
    father = Holder(FATHER.name, FATHER.address, gets_letters=True)
    letter = given(house, prepared(house, MOTHER, father))
    windows = {seen_through_the_window(one.pdf)[0] for one in letter.copies.all()}
    assert windows == {"Gry Ægir", "Egon Bæk"}


@aabenraa
def test_the_letter_goes_out_where_nobody_was_chosen_and_the_page_says_so(house: House) -> None:
    decision = prepared(house, FATHER)
    page = page_of(house, decision)
    assert "Ingen med forældremyndighed får en kopi endnu." in page
    assert reverse("file:custody", args=[decision.inquiry.citizen_id]) in page
    letter = given(house, decision)
    assert not letter.copies.exists()
    assert "Kopi til" not in words(letter.pdf)


@pytest.mark.threat("T38")
@aabenraa
@pytest.mark.parametrize(
    ("area", "age_group", "cpr"),
    [
        (Area.ALCOHOL, AgeGroup.FROM_15, ""),  # nobody's consent is asked
        (Area.DRUGS, AgeGroup.FROM_18, ""),
        (Area.DRUGS, AgeGroup.FROM_15, "1512084999"),  # 18 today
    ],
)
def test_a_letter_that_is_the_young_persons_own_has_no_copy(
    house: House, area: str, age_group: str, cpr: str
) -> None:
    decision = prepared(
        house, MOTHER, area=area, age_group=age_group, cpr=cpr, outcome=Outcome.REFUSED
    )
    page = page_of(house, decision)
    assert "Forældremyndigheden skal også kende" not in page
    assert MOTHER.name not in page
    assert custody_copies(decision, TODAY) == ()


@aabenraa
def test_under_a_protected_address_no_copy_bears_one(house: House) -> None:
    decision = prepared(house, MOTHER, protected=True)
    page = page_of(house, decision)
    assert "En kopi går til Gry Ægir" in page
    assert "Kirkestien" not in page
    (copy,) = given(house, decision).copies.all()
    assert seen_through_the_window(copy.pdf) == ["Gry Ægir"]


@aabenraa
def test_a_parent_who_acts_for_the_citizen_gets_one_copy(house: House) -> None:
    father = Holder(FATHER.name, FATHER.address, gets_letters=True)
    decision = prepared(house, MOTHER, father)
    acting = Recipient(MOTHER.name.upper(), ("Torvet 1", "8660 Skanderborg"), is_citizen=False)
    told = letter_of(decision, TODAY, [acting])
    assert [one.name for one in told.copies] == [acting.name, father.name]
    assert told.copies[0].address == acting.address


@aabenraa
def test_who_gets_it_is_seen_before_and_a_change_since_stops_the_letter(house: House) -> None:
    decision = prepared(house, MOTHER)
    assert "En kopi går til Gry Ægir (Kirkestien 4, 6200 Aabenraa)" in page_of(house, decision)
    seen = sheet_of(decision, TODAY).seen
    citizen = decision.inquiry.citizen_id
    assert citizen is not None
    kept: dict[str, Any] = {"citizen_id": citizen, "by": house.caseworker, "at": cases.DECIDED_AT}
    name_custody(holders=[Holder(MOTHER.name, FATHER.address, gets_letters=True)], **kept)
    with pytest.raises(NotSent, match="ændret"):
        given(house, Decision.objects.get(pk=decision.pk), seen)
    name_custody(holders=[MOTHER], **kept)
    letter = given(house, Decision.objects.get(pk=decision.pk), seen)
    (copy,) = letter.copies.all()
    with CaptureQueriesContext(connection) as asked:
        assert f"/staff/letters/{copy.pk}/" in page_of(house, decision)
    # A link opens nothing of what was sent.
    (of_copies,) = (one["sql"] for one in asked if '"copy_of_id" =' in one["sql"])
    assert '"pdf"' not in of_copies and '"text"' not in of_copies


# --- Who it is ----------------------------------------------------------------------------------


def answers(**changes: str) -> dict[str, str]:
    """As they are typed, with the marks of what stands at that moment."""
    return {
        "seen": marks_of(custody_told(Guardian.objects.all())),
        "name_1": MOTHER.name, "address_1": MOTHER.address, "gets_letters_1": "on",
        "name_2": FATHER.name, "address_2": FATHER.address, **changes,
    }  # fmt: skip


@aabenraa
def test_who_has_custody_is_written_down_put_right_and_taken_away(house: House) -> None:
    decision = prepared(house)
    client = logged_in(house.caseworker)
    where = reverse("file:custody", args=[decision.inquiry.citizen_id])
    page: Any = client.post(where, answers(), follow=True)
    assert [vars_of(one) for one in Guardian.objects.all()] == [MOTHER, FATHER]
    told = " ".join(page.content.decode().split())
    assert "Gry Ægir</span>: får kopi af afgørelser" in told
    assert "Egon Bæk</span>: får ingen breve" in told
    assert "Kirkestien" not in told
    for _again in range(2):
        client.post(where, answers(name_1="", address_1="", gets_letters_1=""))
    assert [vars_of(one) for one in Guardian.objects.all()] == [FATHER]
    client.post(where, answers(name_1="", address_1="", gets_letters_1="", name_2="", address_2=""))
    assert not Guardian.objects.exists()
    lines = AuditEntry.objects.filter(action="citizen.custody").order_by("at", "id")
    assert sorted((one.detail["holders"], one.detail["get_letters"]) for one in lines) == [
        (0, 0), (1, 0), (2, 1)
    ]  # fmt: skip


def vars_of(one: Guardian) -> Holder:
    return Holder(one.name, one.address, one.gets_letters)


@aabenraa
@pytest.mark.parametrize("wrong", [{"name_1": ""}, {"name_2": ""}, {"address_2": "Havnen 2"}])
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    house: House, wrong: dict[str, str]
) -> None:
    decision = prepared(house)
    where = reverse("file:custody", args=[decision.inquiry.citizen_id])
    page: Any = logged_in(house.caseworker).post(where, answers(**wrong))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == list(wrong)
    assert "Kirkestien 4" in page.content.decode()
    assert not Guardian.objects.exists()


@pytest.fixture
def where(house: House) -> str:
    decision = prepared(house, MOTHER, FATHER)
    return reverse("file:custody", args=[decision.inquiry.citizen_id])


@aabenraa
def test_a_form_opened_before_ticks_no_parent_on_again(house: House, where: str) -> None:
    client = logged_in(house.caseworker)
    first, second = (as_shown(client.get(where).context["form"]) for _hand in range(2))
    del first["gets_letters_1"]
    assert client.post(where, first).status_code == 302
    page: Any = client.post(where, {**second, "address_1": "Nygade 1\n6200 Aabenraa"})
    assert page.status_code == 409
    assert "Ændret: Får kopi af afgørelser." in page.content.decode()
    assert [one.gets_letters for one in Guardian.objects.all()] == [False, False]
    again = as_shown(page.context["form"])
    assert "gets_letters_1" not in again
    assert client.post(where, again).status_code == 302
    assert vars_of(Guardian.objects.get(number=1)) == Holder(
        MOTHER.name, "Nygade 1\n6200 Aabenraa", gets_letters=False
    )


@aabenraa
def test_a_tick_for_one_parent_does_not_pass_to_the_other(house: House, where: str) -> None:
    client, citizen = logged_in(house.caseworker), Citizen.objects.get()
    known: dict[str, Any] = {"citizen_id": citizen.pk, "by": house.caseworker}
    both = (Holder(MOTHER.name, MOTHER.address), FATHER)
    name_custody(holders=both, at=cases.DECIDED_AT, **known)
    shown = as_shown(client.get(where).context["form"])
    name_custody(holders=[FATHER], at=cases.DECIDED_AT, **known)
    page: Any = client.post(where, {**shown, "gets_letters_1": "on"})
    again = as_shown(page.context["form"])
    assert (again["name_1"], again.get("gets_letters_1")) == (FATHER.name, None)


@aabenraa
def test_of_somebody_anonymous_nobody_with_custody_is_kept(house: House) -> None:
    decision = prepared(house)
    citizen = decision.inquiry.citizen_id
    assert citizen is not None
    client = logged_in(house.caseworker)
    where = reverse("file:custody", args=[citizen])
    file = reverse("file:citizen", args=[citizen])
    assert where in client.get(file).content.decode()
    Citizen.objects.update(anonymous=True, address="")
    assert where not in client.get(file).content.decode()
    assert client.get(where).status_code == client.post(where, answers()).status_code == 404
    with pytest.raises(Refused, match="anonym"):
        name_custody(citizen_id=citizen, holders=[MOTHER], by=house.caseworker, at=cases.DECIDED_AT)
    assert not Guardian.objects.exists()
