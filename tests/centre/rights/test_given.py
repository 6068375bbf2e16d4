"""A file as it is given: of nobody else, frozen, with the right letter, opened by few."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from centre.clocks.choices import State
from centre.post.choices import LetterChannel, LetterKind
from centre.post.letters.text import FileText, thawed
from centre.post.models import Letter
from centre.post.rules import NotSent
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.rights.actions import (
    collect,
    give,
    refuse,
    withdraw,
)
from centre.rights.actions.answer import Sent
from centre.rights.choices import Asker, Ground, Outcome, Status
from centre.rights.models import RightsRequest
from centre.rights.queries import answer as drawn
from centre.staff.choices import Role
from centre.staff.models import User
from tests import factories
from tests.centre.rights.cases import (
    ASKED_AT,
    FATHER,
    GROUNDS,
    LATER,
    MOTHER,
    asked,
    citizen_of,
    collected,
    family,
    fresh,
    given,
    heard,
    ready,
)
from tests.conftest import moment
from tests.desk import logged_in, readings
from tests.factories import House

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def words_of(letter: Letter | None) -> str:
    """All that a PDF says."""
    assert letter is not None
    pages = PdfReader(io.BytesIO(bytes(letter.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- Giving --------------------------------------------------------------------------------------


def test_the_file_of_a_family_tells_of_nobody_else(house: House, request_: RightsRequest) -> None:
    """ux T37: relatives, their numbers and homes, and the staff."""
    made = given(house, ready(house, request_, Letter={"hidden": "bror drikker"}))
    told = words_of(made.file)
    assert "Ærø Ødegård-Åström" in told and "[udeladt]" in told
    for other in (
        MOTHER,
        FATHER,
        "Karen",
        "Thorsen",
        "Bo's",
        "22 33 44 55",
        "Skovvej",
        "Kirkegade",
    ):
        assert other not in told, other
    for colleague in (house.caseworker, house.colleague, house.leader):
        assert colleague.last_name not in told
    assert "bror" not in told
    assert made.outcome == Outcome.PARTLY


def test_the_staff_is_named_where_the_citizen_needs_it(
    house: House, request_: RightsRequest
) -> None:
    made = given(house, ready(house, request_, names_staff=True))
    told = words_of(made.file)
    assert house.caseworker.last_name in told and MOTHER not in told


def test_a_part_that_is_left_out_is_not_in_the_file_and_is_told_of(
    house: House, request_: RightsRequest
) -> None:
    made = given(house, ready(house, request_, Visitation={"ground": Ground.INTERNAL}))
    assert "Det, borgeren fortalte" not in words_of(made.file)
    assert "FVL § 12" in words_of(made.letter)


def test_what_is_given_is_frozen_and_the_copies_are_gone(
    house: House, request_: RightsRequest
) -> None:
    made = given(house, ready(house, request_))
    assert made.file is not None and made.letter is not None
    assert made.clock.state_on(LATER.date()) == State.KEPT
    assert {one.content for one in made.pieces.all()} == {""}
    assert made.others == ""
    file = thawed(made.file.text)
    assert isinstance(file, FileText)
    # A reading of the file that was given is of the same sheet for ever.
    line = AuditEntry.objects.get(action="rights.answer")
    assert (line.citizen_id, line.detail["outcome"]) == (made.citizen_id, "partly")
    assert GROUNDS not in str(line.detail)


def test_what_was_seen_is_what_is_sent(house: House, request_: RightsRequest) -> None:
    made = ready(house, request_)
    with pytest.raises(NotSent, match="changed since you saw it"):
        give(
            request_id=made.pk,
            sent=Sent(LetterChannel.LETTER, letter="0" * 64, file="0" * 64),
            by=house.colleague,
            at=LATER,
        )
    assert fresh(made).status == Status.READY
    assert not Letter.objects.filter(kind=LetterKind.WHOLE_FILE).exists()


def test_a_file_that_has_grown_is_collected_again(house: House, request_: RightsRequest) -> None:
    made = ready(house, request_)
    new = factories.inquiry(house, received_at=LATER)
    type(new).objects.filter(pk=new.pk).update(citizen=made.citizen)
    with pytest.raises(Refused, match="Collect it again"):
        given(house, made)


def test_given_twice_it_is_given_once(house: House, request_: RightsRequest) -> None:
    made = given(house, ready(house, request_))
    assert given(house, made) == made
    assert Letter.objects.filter(kind=LetterKind.WHOLE_FILE).count() == 1


def test_a_smiley_keeps_no_file_back(house: House) -> None:
    citizen = citizen_of(family(house))
    factories.inquiry(house, received_at=ASKED_AT)
    type(house.caseworker).objects.filter(pk=house.caseworker.pk)
    one = factories.inquiry(house, received_at=ASKED_AT, note="Glad i dag 😀 og مرحبا")
    type(one).objects.filter(pk=one.pk).update(citizen=citizen)
    made = given(house, ready(house, asked(house, citizen)))
    assert "Glad i dag" in words_of(made.file)


# --- The letter ----------------------------------------------------------------------------------


def test_a_social_case_is_complained_of_to_the_board_and_a_health_record_to_the_patients(
    house: House,
) -> None:
    """Domain 5, rows 7 and 8: never a false one."""
    social = given(house, ready(house, asked(house, citizen_of(family(house)))))
    assert "Ankestyrelsen" in words_of(social.letter)
    assert "Patientklager" not in words_of(social.letter)
    person = factories.wanted().person
    assert person is not None
    health = given(house, ready(house, asked(house, citizen_of(family(house, "alcohol")))))
    assert "Patientklager" in words_of(health.letter)
    assert "Ankestyrelsen" not in words_of(health.letter)


def test_what_is_given_whole_says_nothing_of_complaints(house: House) -> None:
    from tests.intake.cases import sent

    citizen = citizen_of(sent(house, "drugs"))
    made = given(house, ready(house, asked(house, citizen), names_staff=True))
    assert made.outcome == Outcome.WHOLE
    assert "Ankestyrelsen" not in words_of(made.letter)


def test_only_a_leader_refuses_and_says_why(house: House, request_: RightsRequest) -> None:
    told: dict[str, Any] = {"request_id": request_.pk, "channel": "letter", "at": LATER}
    with pytest.raises(Refused, match="Only a leader"):
        refuse(**told, words="Nej.", by=house.caseworker)
    with pytest.raises(Refused, match="Write why"):
        refuse(**told, words=" ", by=house.leader)
    refuse(**told, words="Fuldmagten holder ikke.", by=house.leader)
    made = fresh(request_)
    assert (made.outcome, made.file) == (Outcome.REFUSED, None)
    assert "Fuldmagten holder ikke." in words_of(made.letter)
    assert "Ankestyrelsen" in words_of(made.letter)


def test_a_request_is_taken_back(house: House, request_: RightsRequest) -> None:
    collected(request_, house.caseworker)
    for _again in range(2):
        withdraw(request_id=request_.pk, words="", by=house.caseworker, at=LATER)
    made = fresh(request_)
    assert made.status == Status.WITHDRAWN
    assert made.clock.state_on(LATER.date()) == State.RELEASED
    assert {one.content for one in made.pieces.all()} == {""}


# --- Somebody else asks --------------------------------------------------------------------------


def test_a_parent_is_one_who_stands_in_the_file_and_is_named_to_themselves(house: House) -> None:
    citizen = citizen_of(family(house))
    said: dict[str, Any] = {"asker": Asker.GUARDIAN, "authority_seen_on": ASKED_AT.date()}
    with pytest.raises(Refused, match="having custody"):
        asked(house, citizen, asker_name="Ukendt Person", **said)
    home = "Skovvej 4\n6100 Haderslev"
    made = asked(house, citizen, asker_name=MOTHER, asker_address=home, **said)
    told = given(house, ready(house, heard(house, made)))
    assert MOTHER in words_of(told.file) and FATHER not in words_of(told.file)
    assert MOTHER in words_of(told.letter) and "Skovvej 4" in words_of(told.letter)
    assert not told.pieces.filter(sheet_given=True).exists()


def test_when_the_citizen_comes_of_age_parents_ask_for_nothing(house: House) -> None:
    decision = family(house)
    citizen = citizen_of(decision)
    from centre.citizens.actions import write

    write(citizen, "cpr", "0501094000")
    citizen.save()
    said: dict[str, Any] = {"asker": Asker.GUARDIAN, "authority_seen_on": ASKED_AT.date()}
    made = asked(house, citizen, asker_name=MOTHER, **said)
    collected(made, house.caseworker, ASKED_AT)
    birthday = moment("2027-01-05 10.00")
    with pytest.raises(Refused, match="come of age"):
        collect(request_id=made.pk, by=house.caseworker, at=birthday)


# --- Who opens what was given --------------------------------------------------------------------


def opens(user: User, name: str, pk: Any) -> bool:
    """Whether a page is opened; and what is not shown is no reading in the log."""
    before = readings()
    answer = logged_in(user).get(reverse(name, args=[pk]))
    assert readings() == before + (answer.status_code == 200)
    return bool(answer.status_code == 200)


def test_the_file_is_opened_by_whoever_gave_it_and_by_who_leads(
    house: House, request_: RightsRequest
) -> None:
    made = given(house, ready(house, request_))
    roles = ("caseworker", "colleague", "leader", "secretary", "youth_worker")
    people = {role: getattr(house, role) for role in roles}
    opened = {role for role, user in people.items() if opens(user, "rights:file", made.pk)}
    assert opened == {"colleague", "leader"}
    # There is no other way to it, for none of them.
    assert not any(opens(user, "post:letter", made.file_id) for user in people.values())
    packs = {
        role: logged_in(getattr(house, role))
        .get(reverse("rights:packed", args=[made.pk]))
        .status_code
        for role in ("caseworker", "colleague", "secretary")
    }
    assert packs == {"caseworker": 404, "colleague": 200, "secretary": 403}


@pytest.mark.threat("T37")
def test_who_gave_it_and_may_not_read_all_of_it_any_more_opens_it_no_more(
    house: House, request_: RightsRequest
) -> None:
    """A file holds copies of what each unit has written: they are read as the rest is, or not at all."""
    made = given(house, ready(house, request_))
    page = reverse("rights:request", args=[made.pk])
    assert opens(house.colleague, "rights:file", made.pk)
    elsewhere = factories.inquiry(house, received_at=LATER, unit=house.youth)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(citizen=made.citizen)
    assert not opens(house.colleague, "rights:file", made.pk)
    assert (
        logged_in(house.colleague).get(reverse("rights:packed", args=[made.pk])).status_code == 404
    )
    assert (
        reverse("rights:file", args=[made.pk])
        not in logged_in(house.colleague).get(page).content.decode()
    )
    # Who leads all units may read all of it still.
    assert opens(house.leader, "rights:file", made.pk)
    User.objects.filter(pk=house.colleague.pk).update(unit=house.youth)
    assert not opens(house.colleague, "rights:file", made.pk)


def test_a_list_of_readings_alone_is_opened_though_parts_of_the_file_stand_elsewhere(
    house: House,
) -> None:
    citizen = citizen_of(family(house))
    elsewhere = factories.inquiry(house, received_at=ASKED_AT, unit=house.youth)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(citizen=citizen)
    request = collected(asked(house, citizen, wants_file=False), house.caseworker)
    made = given(house, request, by=house.caseworker)
    assert opens(house.caseworker, "rights:file", made.pk)


def test_the_zip_holds_letter_and_file_and_the_sheets_in_which_nothing_is_hidden(
    house: House,
) -> None:
    from tests.intake.cases import sent

    decision = sent(house, "drugs")
    made = given(house, ready(house, asked(house, citizen_of(decision)), names_staff=True))
    client = logged_in(house.colleague)
    url = reverse("rights:packed", args=[made.pk])
    answers = [b"".join(client.get(url).streaming_content) for _twice in range(2)]
    assert answers[0] == answers[1]
    box = zipfile.ZipFile(io.BytesIO(answers[0]))
    assert box.namelist() == ["1 brev.pdf", "2 sagen.pdf", "som sendt/01 2026-12-15.pdf"]
    assert decision.letter is not None
    assert box.read("som sendt/01 2026-12-15.pdf") == bytes(decision.letter.pdf)


def test_a_sheet_in_which_something_is_hidden_stays_here(
    house: House, request_: RightsRequest
) -> None:
    made = given(house, ready(house, request_))
    assert not made.pieces.filter(sheet_given=True).exists()


def test_the_answer_is_drawn_the_same_whoever_looks(house: House, request_: RightsRequest) -> None:
    made = ready(house, request_)
    pieces = list(made.pieces.all())
    first = drawn.answer(made, pieces, by=house.colleague, at=LATER)
    again = drawn.answer(made, pieces, by=house.colleague, at=LATER + timedelta(minutes=3))
    assert (first.file, first.letter) == (again.file, again.letter)


def test_a_leader_of_the_unit_may_refuse_it(house: House, request_: RightsRequest) -> None:
    own = factories.UserFactory(username="own", role=Role.LEADER, unit=house.adults)
    refuse(request_id=request_.pk, words="Nej.", channel="letter", by=own, at=LATER)
    assert fresh(request_).outcome == Outcome.REFUSED


# --- Where one complains, and what was not asked for ---------------------------------------------


@pytest.mark.parametrize(
    ("record", "other"), [("social", "journalen"), ("health", "den sociale sag")]
)
def test_what_was_not_asked_for_is_named_and_complained_of_nowhere(
    house: House, record: str, other: str
) -> None:
    from tests.intake.cases import sent

    citizen = citizen_of(sent(house, "drugs"))
    made = given(house, ready(house, asked(house, citizen, asked=record), names_staff=True))
    told = words_of(made.letter)
    assert f"Det, der står i {other}, er ikke med her" in told
    assert "klage" not in told and made.outcome == Outcome.WHOLE


def test_a_refused_log_is_complained_of_to_the_inspectorate_alone(house: House) -> None:
    request = asked(house, citizen_of(family(house)), wants_file=False)
    refuse(request_id=request.pk, words="Nej.", channel="letter", by=house.leader, at=LATER)
    told = words_of(fresh(request).letter)
    assert "Du kan klage til Datatilsynet" in told
    assert "Ankestyrelsen" not in told and "Patientklager" not in told


def test_many_signs_that_no_font_of_ours_has_keep_no_file_back(house: House) -> None:
    """More kinds of them than the whole file is set again for."""
    citizen = citizen_of(family(house))
    signs = "".join(chr(0x4E00 + number) for number in range(90)) + "👩‍👩‍👧"
    one = factories.inquiry(house, received_at=ASKED_AT, note=f"Hej {signs} farvel")
    type(one).objects.filter(pk=one.pk).update(citizen=citizen)
    told = words_of(given(house, ready(house, asked(house, citizen))).file)
    assert "Hej" in told and "farvel" in told
