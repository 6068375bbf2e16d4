"""The pages of an assessment and a decision: written, previewed, approved, sent, and read."""

import re
from typing import Any

import pytest
from django.urls import reverse

from centre.citizens.choices import AgeGroup
from centre.post.models import Letter
from intake.actions.decision import ask_approval
from intake.actions.visitation import save_theme
from intake.choices import Area, DecisionStatus, Outcome, Theme
from intake.models import Decision, Visitation
from tests.desk import at_the_doors, logged_in, readings
from tests.factories import House
from tests.intake import cases
from tests.intake.public import text_of

pytestmark = pytest.mark.django_db
AT = cases.DECIDED_AT


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, AT)


def day(name: str, on: str) -> dict[str, str]:
    year, month, date = on.split("-")
    return {f"{name}_day": date, f"{name}_month": month, f"{name}_year": year}


def form_of(answer: Any, **changes: Any) -> dict[str, Any]:
    """What the page's form would send: its values as they stand, and what is changed."""
    form = answer.context["form"]
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if bound.name in ("held_on", "granted_until", "chosen_on", "starts_on"):
            parts = bound.field.widget.decompress(value) if not isinstance(value, list) else value
            data |= dict(
                zip(
                    (f"{bound.html_name}_{p}" for p in ("day", "month", "year")), parts, strict=True
                )
            )
        elif value is not None and value is not False:
            data[bound.html_name] = value
    return {**data, **changes}


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found is not None
    return found[1]


def part(visitation: Visitation, name: str) -> str:
    return reverse("intake:assessment_part", args=[visitation.pk, name])


def test_an_assessment_is_begun_on_its_page_and_lists_what_is_asked(house: House) -> None:
    inquiry = cases.asked(house, Area.DRUGS)
    client = logged_in(house.caseworker)
    where = reverse("intake:assessment", args=[inquiry.pk])
    assert "Begynd afdækningen" in client.get(where).content.decode()
    assert client.post(where).status_code == 302
    page = client.get(where).content.decode()
    for theme in ("Forbrug af rusmidler", "Bolig", "Mål, ønsker og ressourcer"):
        assert theme in page
    assert page.count("Mangler") == 8
    assert readings(purpose="assessment") == 3


def test_the_inquirys_page_leads_to_it(house: House) -> None:
    inquiry = cases.asked(house)
    page = logged_in(house.caseworker).get(reverse("intake:inquiry", args=[inquiry.pk]))
    assert reverse("intake:assessment", args=[inquiry.pk]) in page.content.decode()


def test_a_theme_is_saved_and_leads_to_the_next_missing_one(house: House) -> None:
    one = cases.begun(house)
    client = logged_in(house.caseworker)
    shown = client.get(part(one, Theme.USE))
    data = form_of(shown, text="Drikker hver dag. CPR 010190-1234", next="1")
    answer = client.post(part(one, Theme.USE), data)
    assert answer.headers["Location"] == part(one, Theme.GOALS)
    kept = one.assessments.get(theme=Theme.USE).text
    assert kept.startswith("Drikker hver dag.")
    assert "010190" not in kept


def test_an_empty_theme_is_told_of_at_its_field(house: House) -> None:
    one = cases.begun(house)
    answer = logged_in(house.caseworker).post(part(one, Theme.USE), {"text": " ", "version": 0})
    assert answer.status_code == 422
    assert "eller sæt kryds" in answer.content.decode()


def test_the_second_saver_sees_both_texts_and_can_save_over(house: House) -> None:
    one = cases.begun(house)
    client = logged_in(house.caseworker)
    before = form_of(client.get(part(one, Theme.USE)), text="Min tekst.")
    save_theme(
        visitation_id=one.pk, theme=Theme.USE, text="Kollegaens tekst.", later=False, version=0,
        by=house.colleague, at=AT,
    )  # fmt: skip
    answer = client.post(part(one, Theme.USE), before)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Kollegaens tekst." in page
    assert "Min tekst." in page
    again = {**before, "version": hidden(answer, "version")}
    assert client.post(part(one, Theme.USE), again).status_code == 302
    assert one.assessments.get(theme=Theme.USE).text == "Min tekst."


def test_substances_and_life_are_saved_on_pages_of_their_own(house: House) -> None:
    one = cases.begun(house, Area.DRUGS)
    client = logged_in(house.caseworker)
    where = part(one, "substances")
    data = form_of(
        client.get(where), substance_1="7.1", frequency_1="daily", age_at_first_use_1="15"
    )
    assert client.post(where, data).status_code == 302
    assert [use.substance for use in one.substances.all()] == ["7.1"]
    twice = form_of(client.get(where), substance_2="7.1")
    assert client.post(where, twice).status_code == 422
    where = part(one, "profile")
    data = form_of(client.get(where), children_at_home="2", housing="stable", pregnant="no")
    assert client.post(where, data).status_code == 302
    one.refresh_from_db()
    assert (one.children_at_home, one.pregnant, one.profile.housing) == (2, False, "stable")
    assert client.get(where).context["form"].initial["children_at_home"] == 2


def test_what_is_missing_is_named_when_it_is_to_be_finished(house: House) -> None:
    one = cases.begun(house)
    where = reverse("intake:finish_assessment", args=[one.pk])
    answer = logged_in(house.caseworker).post(where, day("held_on", "2026-12-14"))
    assert answer.status_code == 409
    assert "Forbrug af rusmidler" in answer.content.decode()


@pytest.mark.promise(41)
@pytest.mark.parametrize(
    "council", ["aabenraa", "fredericia", "rebild", "haderslev", "skanderborg"], indirect=True
)
def test_from_a_filled_assessment_to_a_decision_in_three_pages(house: House) -> None:
    one = cases.begun(house)
    cases.write_themes(house, one)
    client = logged_in(house.caseworker)
    board = client.get(reverse("intake:assessment", args=[one.inquiry_id]))
    finish = reverse("intake:finish_assessment", args=[one.pk])
    written = client.post(finish, form_of(board), follow=True)
    # Nothing is typed twice: the grounds stand there already.
    assert "Det, borgeren fortalte om use." in written.context["form"].initial["grounds"]
    preview = client.post(written.request["PATH_INFO"], form_of(written), follow=True)
    decision = Decision.objects.get()
    assert "Du får behandling for alkohol" in preview.content.decode()
    send = reverse("intake:decision_act", args=[decision.pk, "send"])
    told = client.post(send, {"send-previewed": hidden(preview, "send-previewed")}, follow=True)
    assert "Afgørelsen er sendt" in told.content.decode()
    # The house carries no letter: whoever pressed the button does, on the day that is counted from.
    assert told.content.decode().count("Det sendes ikke herfra") == 2
    inquiry = client.get(reverse("intake:inquiry", args=[one.inquiry_id])).content.decode()
    assert reverse("treatment:set_up", args=[decision.pk]) in inquiry
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.SENT
    assert readings(purpose="decision send") == 1


def test_the_previewed_sheet_is_the_sent_one_byte_for_byte(house: House) -> None:
    decision = cases.prepared(house, Area.DRUGS)
    client = logged_in(house.caseworker)
    where = reverse("intake:decision_sheet", args=[decision.pk])
    sheet = client.get(where).content
    preview = client.get(reverse("intake:decision", args=[decision.pk]))
    send = reverse("intake:decision_act", args=[decision.pk, "send"])
    client.post(send, {"send-previewed": hidden(preview, "send-previewed")})
    letter = Letter.objects.get()
    assert bytes(letter.pdf) == sheet
    sent = client.get(reverse("intake:decision", args=[decision.pk])).content.decode()
    assert where in sent
    assert client.get(where).content == sheet


@pytest.mark.parametrize("council", ["fredericia"], indirect=True)
@pytest.mark.parametrize(
    ("age_group", "said"), [(AgeGroup.FROM_15, True), (AgeGroup.FROM_18, False)]
)
def test_whoever_decides_for_the_young_is_told_who_else_is_to_know(
    house: House, age_group: str, said: bool
) -> None:
    one = cases.assessed(house, Area.DRUGS, age_group=age_group)
    decision = cases.prepared(house, Area.DRUGS, visitation=one)
    page = logged_in(house.caseworker).get(reverse("intake:decision", args=[decision.pk]))
    assert ("Forældremyndigheden skal også kende afgørelsen" in page.content.decode()) == said


def test_a_decision_that_nobody_sent_has_no_letter(house: House) -> None:
    decision = cases.prepared(house)
    client = logged_in(house.caseworker)
    where = reverse("intake:decision_sheet", args=[decision.pk])
    client.post(reverse("intake:decision_act", args=[decision.pk, "discard"]))
    assert client.get(where).status_code == 404


def test_a_sheet_that_cannot_be_printed_leads_to_the_page_that_says_so(house: House) -> None:
    decision = cases.prepared(house)
    Decision.objects.filter(pk=decision.pk).update(grounds="Du er velkommen 🙂")
    where = reverse("intake:decision_sheet", args=[decision.pk])
    answer = logged_in(house.caseworker).get(where, follow=True)
    assert answer.redirect_chain == [(reverse("intake:decision", args=[decision.pk]), 302)]
    assert "🙂" in answer.context["unprintable"]


def test_a_letter_that_changed_since_it_was_seen_is_not_sent(house: House) -> None:
    decision = cases.prepared(house)
    client = logged_in(house.caseworker)
    send = reverse("intake:decision_act", args=[decision.pk, "send"])
    answer = client.post(send, {"send-previewed": "0" * 64})
    assert answer.status_code == 409
    assert not Letter.objects.exists()
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.PREPARED


def test_what_is_wrong_with_a_decision_is_said_at_its_field(house: House) -> None:
    one = cases.assessed(house)
    client = logged_in(house.caseworker)
    where = reverse("intake:prepare_decision", args=[one.pk, Area.ALCOHOL])
    data = form_of(client.get(where), outcome=Outcome.PARTLY)
    answer = client.post(where, data)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"guidance"}
    assert client.post(where, {**data, "grounds": ""}).context["form"].errors.keys() == {"grounds"}
    assert not Decision.objects.exists()


@pytest.mark.promise(40)
@pytest.mark.parametrize("council", ["aabenraa", "haderslev", "skanderborg"], indirect=True)
def test_more_than_outpatient_help_needs_a_reason(house: House, council: Any) -> None:
    one = cases.assessed(house)
    client = logged_in(house.caseworker)
    where = reverse("intake:prepare_decision", args=[one.pk, Area.ALCOHOL])
    data = form_of(client.get(where), setting="inpatient", offer="inpatient")
    assert client.post(where, data).context["form"].errors.keys() == {"why_not_less"}
    assert client.post(where, {**data, "why_not_less": "Fordi."}).status_code == 302


def test_a_refusal_goes_by_the_leader_and_back_and_is_sent(house: House) -> None:
    decision = cases.prepared(house, outcome=Outcome.REFUSED)
    where = reverse("intake:decision", args=[decision.pk])

    def act(who: Any, verb: str, **data: str) -> Any:
        return logged_in(who).post(reverse("intake:decision_act", args=[decision.pk, verb]), data)

    page = logged_in(house.caseworker).get(where).content.decode()
    assert "Send til lederen" in page
    assert "Godkend og send" not in page
    assert act(house.caseworker, "ask").status_code == 302
    answer = logged_in(house.leader).get("/staff/?who=unit")
    desk, words = answer.content.decode(), "Afgørelser, der skal godkendes"
    tile = next(one for one in answer.context["tiles"] if one.words == words)
    assert (tile.count, tile.url) == (1, "/staff/?who=unit#to-approve")
    assert f'<h2 id="to-approve">{words}</h2>' in desk
    assert where in desk
    own = logged_in(house.caseworker).get("/staff/?who=unit").context["tiles"]
    assert words not in [one.words for one in own]
    assert act(house.leader, "return", **{"return-why": ""}).status_code == 422
    assert act(house.leader, "return", **{"return-why": "Skriv det kortere."}).status_code == 302
    back = logged_in(house.caseworker).get("/staff/").content.decode()
    assert "kommet tilbage" in back
    assert "Skriv det kortere." in logged_in(house.caseworker).get(where).content.decode()
    act(house.caseworker, "ask")
    shown = logged_in(house.leader).get(where)
    seen = hidden(shown, "approve-previewed")
    assert act(house.leader, "approve", **{"approve-previewed": seen}).status_code == 302
    decision.refresh_from_db()
    assert (decision.status, decision.approved_by) == (DecisionStatus.SENT, house.leader)


@pytest.mark.threat("T11")
def test_a_secretary_reads_no_assessment_and_no_decision(house: House) -> None:
    decision = cases.prepared(house)
    client = logged_in(house.secretary)
    for where in (
        reverse("intake:assessment", args=[decision.inquiry_id]),
        reverse("intake:decision", args=[decision.pk]),
    ):
        assert client.get(where).status_code == 403
    page = client.get(reverse("intake:inquiry", args=[decision.inquiry_id])).content.decode()
    assert reverse("intake:assessment", args=[decision.inquiry_id]) not in page


def test_two_who_change_a_decision_see_both_texts(house: House) -> None:
    decision = cases.prepared(house)
    where = reverse("intake:change_decision", args=[decision.pk])
    mine, theirs = logged_in(house.caseworker), logged_in(house.colleague)
    opened = form_of(mine.get(where))
    theirs.post(where, form_of(theirs.get(where), grounds="Kollegaens begrundelse."))
    answer = mine.post(where, {**opened, "grounds": "Min begrundelse."})
    assert answer.status_code == 409
    assert "Kollegaens begrundelse." in answer.content.decode()
    again = {**opened, "grounds": "Min begrundelse.", "version": hidden(answer, "version")}
    assert mine.post(where, again).status_code == 302
    decision.refresh_from_db()
    assert (decision.grounds, decision.version) == ("Min begrundelse.", 3)


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (
            "letter",
            "Står i brevet af 15. december 2026, som regnes for modtaget 23. december 2026.",
        ),
        ("handed_over", "Fortalt 15. december 2026."),
    ],
)
def test_free_choice_is_told_when_the_letter_counts_as_received(
    house: House, way: str, told: str
) -> None:
    decision = cases.sent(house, Area.DRUGS, way=way)
    shown = logged_in(house.caseworker).get(reverse("intake:decision", args=[decision.pk]))
    assert told in text_of(shown)


@pytest.mark.promise(44)
def test_what_the_citizen_chose_is_recorded_on_the_decisions_page(house: House) -> None:
    decision = cases.sent(house, Area.DRUGS)
    client = logged_in(house.caseworker)
    page = client.get(reverse("intake:decision", args=[decision.pk])).content.decode()
    assert "Frit valg" in page
    choose = reverse("intake:decision_act", args=[decision.pk, "choose"])
    data = {
        "choose-provider": "Et andet sted",
        "choose-setting": "outpatient",
        **day("choose-chosen_on", "2026-12-15"),
        **day("choose-starts_on", "2027-01-04"),
    }
    stay = client.post(choose, {**data, "choose-setting": "inpatient"})
    assert stay.status_code == 409
    assert client.post(choose, data).status_code == 302
    clock = decision.inquiry.guarantees.get(kind="social_drug").clock
    assert clock.ended_as == "waive"


def test_an_anonymous_person_is_told_and_no_letter_is_kept(house: House) -> None:
    one = cases.assessed(house, Area.ALCOHOL, person=None)
    decision = cases.prepared(house, visitation=one, way="told")
    client = logged_in(house.caseworker)
    page = client.get(reverse("intake:decision", args=[decision.pk]))
    assert "Godkend og send" in page.content.decode()
    send = reverse("intake:decision_act", args=[decision.pk, "send"])
    assert client.post(send, {"send-previewed": hidden(page, "send-previewed")}).status_code == 302
    decision.refresh_from_db()
    assert (decision.status, decision.letter) == (DecisionStatus.SENT, None)
    assert (
        "Du får behandling"
        in client.get(reverse("intake:decision", args=[decision.pk])).content.decode()
    )


def test_a_wait_for_the_leader_is_told_to_who_prepared_it(house: House) -> None:
    decision = cases.prepared(house, outcome=Outcome.REFUSED)
    ask_approval(decision_id=decision.pk, by=house.caseworker, at=AT)
    page = logged_in(house.caseworker).get(reverse("intake:decision", args=[decision.pk]))
    assert "Den venter på lederen" in page.content.decode()
    own = logged_in(house.leader).post(reverse("intake:decision_act", args=[decision.pk, "send"]))
    assert own.status_code == 409


def test_the_citizens_file_shows_what_was_decided_and_no_secretary_reads_it(house: House) -> None:
    decision = cases.sent(house, Area.DRUGS)
    citizen = decision.inquiry.citizen_id
    where = f"/staff/citizens/{citizen}/"
    page = logged_in(house.caseworker).get(where).content.decode()
    assert "Afgørelsen blev sendt: stofbehandling, bevilget" in page
    assert "Afdækningen blev afsluttet" in page
    assert reverse("intake:decision", args=[decision.pk]) in page
    assert "Afgørelsen blev sendt" not in logged_in(house.secretary).get(where).content.decode()


def test_the_file_says_what_waits_for_whom(house: House) -> None:
    decision = cases.prepared(house, outcome=Outcome.REFUSED)
    where = f"/staff/citizens/{decision.inquiry.citizen_id}/"
    assert (
        "Se afgørelsen, der ikke er sendt"
        in logged_in(house.caseworker).get(where).content.decode()
    )
    ask_approval(decision_id=decision.pk, by=house.caseworker, at=AT)
    assert "Godkend afgørelsen" in logged_in(house.leader).get(where).content.decode()
