"""The page that ends a course (S14): what it asks, what it tells, and that nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest

from intake.models import Inquiry
from tests import factories
from tests.desk import at_the_doors
from tests.factories import House
from tests.treatment import cases
from tests.treatment.cases import TODAY
from tests.treatment.pages import NOW, day, page, send
from treatment.models import Course, Discharge
from treatment.queries.discharge import goals_asked

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=5)


@pytest.fixture(autouse=True)
def _the_same_afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    at_the_doors(monkeypatch, NOW)


@pytest.fixture
def course(house: House) -> Course:
    """In drug treatment, with a plan."""
    asked = factories.inquiry(house, received_at=cases.ASKED_AT, topic="drugs")
    one = cases.running(house, cases.decision(house, asked, area="drugs"))
    cases.agreed(one, house)
    return one


def told(course: Course, **changes: Any) -> dict[str, Any]:
    goals = {f"goal-{one.key}": "yes" for one in goals_asked(course)}
    whole = {
        **day("discharged_on", TODAY),
        "reason": "completed",
        "result": "free",
        "summary": "Har nået det vi aftalte.",
        "follow_up_route": "phone",
        "follow_up_detail": "20 00 00 01",
    }
    return {**whole, **goals, **changes}


def url(course: Course, more: str = "") -> str:
    return f"/staff/courses/{course.pk}/discharge/{more}"


def test_the_page_asks_goal_by_goal_and_takes_the_way_of_contact_from_the_plan(
    house: House, course: Course
) -> None:
    found = page(house, url(course))
    assert "Blev målet »Sove uden at drikke« nået?" in found
    assert "Komme i arbejde igen" in found
    assert "Gå en tur hver dag" not in found
    assert 'value="20 00 00 01"' in found
    # What happens next is told with its days: the tenth of January is a Sunday.
    assert "8. januar 2027" in found
    assert "10. juni 2027" in found


def test_a_discharge_is_saved_and_read_on_the_same_page(house: House, course: Course) -> None:
    done = send(house, url(course), **told(course))
    assert done.url == url(course)
    found = page(house, url(course))
    assert "Færdigbehandlet" in found
    assert "FRI" in found
    assert "Har nået det vi aftalte." in found
    assert "Fortryd udskrivningen" in found
    assert "Sådan sluttede den" in page(house, f"/staff/courses/{course.pk}/")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": ""}, "Vælg, hvorfor behandlingen slutter"),
        ({"result": ""}, "Vælg, hvordan det står til nu"),
        ({"follow_up_detail": ""}, "Skriv det nummer eller den adresse"),
        (day("discharged_on", TODAY + timedelta(days=1)), "Den dag er ikke kommet endnu"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    house: House, course: Course, changes: dict[str, Any], words: str
) -> None:
    sent = send(house, url(course), **told(course, summary="Min lange tekst", **changes))
    found = sent.content.decode()
    assert sent.status_code == 422
    assert words in found
    assert "Min lange tekst" in found
    assert not Discharge.objects.exists()


def test_each_goal_that_is_not_told_of_is_asked_for(house: House, course: Course) -> None:
    answers = {
        name: "" if name.startswith("goal-") else value for name, value in told(course).items()
    }
    found = send(house, url(course), **answers).content.decode()
    assert found.count("Vælg, hvor langt I nåede med målet") >= 2


@pytest.mark.parametrize(
    "changes", [{}, {"result": "", "follow_up_route": ""}, {"follow_up_detail": ""}]
)
def test_of_the_dead_nothing_more_is_asked_and_no_call_promised(
    house: House, course: Course, changes: dict[str, str]
) -> None:
    done = send(house, url(course), **told(course, reason="dead", **changes))
    assert done.status_code == 302
    one = Discharge.objects.get()
    assert (one.result, one.follow_up_route, one.follow_up_detail) == ("unknown", "none", "")
    assert not one.goal_results.exists()
    found = page(house, url(course))
    assert "Der skal ikke følges op" in found
    assert "20 00 00 01" not in found


def test_after_a_death_no_other_treatment_asks_for_a_talk_but_to_be_ended(
    house: House, course: Course
) -> None:
    other = cases.course(house)
    Course.objects.filter(pk=other.pk).update(citizen=course.citizen_id)
    Inquiry.objects.filter(pk=other.inquiry_id).update(citizen=course.citizen_id)
    file = f"/staff/citizens/{course.citizen_id}/"
    assert "Aftal den første samtale" in page(house, file)
    send(house, url(course), **told(course, reason="dead"))
    found = page(house, file)
    assert "Borgeren er død: afslut behandlingen" in found
    assert "Aftal den første samtale" not in found
    assert "Lav behandlingsplanen" not in found
    assert "Borgeren er død" in page(house, f"/staff/courses/{other.pk}/")


def test_a_planned_talk_is_told_of_before_it_is_called_off(house: House, course: Course) -> None:
    cases.plan(course, house)
    assert "Samtalen, der er planlagt, aflyses" in page(house, url(course))


def test_a_discharge_is_set_right_and_the_earlier_one_is_still_read(
    house: House, course: Course
) -> None:
    send(house, url(course), **told(course))
    form = page(house, url(course, "correct/"))
    assert "Har nået det vi aftalte." in form
    wrong = Discharge.objects.get()
    send(
        house,
        url(course, "correct/"),
        **told(course, reason="hospital", summary="På hospital.", corrects=wrong.pk),
    )
    found = page(house, url(course))
    assert "På hospital." in found
    assert "Har nået det vi aftalte." in found
    assert "Rettet siden" in found


def test_who_corrects_what_was_corrected_meanwhile_keeps_the_text(
    house: House, course: Course
) -> None:
    send(house, url(course), **told(course))
    wrong = Discharge.objects.get()
    send(house, url(course, "correct/"), **told(course, reason="hospital", corrects=wrong.pk))
    late = send(
        house,
        url(course, "correct/"),
        **told(course, reason="moved", summary="Min tekst", corrects=wrong.pk),
    )
    assert late.status_code == 409
    assert "Min tekst" in late.content.decode()
    assert Discharge.objects.count() == 2


def test_a_mistake_is_taken_back(house: House, course: Course) -> None:
    send(house, url(course), **told(course))
    send(house, url(course, "take-back/"))
    course.refresh_from_db()
    assert course.status == "running"
    assert "Behandlingens sidste dag" in page(house, url(course))


@pytest.mark.promise(56, "haderslev")
@pytest.mark.parametrize(
    ("council", "invites"),
    [
        ("haderslev", True),
        pytest.param("skanderborg", True, marks=pytest.mark.promise(56, "skanderborg")),
        ("aabenraa", False),
    ],
    indirect=["council"],
)
def test_whoever_breaks_off_is_invited_back_where_the_council_promises_it(
    house: House, course: Course, *, invites: bool
) -> None:
    assert ("Det lover kommunen" in page(house, url(course))) is invites
    send(house, url(course), **told(course, reason="dropped_out"))
    assert ("Det lover kommunen" in page(house, url(course))) is invites
