"""The inbox narrowed: what is shown is what was asked for, and counts are the rows behind them."""

import uuid
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest

from centre.citizens.choices import AgeGroup
from centre.clocks.queries.tally import counted
from centre.records.models import AuditEntry
from centre.refusal import Refused
from centre.staff.models import Unit, User
from intake.actions.filter import MOST, change_filter, remove_filter, save_filter
from intake.actions.inquiry import record_attempt
from intake.choices import About, Channel, DaysLeft, Group, Show, Topic, Wish
from intake.models import Inquiry, SavedFilter
from intake.queries import filters, inbox
from intake.rules.filter import Filter, group_of
from tests import factories
from tests.conftest import moment
from tests.desk import at_the_doors, logged_in
from tests.factories import House

AT = moment("2026-12-10 09.30")
TODAY = date(2026, 12, 10)
URL = "/staff/inquiries/"


@pytest.fixture
def many(house: House, monkeypatch: pytest.MonkeyPatch) -> list[Inquiry]:
    """Open inquiries that differ in everything a filter can name."""
    at_the_doors(monkeypatch, AT)
    people = (house.caseworker, house.colleague, None)
    abouts = (About.SELF, About.SELF, About.RELATIVE, About.PROFESSIONAL, About.UNSAID)
    found = [
        factories.inquiry(
            house,
            received_at=AT - timedelta(days=number),
            unit=house.youth if number % 4 == 3 else house.adults,
            responsible=None if number % 4 == 3 else people[number % 3],
            channel=list(Channel)[number % 6],
            about=abouts[number % 5],
            age_group=list(AgeGroup)[number % 5 - 1],
            topic=list(Topic)[number % 3],
            wish=Wish.TREATMENT if number % 5 in (0, 1) else Wish.COUNSELLING,
            person=None if number % 7 == 0 else factories.wanted().person,
        )
        for number in range(24)
    ]
    for one in found[::5]:
        record_attempt(
            inquiry_id=one.pk, channel="phone", outcome="reached", by=house.caseworker, at=AT
        )
    return [Inquiry.objects.get(pk=one.pk) for one in found]


def shown(user: User, **chosen: str) -> set[uuid.UUID]:
    page = inbox.page(user, Filter(**chosen), today=TODAY)
    assert page.older is None
    return {one.pk for one in page.rows}


def left_of(one: Inquiry) -> str:
    """The word of the filter, from the first deadline that runs."""
    running = one.guarantees.filter(clock__stopped_on__isnull=True)
    days = [
        (row.clock.act_by_on, row.clock.due_on)
        for row in running
        if row.clock.act_by_on and row.clock.due_on
    ]
    if not days:
        return DaysLeft.NONE
    act_by_on, due_on = min(days)
    if due_on < TODAY:
        return DaysLeft.LATE
    # Tuesday 15 December is the third working day after Thursday the 10th.
    return DaysLeft.SOON if act_by_on <= date(2026, 12, 15) else ""


def word_of(one: Inquiry, name: str) -> str:
    told = {
        "unit": one.unit.key,
        "channel": one.channel,
        "group": group_of(one.about, one.age_group).value,
        "topic": one.topic,
        "anonymous": "yes" if one.anonymous else "no",
        "responsible": str(one.responsible_id or ""),
        "left": left_of(one),
    }
    return str(told[name])


NAMES = ("unit", "channel", "group", "topic", "anonymous", "responsible", "left")


def test_each_filter_and_each_two_show_exactly_what_fits_them(
    house: House, many: list[Inquiry]
) -> None:
    """As a person would sort the cards on a table, for every word that is on one of them."""
    cards = {one.pk: {name: word_of(one, name) for name in NAMES} for one in many}
    tried = 0
    for names in [*combinations(NAMES, 1), *combinations(NAMES, 2)]:
        fits = defaultdict(set)
        for pk, card in cards.items():
            fits[tuple(card[name] for name in names)].add(pk)
        for words, fitting in fits.items():
            if "" in words:
                continue
            found = shown(house.leader, who="unit", **dict(zip(names, words, strict=True)))
            assert found == fitting, (names, words)
            tried += 1
    assert tried > 100


def test_the_groups_part_the_inquiries_among_them(house: House, many: list[Inquiry]) -> None:
    parts = [shown(house.leader, who="unit", group=group) for group in Group]
    assert sum(len(part) for part in parts) == len(many) == len(set().union(*parts))
    assert all(parts)


@pytest.mark.parametrize("who", ["mine", "unit"])
@pytest.mark.parametrize("username", ["caseworker", "leader", "doctor", "secretary"])
def test_a_tile_counts_the_rows_that_it_opens(
    house: House, many: list[Inquiry], who: str, username: str
) -> None:
    user = getattr(house, username)
    for tile in counted([inbox.tally(user, TODAY, who=who)]):
        rows = logged_in(user).get(str(tile.url)).context["rows"]
        assert len(rows) == tile.count, tile.words
    nobodys = logged_in(user).get(f"{URL}?who=unit&show=unassigned").context["rows"]
    assert len(nobodys) == inbox.unassigned(user)
    assert counted([inbox.tally(house.leader, TODAY, who="unit")])[0].count > 5


def test_what_nobody_sees_no_filter_shows(house: House, many: list[Inquiry]) -> None:
    own = {one.pk for one in many if one.unit_id == house.adults.pk}
    assert shown(house.caseworker, who="unit") == own
    for show in Show:
        for channel in Channel:
            assert shown(house.caseworker, who="unit", show=show, channel=channel) <= own
    assert shown(house.caseworker, who="unit", unit="youth") == set()
    assert shown(house.administrator, who="unit") == set()


def test_the_page_carries_the_filter_on_and_names_what_is_on(
    house: House, many: list[Inquiry]
) -> None:
    client = logged_in(house.leader)
    query = "who=unit&show=new&unit=adults&channel=phone"
    answer = client.get(f"{URL}?{query}&after=broken")
    page = answer.content.decode()
    assert answer.context["chosen"].query == query
    assert "Kanal: Telefon" in page and "Enhed: Voksne" in page
    assert 'href="?who=unit&amp;show=new&amp;unit=adults"' in page
    assert all(f"?{query}&after=" in url for _cells, url, _words in answer.context["rows"])
    assert "Nulstil filtre" in page
    calm = client.get(URL).content.decode()
    assert "Nulstil filtre" in calm
    assert "Ingen filtre er slået til" in calm


def test_a_filter_of_one_page_reaches_the_next_page(house: House) -> None:
    for number in range(30):
        factories.inquiry(
            house, received_at=AT - timedelta(minutes=number), responsible=house.caseworker,
            channel=Channel.MAIL,
        )  # fmt: skip
    factories.inquiry(house, received_at=AT - timedelta(days=1), responsible=house.caseworker)
    client = logged_in(house.caseworker)
    first = client.get(f"{URL}?who=mine&channel=mail").context
    second = client.get(URL + first["older_url"]).context
    assert (len(first["rows"]), len(second["rows"])) == (25, 5)
    assert not {row[1].partition("?")[0] for row in first["rows"]} & {
        row[1].partition("?")[0] for row in second["rows"]
    }


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("channel=pigeon", "kanal"),
        ("unit=closed-down&responsible=999999", "enhed, ansvarlig"),
        ("show=gone&who=everyone", "hvis liste, liste"),
        ("left=%00&group=%F0%9F", "frist, gruppe"),
    ],
)
def test_what_is_not_known_is_left_out_and_said(
    house: House, many: list[Inquiry], given: str, told: str
) -> None:
    answer = logged_in(house.leader).get(f"{URL}?{given}")
    assert answer.status_code == 200
    assert sorted(answer.context["left_out"].split(", ")) == sorted(told.split(", "))
    assert answer.context["left_out"] in answer.content.decode()
    assert len(answer.context["rows"]) > 0


def test_only_who_sees_several_units_is_asked_which(house: House) -> None:
    for user, asked in ((house.leader, True), (house.doctor, True), (house.caseworker, False)):
        page = logged_in(user).get(URL)
        assert ('name="unit"' in page.content.decode()) is asked
        assert page.context["left_out"] == ""
    assert "enhed" in logged_in(house.caseworker).get(f"{URL}?unit=adults").context["left_out"]


def test_colleagues_are_those_of_the_unit_who_work_here(house: House) -> None:
    User.objects.filter(pk=house.colleague.pk).update(ends_on=TODAY)
    offered = filters.offered(house.caseworker, TODAY)
    words = [one.words for one in offered.people]
    assert str(house.caseworker) in words and str(house.leader) in words
    assert str(house.colleague) not in words and str(house.youth_worker) not in words
    assert offered.units == []


# --- Filters with a name -------------------------------------------------------------------------


def saved(house: House, **changes: Any) -> SavedFilter:
    given: dict[str, Any] = {
        "name": "Nye til os",
        "query": "who=unit&show=new",
        "shared_with": None,
        "by": house.caseworker,
        "at": AT,
    }
    return save_filter(**{**given, **changes})


def test_a_filter_is_saved_from_the_inbox_and_used_with_one_click(
    house: House, many: list[Inquiry]
) -> None:
    client = logged_in(house.caseworker)
    query = "who=unit&show=new&channel=phone"
    page = client.get(f"{URL}filters/?{query}").content.decode()
    assert "Min enhed, Nye henvendelser, Kanal: Telefon" in page
    answer = client.post(
        f"{URL}filters/", {"list": query, "save-name": " Nye  på Ærø ", "save-shared_with": "me"}
    )
    assert answer.headers["Location"] == f"{URL}?{query}"
    one = SavedFilter.objects.get()
    assert (one.name, one.query, one.saved_by, one.shared_with) == (
        "Nye på Ærø",
        query,
        house.caseworker,
        None,
    )
    page = client.get(URL).content.decode()
    assert f'href="?{query}"'.replace("&", "&amp;") in page.replace("\n", " ")
    assert "Nye på Ærø" not in logged_in(house.colleague).get(URL).content.decode()


def test_each_act_on_a_filter_leaves_one_line_without_its_name(house: House) -> None:
    one = saved(house)
    change_filter(
        filter_id=one.pk, name="Vores", shared_with=house.adults, by=house.caseworker, at=AT
    )
    remove_filter(filter_id=one.pk, by=house.leader, at=AT)
    lines = dict(
        AuditEntry.objects.filter(action__startswith="filter.").values_list("action", "detail")
    )
    assert lines == {
        "filter.save": {"query": one.query, "shared_with": None},
        "filter.change": {"shared_with": house.adults.pk},
        "filter.remove": {"owner": house.caseworker.pk, "shared_with": house.adults.pk},
    }


def test_saved_twice_it_is_there_once_and_another_under_the_name_is_refused(house: House) -> None:
    assert saved(house) == saved(house)
    with pytest.raises(Refused, match="navn"):
        saved(house, query="who=mine&show=new")
    with pytest.raises(Refused, match="navn"):
        saved(house, name="NYE TIL OS")
    saved(house, by=house.colleague, shared_with=house.adults)
    with pytest.raises(Refused, match="Enheden"):
        change_filter(
            filter_id=SavedFilter.objects.get(saved_by=house.caseworker).pk,
            name="nye til os",
            shared_with=house.adults,
            by=house.caseworker,
            at=AT,
        )
    assert SavedFilter.objects.count() == 2
    assert AuditEntry.objects.filter(action__startswith="filter.").count() == 2


def test_a_list_of_filters_has_an_end(house: House) -> None:
    for number in range(MOST):
        saved(house, name=f"{number}")
    with pytest.raises(Refused, match="30"):
        saved(house, name="en mere")
    # The last one sent twice is still the last one.
    assert saved(house, name=f"{MOST - 1}").name == f"{MOST - 1}"
    assert SavedFilter.objects.count() == MOST


@pytest.mark.threat("T35")
def test_who_sees_changes_and_removes_a_shared_filter(house: House) -> None:
    one = saved(house, shared_with=house.adults)
    may_see = (house.caseworker, house.colleague, house.secretary, house.leader)
    for user in may_see:
        assert [found.words for found in filters.offered(user, TODAY).saved] == ["Nye til os"]
    for user in (house.youth_worker, house.doctor):
        assert filters.offered(user, TODAY).saved == []
    for user in (house.colleague, house.youth_worker, house.secretary):
        client = logged_in(user)
        client.post(f"{URL}filters/{one.pk}/remove/")
        client.post(
            f"{URL}filters/{one.pk}/change/",
            {f"{one.pk}-name": "Mit", f"{one.pk}-shared_with": "me"},
        )
    one.refresh_from_db()
    assert one.name == "Nye til os"
    assert logged_in(house.leader).post(f"{URL}filters/{one.pk}/remove/").status_code == 302
    assert SavedFilter.objects.count() == 0


@pytest.mark.threat("T35")
def test_a_private_filter_is_nobodys_to_remove(house: House) -> None:
    one = saved(house)
    with pytest.raises(Refused):
        remove_filter(filter_id=one.pk, by=house.leader, at=AT)
    assert filters.offered(house.leader, TODAY).saved == []
    house.leader.unit = house.youth
    one.shared_with = house.adults
    assert not filters.may_remove(house.leader, one)


def test_removed_twice_is_told_and_breaks_nothing(house: House) -> None:
    one = saved(house)
    client = logged_in(house.caseworker)
    url = f"{URL}filters/{one.pk}/remove/"
    assert client.post(url).status_code == 302
    answer = client.post(url, follow=True)
    assert answer.status_code == 200
    assert "findes ikke mere" in answer.content.decode()


def test_a_name_that_is_taken_is_said_at_the_field_and_kept(house: House) -> None:
    saved(house)
    other = saved(house, name="Sent", query="who=mine&left=late")
    client = logged_in(house.caseworker)
    sent = {"list": "who=mine&topic=both", "save-name": "Sent", "save-shared_with": "me"}
    answer = client.post(f"{URL}filters/", sent)
    assert answer.status_code == 422
    assert 'value="Sent"' in answer.content.decode()
    assert answer.context["chosen"].query == "who=mine&topic=both"
    answer = client.post(
        f"{URL}filters/{other.pk}/change/",
        {f"{other.pk}-name": "Nye til os", f"{other.pk}-shared_with": "me"},
    )
    assert answer.status_code == 422
    assert "Du har allerede" in answer.content.decode()


def test_what_looks_like_a_cpr_number_is_no_name(house: House) -> None:
    client = logged_in(house.caseworker)
    client.post(
        f"{URL}filters/",
        {"list": "who=unit&show=new", "save-name": "Ring 010190-1234", "save-shared_with": "me"},
    )
    assert "010190" not in SavedFilter.objects.get().name


def test_a_caseworker_shares_with_the_own_unit_only(house: House) -> None:
    client = logged_in(house.caseworker)
    sent = {"list": "who=unit&show=new", "save-name": "Alle", "save-shared_with": house.youth.pk}
    assert client.post(f"{URL}filters/", sent).status_code == 422
    assert SavedFilter.objects.count() == 0
    sent["save-shared_with"] = house.adults.pk
    assert client.post(f"{URL}filters/", sent).status_code == 302


def test_a_saved_filter_outlives_the_unit_and_the_colleague_it_names(house: House) -> None:
    gone = Unit.objects.create(key="closed", name="Lukket team")
    query = f"who=unit&unit=closed&topic=alcohol&responsible={house.colleague.pk}"
    saved(house, query=query, by=house.leader, shared_with=gone)
    gone.delete()
    User.objects.filter(pk=house.colleague.pk).update(is_active=False)
    answer = logged_in(house.leader).get(f"{URL}?{query}")
    assert answer.status_code == 200
    assert answer.context["left_out"] == "enhed, ansvarlig"
    assert answer.context["chosen"] == Filter(who="unit", topic="alcohol")
    # Shared with a unit that is no more, it is its owner's alone again.
    assert SavedFilter.objects.get().shared_with is None
    assert [one.words for one in answer.context["saved"]] == ["Nye til os"]
