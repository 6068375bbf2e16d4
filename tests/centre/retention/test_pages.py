"""The dry run first, by number; names through the door; approval by somebody else."""

import io
import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from centre.citizens.models import Citizen
from centre.records.models import ReadEntry
from centre.retention.actions import carry_out as lines
from centre.retention.actions.outside import keep_outside
from centre.retention.actions.protocol import withdraw
from centre.retention.actions.survey import survey
from centre.retention.choices import Hindrance, Status
from centre.retention.models import Hold, Line, Protocol, Survey
from centre.retention.tasks import carry_out, count
from intake.models import Inquiry
from tests import factories
from tests.centre.retention.cases import NAME, PERSON, approved, drafted
from tests.desk import logged_in
from tests.factories import House

pytestmark = pytest.mark.django_db
OLD = timedelta(days=6 * 365)
FORM = {"kind": "social"}


def old(house: House, **changes: Any) -> Inquiry:
    """Advice of six years ago, ended: more than the five of a social case."""
    at = now() - OLD
    one = factories.inquiry(house, received_at=at, wish="counselling", topic="other", **changes)
    Inquiry.objects.filter(pk=one.pk).update(
        status="advised", closed_at=at, closed_by=house.caseworker
    )
    return one


def form() -> dict[str, str]:
    return {**FORM, "form_key": str(uuid.uuid4())}


def page(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_the_dry_run_counts_and_deletes_nothing(house: House) -> None:
    old(house, person=PERSON)
    client = logged_in(house.leader)
    assert "Ikke talt op endnu" in page(client, "/staff/retention/")
    assert client.post("/staff/retention/count/").status_code == 302
    told = page(client, "/staff/retention/")
    assert "Sociale sager" in told
    assert NAME not in told
    year = (now() - OLD).year
    assert Survey.objects.get().counts == [
        {"kind": "social", "year": year, "may_go": 1, "kept": 0, "because": {}}
    ]
    assert Inquiry.objects.count() == 1


def test_names_are_shown_through_the_door_and_the_reading_is_logged(house: House) -> None:
    old(house, person=PERSON)
    old(house, person=None)
    client = logged_in(house.leader)
    before = ReadEntry.objects.count()
    told = page(client, f"/staff/retention/social/{(now() - OLD).year}/")
    assert NAME in told
    assert "1 mere" in told
    entry = ReadEntry.objects.order_by("-at").first()
    assert entry is not None
    assert (ReadEntry.objects.count() - before, entry.purpose, entry.rows) == (1, "retention", 1)


def test_a_leader_of_another_unit_sees_the_number_and_not_the_name(house: House) -> None:
    old(house, person=PERSON)
    other = factories.UserFactory(username="other", role="leader", unit=house.youth)
    told = page(logged_in(other), f"/staff/retention/social/{(now() - OLD).year}/")
    assert NAME not in told
    assert "1 mere" in told


def test_one_draws_up_and_another_approves_and_the_worker_does_it(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.DISPOSED_DIR = str(tmp_path)
    citizen = old(house, person=PERSON).citizen_id
    assert citizen is not None
    leader, admin = logged_in(house.leader), logged_in(house.administrator)
    made = leader.post("/staff/retention/draft/", form())
    where = made.headers["Location"]
    assert "Godkend sletningen" not in page(leader, where)
    told = leader.post(f"{where}approve/", {"archive_heeded": "on"}, follow=True)
    assert "Den, der har lavet listen, godkender den ikke" in told.content.decode()
    assert "Godkend sletningen" in page(admin, where)
    assert admin.post(f"{where}approve/", {}).status_code == 422
    assert admin.post(f"{where}approve/", {"archive_heeded": "on"}).status_code == 302
    assert carry_out() == {"done": 1, "closed": 1}
    assert "Slettet" in page(admin, where)
    gone = Citizen.objects.get(pk=citizen)
    assert (gone.name, gone.disposed_on is None) == ("", False)
    assert leader.get(f"/staff/citizens/{citizen}/").status_code == 404
    assert NAME not in page(leader, f"{where}names/")


def test_the_administrator_approves_by_number_and_sees_no_name(house: House) -> None:
    old(house, person=PERSON)
    one = drafted(house, at=now())
    client = logged_in(house.administrator)
    assert NAME not in page(client, f"/staff/retention/protocols/{one.pk}/")
    for path in (f"protocols/{one.pk}/names/", "social/2020/"):
        assert client.get(f"/staff/retention/{path}").status_code == 403
    assert client.post("/staff/retention/draft/", form()).status_code == 403


def test_a_list_of_nothing_is_refused_in_words_and_a_second_click_is_one(house: House) -> None:
    client = logged_in(house.leader)
    sent = form()
    empty = client.post("/staff/retention/draft/", sent)
    assert empty.status_code == 422
    assert "Der er ikke noget af denne slags" in empty.content.decode()
    old(house)
    for _twice in range(2):
        assert client.post("/staff/retention/draft/", sent).status_code == 302
    assert Protocol.objects.count() == 1
    assert client.post("/staff/retention/draft/", form()).status_code == 422


def test_a_withdrawn_list_says_so(house: House) -> None:
    old(house)
    one = drafted(house, at=now())
    where = f"/staff/retention/protocols/{one.pk}/"
    client = logged_in(house.administrator)
    for _twice in range(2):
        assert client.post(f"{where}withdraw/").status_code == 302
    assert "Trukket tilbage" in page(client, where)


def test_a_long_list_is_read_page_by_page(house: House) -> None:
    old(house)
    one = drafted(house, at=now())
    first = one.lines.get()
    Line.objects.bulk_create(
        Line(
            protocol=one, number=number, subject=uuid.uuid4(), last_entry_on=first.last_entry_on,
            disposable_on=first.disposable_on,
        )
        for number in range(2, 80)
    )  # fmt: skip
    client = logged_in(house.administrator)
    where = f"/staff/retention/protocols/{one.pk}/"
    assert "?after=50" in page(client, where)
    assert "?after=" not in page(client, f"{where}?after=50")
    for nonsense in ("x", "9" * 40, "-1"):
        page(client, f"{where}?after={nonsense}")


def test_who_works_with_a_file_puts_it_on_hold_and_who_leads_lifts_it(house: House) -> None:
    citizen = old(house, person=PERSON).citizen_id
    where = f"/staff/citizens/{citizen}/holds/"
    client = logged_in(house.caseworker)
    assert "Sæt sletning på pause" in page(client, f"/staff/citizens/{citizen}/")
    sent = {"reason": "court", "form_key": str(uuid.uuid4())}
    for _twice in range(2):
        assert client.post(where, sent).status_code == 302
    one = Hold.objects.get()
    assert "Sletning er sat på pause" in page(client, f"/staff/citizens/{citizen}/")
    assert client.post(where, {"lift": str(one.pk)}).status_code == 403
    leader = logged_in(house.leader)
    for _twice in range(2):
        assert leader.post(where, {"lift": str(one.pk)}).status_code == 302
    for nonsense in ("x", str(uuid.uuid4())):
        assert leader.post(where, {"lift": nonsense}).status_code == 302
    one.refresh_from_db()
    assert one.lifted_by == house.leader


def test_a_hold_for_another_reason_says_which_and_ends_on_no_day_that_is_past(house: House) -> None:
    where = f"/staff/citizens/{old(house).citizen_id}/holds/"
    client = logged_in(house.caseworker)
    key = str(uuid.uuid4())
    wrong = client.post(where, {"reason": "other", "words": " ", "form_key": key})
    assert wrong.status_code == 422
    past = {"until_day": "1", "until_month": "1", "until_year": "2020"}
    told = client.post(where, {"reason": "court", "words": "Sag 7", "form_key": key, **past})
    assert told.status_code == 422
    assert "Sag 7" in told.content.decode()
    assert not Hold.objects.exists()


def test_beat_counts_and_draws_up_nothing(house: House) -> None:
    old(house)
    assert count() == 1
    assert count() == 1
    assert Survey.objects.count() == 1
    assert carry_out() == {}
    assert not Protocol.objects.exists()
    assert Inquiry.objects.count() == 1


def told_by(*words: str) -> Any:
    out = io.StringIO()
    call_command("retention", *words, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_tells_the_preview_and_carries_out_what_is_approved(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.DISPOSED_DIR = str(tmp_path)
    old(house)
    assert [one["may_go"] for one in told_by("preview")] == [1]
    assert told_by("run") == {}
    approved(house, drafted(house, at=now()), at=now())
    assert told_by("run") == {"done": 1, "closed": 1}
    assert told_by("run") == {}
    assert told_by("preview") == []


def test_after_a_restore_what_was_carried_out_is_carried_out_again(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.DISPOSED_DIR = str(tmp_path)
    one = old(house, person=PERSON)
    kept = Inquiry.objects.filter(pk=one.pk).values().get()
    assert one.citizen_id is not None
    who = Citizen.objects.filter(pk=one.citizen_id)
    person = {name: getattr(who.get(), name) for name in ("name", "phone", "cpr", "cpr_hash")}
    protocol = approved(house, drafted(house, at=now()), at=now())
    assert carry_out() == {"done": 1, "closed": 1}
    assert [path.suffixes for path in tmp_path.iterdir()] == [[".closed", ".json"]]
    assert NAME not in next(tmp_path.iterdir()).read_text()
    # The backup: the rows are back, the protocol is not.
    Line.objects.all().delete()
    Protocol.objects.all().delete()
    who.update(disposed_on=None, **person)
    Inquiry.objects.create(**kept)
    assert told_by("again") == {"protocols": 1, "done": 1, "left_out": 0}
    assert not Inquiry.objects.exists()
    assert who.get().name == ""
    back = Protocol.objects.get()
    assert (back.pk, back.status, back.approved_by) == (
        protocol.pk, Status.CLOSED, house.administrator,
    )  # fmt: skip
    assert told_by("again") == {"protocols": 0, "done": 0, "left_out": 0}


def test_a_file_that_is_not_the_houses_own_carries_nothing_out(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.DISPOSED_DIR = str(tmp_path)
    old(house)
    approved(house, drafted(house, at=now()), at=now())
    assert keep_outside() == 1
    path = next(tmp_path.iterdir())
    path.write_text(path.read_text().replace("social", "health"))
    with pytest.raises(CommandError, match="does not bear our mark"):
        told_by("again")
    assert Inquiry.objects.count() == 1


def restored() -> None:
    """An older backup, that knows of no protocol."""
    Line.objects.all().delete()
    Protocol.objects.all().delete()


def test_a_list_that_was_withdrawn_is_carried_out_by_no_restore(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.DISPOSED_DIR = str(tmp_path)
    old(house)
    one = approved(house, drafted(house, at=now()), at=now())
    keep_outside()
    withdraw(protocol_id=one.pk, by=house.leader, at=now())
    assert told_by("again") == {"protocols": 0, "done": 0, "left_out": 0}
    one.refresh_from_db()
    assert one.status == Status.WITHDRAWN
    keep_outside()
    restored()
    assert told_by("again") == {"protocols": 1, "done": 0, "left_out": 0}
    assert {line.why for line in Line.objects.all()} == {Hindrance.WITHDRAWN}
    assert Inquiry.objects.count() == 1


def test_of_a_list_that_was_withdrawn_halfway_a_restore_takes_what_had_gone(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.DISPOSED_DIR = str(tmp_path)
    old(house)
    old(house)
    one = approved(house, drafted(house, at=now()), at=now())
    kept = {row["id"]: row for row in Inquiry.objects.values()}
    keep_outside()
    lines.carry_out(at=now(), most=1)
    withdraw(protocol_id=one.pk, by=house.leader, at=now())
    keep_outside()
    (left,) = Inquiry.objects.values_list("pk", flat=True)
    restored()
    for key, row in kept.items():
        if key != left:
            Citizen.objects.filter(pk=row["citizen_id"]).update(disposed_on=None)
            Inquiry.objects.create(**row)
    assert told_by("again") == {"protocols": 1, "done": 1, "left_out": 0}
    assert [row.pk for row in Inquiry.objects.all()] == [left]


def test_an_open_list_of_the_kind_is_withdrawn_first(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.DISPOSED_DIR = str(tmp_path)
    old(house)
    approved(house, drafted(house, at=now()), at=now())
    carry_out()
    Line.objects.all().delete()
    Protocol.objects.all().delete()
    old(house)
    drafted(house, at=now())
    with pytest.raises(CommandError, match="withdraw it first"):
        told_by("again")


def test_a_survey_takes_the_place_of_the_one_before(house: House) -> None:
    survey(at=now())
    survey(at=now())
    assert Survey.objects.count() == 1
