"""The five councils' files hold what the five texts say; each row names its heading."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date, time
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from centre.standard import rules
from centre.standard.loader import load_shipped, read_shipped, shipped_keys
from centre.standard.schema import ClockRule, Sourced, Standard

TEXTS = Path(settings.BASE_DIR).parent / "shared" / "standards"


@cache
def shipped(key: str) -> Standard:
    return load_shipped(key)


def value_at(key: str, place: str) -> object:
    """The value at a place such as "offers[move].usual_talks"."""
    value: object = shipped(key)
    for step in place.replace("[", ".[").split("."):
        if step.startswith("["):
            assert isinstance(value, tuple)
            name = step[1:-1]
            value = next(v for v in value if name in {getattr(v, "key", ""), _word(v)})
        else:
            value = getattr(value, step)
    return value


def _word(element: object) -> object:
    return getattr(element, "kind", None) or getattr(element, "area", None)


VALUES = [
    # council, the place in the file, the value, the heading in the text
    ("aabenraa", "identity.revision_years", 2, "Kvalitetsstandard rusmidler er gældende for 2 år"),
    ("aabenraa", "contact.street", "Reberbanen 3", "3. Henvendelse"),
    ("aabenraa", "contact.postcode", "6200", "3. Henvendelse"),
    ("aabenraa", "contact.phones[main].number", "73768216", "3. Henvendelse"),
    ("aabenraa", "contact.email", "rusmiddelcenter@aabenraa.dk", "3. Henvendelse"),
    ("aabenraa", "youth.drugs_from_age", 15, "4. Målgrupper"),
    ("aabenraa", "youth.alcohol_from_age", None, "4. Målgrupper"),
    ("aabenraa", "youth.alcohol_pending_from_age", 12, "4. Målgrupper"),
    ("aabenraa", "inpatient.payments[alcohol].board", "free", "5. Behandling"),
    ("aabenraa", "inpatient.payments[drugs].board", "individual", "5. Behandling"),
    ("aabenraa", "gift_cards", None, "silent"),
    ("aabenraa", "complaints", (), "silent"),
    ("aabenraa", "follow_up", (), "silent"),
    ("fredericia", "contact.phones", (), "the website has them"),
    ("fredericia", "hours.phone", None, "the website has them"),
    ("fredericia", "offers[inpatient].months_from", 1, "Døgnbehandling"),
    ("fredericia", "offers[inpatient].months_to", 3, "Døgnbehandling"),
    ("fredericia", "anonymous.drugs.places", ("Odense", "Esbjerg", "Kolding"), "Anonym ambulant"),
    ("fredericia", "anonymous.drugs.min_age", 18, "Anonym ambulant stofbehandling"),
    ("fredericia", "inpatient.evaluated_midway", True, "Døgnbehandling"),
    (
        "fredericia",
        "complaints[social_decision].deadline_weeks",
        4,
        "Klager over rusmiddelbehandling",
    ),
    ("fredericia", "complaints[case_handling].no_deadline", True, "Klager over sagsbehandling"),
    ("fredericia", "complaints[provider_conditions].anonymous", True, "Socialtilsyn Syd"),
    ("fredericia", "follow_up[drugs].months", (1, 6), "Hvordan følges der op"),
    ("fredericia", "follow_up[drugs].by_phone", True, "Hvordan følges der op"),
    ("fredericia", "gift_cards", None, "silent"),
    ("rebild", "identity.revision_years", 2, "Hvordan følges op på ydelsen?"),
    ("rebild", "contact.phones[main].number", "40228456", "Kontaktinformation"),
    ("rebild", "contact.phones[switchboard].number", "99888450", "Åbningstider"),
    ("rebild", "contact.voicemail", True, "Åbningstider"),
    ("rebild", "offers[assessment].max_talks", 3, "Indsatsens omfang"),
    ("rebild", "offers[assessment].minutes", 90, "Indsatsens omfang"),
    ("rebild", "offers[individual_alcohol].max_talks", 10, "Indsatsens omfang"),
    ("rebild", "offers[individual_drugs].max_talks", 10, "Indsatsens omfang"),
    ("rebild", "offers[individual_drugs].minutes", 60, "Indsatsens omfang"),
    ("rebild", "offers[group].individual_until_group", True, "Hvilke aktiviteter"),
    ("rebild", "relatives.max_talks", 3, "Samtaler med pårørende"),
    ("rebild", "plan.short_term_months", 3, "Behandlingsplan"),
    ("rebild", "follow_up[drugs].extra_talks.max_talks", 5, "Indsatsens omfang"),
    ("rebild", "follow_up[drugs].extra_talks.within_months", 12, "Indsatsens omfang"),
    ("rebild", "follow_up[anonymous_drugs].months", (), "Hvad er kommunens kvalitetsmål?"),
    ("rebild", "gift_cards.used", False, "Gavekort benyttes ikke"),
    ("rebild", "substitution.doctor_review_months", 6, "Hvordan følges op på ydelsen?"),
    ("rebild", "substitution.urine_tests.every_months", 3, "Substitutionsbehandling"),
    ("rebild", "substitution.urine_tests.children_at_home_only", True, "Substitutionsbehandling"),
    ("rebild", "substitution.contract", True, "Visitation"),
    ("rebild", "visitation.home_council_pays", True, "Behandlingsgaranti"),
    ("rebild", "anonymous.drugs.fictitious_number", True, "Målgruppe"),
    ("rebild", "anonymous.drugs.guarantee", True, "Henvisningsgrundlag"),
    ("rebild", "targets[return_within_12_months].value", 25, "Hvad er kommunens kvalitetsmål?"),
    ("rebild", "targets[free_or_reduced_6_months].value", 50, "Hvad er kommunens kvalitetsmål?"),
    ("rebild", "targets[days_to_first_talk].value", 14, "Hvad er kommunens kvalitetsmål?"),
    ("rebild", "transport.paid_by_centre", "nobody", "Hvad koster indsatsen"),
    ("rebild", "complaints[social_decision].deadline_weeks", None, "Klagevejledning"),
    (
        "rebild",
        "complaints[social_decision].about",
        ("social_decision", "guarantee_not_kept"),
        "Klagevejledning",
    ),
    ("rebild", "complaints[social_decision].appeal.email", "sikkermail@ast.dk", "Klagevejledning"),
    (
        "rebild",
        "complaints[case_handling].about",
        ("case_handling", "case_handling_time", "staff"),
        "Klage over sagsbehandlingen",
    ),
    ("haderslev", "contact.street", "Clausensvej 25", "Leverandør"),
    ("haderslev", "youth.treated", False, "Leverandør"),
    ("haderslev", "offers[individual].months_from", 6, "Behandling af stofmisbrug:"),
    ("haderslev", "offers[individual].months_to", 12, "Behandling af stofmisbrug:"),
    ("haderslev", "plan.review_months", 3, "Opfølgning"),
    ("haderslev", "plan.on_change_of_offer", True, "Opfølgning"),
    ("haderslev", "inpatient.weeks_from", 3, "Døgnbehandling"),
    ("haderslev", "inpatient.weeks_to", 4, "Døgnbehandling"),
    ("haderslev", "gift_cards.amount_kr", 200, "brug af gavekort"),
    ("haderslev", "gift_cards.every_attendance", 2, "brug af gavekort"),
    ("haderslev", "gift_cards.max_cards", 7, "brug af gavekort"),
    ("haderslev", "gift_cards.in_follow_up", False, "brug af gavekort"),
    ("haderslev", "gift_cards.lost_on_no_show", True, "brug af gavekort"),
    ("haderslev", "targets[completed_drugs].value", 40, "Fremtidig udvikling"),
    ("haderslev", "targets[completed_alcohol].value", 55, "Fremtidig udvikling"),
    ("haderslev", "staff.employees", 14, "Personalets faglige kvalifikationer"),
    ("haderslev", "transport.paid_by_centre", "outer_areas", "Betaling for indsatsen"),
    ("haderslev", "visitation.letter_if_late", True, "Sagsbehandlingsfrist"),
    ("haderslev", "follow_up[drugs].months", (1, 6), "Opfølgning"),
    ("haderslev", "complaints[social_decision].deadline_weeks", 4, "Information om sagsbehandling"),
    (
        "haderslev",
        "complaints[health_treatment].areas",
        ("alcohol", "drugs", "substitution"),
        "Information om sagsbehandling",
    ),
    ("skanderborg", "identity.valid_from", date(2025, 1, 1), "1. Om kvalitetsstandarden"),
    ("skanderborg", "identity.next_revision_on", date(2026, 11, 30), "1. Om kvalitetsstandarden"),
    ("skanderborg", "contact.phones[main].number", "87947580", "KONTAKT"),
    ("skanderborg", "contact.phones[youth_1].number", "23326669", "KONTAKT"),
    ("skanderborg", "contact.phones[brus].number", "24765857", "KONTAKT"),
    ("skanderborg", "contact.online_booking", True, "4.1 Henvendelse"),
    ("skanderborg", "offers[move].usual_talks", 12, "MOVE"),
    ("skanderborg", "offers[move].follow_on_months", 6, "MOVE"),
    ("skanderborg", "offers[move].status_every", 4, "MOVE"),
    ("skanderborg", "offers[move].reminders", True, "MOVE"),
    ("skanderborg", "offers[imposed].meeting_after", True, "Pålagt rusmiddelindsats"),
    ("fredericia", "plan.last_phase", "work_and_social_life", "Mål"),
    ("haderslev", "contact.outside_hours", True, "Ambulant behandling"),
    ("skanderborg", "offers[move].age_from", 15, "Stofbehandling"),
    ("skanderborg", "offers[clarifying].max_talks", 4, "Afklarende forløb"),
    ("skanderborg", "offers[imposed].max_talks", 5, "Pålagt rusmiddelindsats"),
    ("skanderborg", "offers[individual_youth].evaluate_months", 3, "Individuelt tilrettelagt"),
    ("skanderborg", "offers[stabilising].unlimited", True, "Stabiliserende behandlingsforløb"),
    ("skanderborg", "offers[family].default_when_children", True, "7. Opmærksomhed"),
    ("skanderborg", "offers[brus].age_to", 24, "BRUS"),
    ("skanderborg", "offers[brus].ends_on", date(2025, 12, 31), "BRUS"),
    ("skanderborg", "gift_cards.max_cards", 8, "4.7 Anvendelse af gavekort"),
    ("skanderborg", "gift_cards.areas", ("drugs",), "4.7 Anvendelse af gavekort"),
    ("skanderborg", "anonymous.drugs.group_talks_from", 8, "6.3 Anonym ambulant"),
    ("skanderborg", "anonymous.drugs.group_talks_to", 12, "6.3 Anonym ambulant"),
    ("skanderborg", "anonymous.drugs.guarantee", False, "6.3 Anonym ambulant"),
    ("skanderborg", "anonymous.alcohol.ends_with_prescription", True, "4.4 Muligheder"),
    ("skanderborg", "complaints[social_decision].deadline_weeks", 4, "8.2"),
    ("skanderborg", "complaints[social_decision].reassess_weeks", 4, "8.2"),
    ("skanderborg", "complaints[alcohol_decision].possible", False, "8.1"),
    ("skanderborg", "survey.weeks", 3, "2.4 Brugerinddragelse"),
    ("skanderborg", "survey.every_months", 12, "2.4 Brugerinddragelse"),
    ("skanderborg", "staff.employees", 16, "9. Personalets"),
    ("skanderborg", "targets[completed].value", 50, "2.3 Monitorering"),
    ("skanderborg", "inpatient.never_acute", True, "Dag- og døgnbehandling"),
    ("skanderborg", "inpatient.without_referral_citizen_pays", True, "Dag- og døgnbehandling"),
    ("skanderborg", "inpatient.pregnant.must_be_offered", True, "Særligt for gravide"),
    ("skanderborg", "follow_up[alcohol].guaranteed_by", "standard", "5.1 Behandlingsplan"),
]


@pytest.mark.parametrize(("key", "place", "value", "heading"), VALUES)
def test_a_value_is_the_one_under_its_heading(
    key: str, place: str, value: object, heading: str
) -> None:
    assert value_at(key, place) == value, heading


CLOCKS = [
    # council, clock, start, start no earlier than, stop, the length
    (
        "aabenraa",
        "social_drug",
        ("request", "request_at_children_unit"),
        (),
        ("treatment_initiated",),
    ),
    ("aabenraa", "alcohol", ("request",), (), ("treatment_initiated",)),
    ("fredericia", "social_drug", ("request",), (), ("treatment_offered",)),
    ("fredericia", "youth_drug", ("request",), (), ("treatment_offered",)),
    (
        "rebild",
        "social_drug",
        ("request",),
        (),
        ("plan_made", "visitation_held", "first_meeting_agreed"),
    ),
    ("rebild", "youth_drug", ("request",), ("consents_given",), ("treatment_initiated",)),
    ("rebild", "anonymous_drug", ("request",), (), ("treatment_initiated",)),
    ("haderslev", "social_drug", ("request",), (), ("talks_offered",)),
    ("haderslev", "doctors_talk", ("request",), (), ("doctors_talk_held",)),
    ("skanderborg", "social_drug", ("request",), (), ("visitation_held", "decided")),
    ("skanderborg", "doctors_talk", ("request",), (), ("doctors_talk_offered",)),
]


@pytest.mark.parametrize(("key", "kind", "start", "after", "stop"), CLOCKS)
def test_each_council_promises_fourteen_days_to_its_own_event(
    key: str, kind: str, start: tuple[str, ...], after: tuple[str, ...], stop: tuple[str, ...]
) -> None:
    clock = clock_of(key, kind)
    assert (clock.start_any, clock.start_after, clock.stop_when) == (start, after, stop)
    assert clock.days == 14


def clock_of(key: str, kind: str) -> ClockRule:
    return next(clock for clock in shipped(key).clocks if clock.kind == kind)


def test_only_rebild_promises_a_deadline_for_anonymous_drug_treatment() -> None:
    promising = [
        key
        for key in shipped_keys()
        if any(clock.kind == "anonymous_drug" for clock in shipped(key).clocks)
    ]
    assert promising == ["rebild"]
    assert clock_of("rebild", "anonymous_drug").guaranteed_by == "standard"


def test_rebilds_doctors_talk_is_only_for_those_who_wish_it() -> None:
    assert clock_of("rebild", "doctors_talk").on_request_only
    assert not clock_of("haderslev", "doctors_talk").on_request_only


def test_fredericia_answers_an_application_for_a_stay_within_eight_weeks() -> None:
    clock = clock_of("fredericia", "inpatient_decision")
    assert (clock.weeks, clock.start_any) == (8, ("application_received",))


OPENING = [
    ("aabenraa", "opening", 0, [("08:30", "16:00")]),
    ("aabenraa", "opening", 3, [("08:30", "17:00")]),
    ("aabenraa", "opening", 4, [("08:30", "13:00")]),
    ("aabenraa", "opening", 5, []),
    ("aabenraa", "phone", 0, [("08:30", "10:00"), ("14:00", "15:00")]),
    ("aabenraa", "phone", 1, [("08:30", "10:00")]),
    ("rebild", "phone", 2, [("08:00", "09:00")]),
    ("rebild", "opening", 2, []),
    ("skanderborg", "opening", 3, [("08:15", "18:00")]),
    ("skanderborg", "opening", 4, [("08:15", "12:00")]),
    ("skanderborg", "phone", 3, [("08:00", "12:30"), ("15:00", "17:00")]),
    ("skanderborg", "youth_direct", 0, [("08:15", "15:30")]),
    ("haderslev", "phone", 0, []),
]


@pytest.mark.parametrize(("key", "which", "weekday", "stretches"), OPENING)
def test_the_hours_are_those_of_the_text(
    key: str, which: str, weekday: int, stretches: list[tuple[str, str]]
) -> None:
    hours = rules.hours_on(getattr(shipped(key).hours, which), weekday)
    assert [(i.opens, i.closes) for i in hours] == [
        (time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in stretches
    ]


@pytest.mark.parametrize("key", shipped_keys())
def test_open_counselling_can_be_booked_in_every_council_and_says_that_it_is_proposed(
    key: str,
) -> None:
    hours = shipped(key).hours.open_counselling
    assert hours is not None
    assert hours.proposed
    assert any(rules.hours_on(hours, day) for day in range(5))
    assert not rules.hours_on(hours, 6)


READINGS = [
    # the contradictions and the repealed law in the five texts, and a word of what was chosen
    ("aabenraa", "identity", "1691/2023"),
    ("aabenraa", "youth", "awaited"),
    ("fredericia", "identity", "1691/2023"),
    ("fredericia", "clocks[social_drug]", "stk. 4"),
    ("fredericia", "free_choice[drugs]", "stk. 5-7"),
    ("fredericia", "complaints[social_decision]", "drugs only"),
    ("rebild", "identity", "every second year"),
    ("rebild", "contact", "run together"),
    ("rebild", "clocks[social_drug]", "front text"),
    ("rebild", "clocks[anonymous_drug]", "no guarantee"),
    ("rebild", "follow_up[anonymous_drugs]", "rules follow-up out"),
    ("rebild", "children", "BL § 133"),
    ("rebild", "complaints[health_treatment]", "Styrelsen for Patientklager"),
    ("haderslev", "clocks[social_drug]", "two ways"),
    ("haderslev", "free_choice[alcohol]", "no such waiver"),
    ("haderslev", "gift_cards", "six"),
    ("haderslev", "complaints[health_treatment]", "Patientklagenævnet"),
    ("skanderborg", "identity", "xx.xx.2024"),
    ("skanderborg", "organisation", "approved"),
    ("skanderborg", "units[adults]", "thirty-year-old is an adult"),
    ("skanderborg", "offers[brus]", "August 2025"),
    ("skanderborg", "anonymous.drugs", "§ 101 a"),
    ("skanderborg", "gift_cards", "six"),
    ("skanderborg", "complaints[access_to_file]", "8.1"),
]


@pytest.mark.parametrize(("key", "place", "words"), READINGS)
def test_a_text_that_contradicts_itself_or_the_law_says_which_reading_was_chosen(
    key: str, place: str, words: str
) -> None:
    part = value_at(key, place)
    assert isinstance(part, Sourced)
    assert words in (part.reading or "")


DENIED = ("misbruger", "venligst", "ugyldig", "påkrævet", "udeblev")


@pytest.mark.parametrize("key", shipped_keys())
def test_texts_for_citizens_avoid_the_words_that_hurt(key: str) -> None:
    texts = [text for name, text in _strings(tomllib.loads(read_shipped(key))) if name in _SHOWN]
    assert len(texts) > 50
    assert [text for text in texts if any(word in text.lower() for word in DENIED)] == []


@pytest.mark.parametrize("key", shipped_keys())
def test_no_council_gives_anonymous_drug_treatment_to_everybody(key: str) -> None:
    """SEL § 101 a is for those without other social problems; each text says for whom it is."""
    help_ = shipped(key).anonymous
    if help_ and help_.drugs:
        assert " hvis du " in help_.drugs.text_da


@pytest.mark.parametrize("key", shipped_keys())
def test_texts_for_citizens_are_not_copied_from_the_council(key: str) -> None:
    if not TEXTS.exists():
        return
    theirs = _flat((TEXTS / f"{key}.txt").read_text(encoding="utf-8"))
    copied = [
        text
        for name, text in _strings(tomllib.loads(read_shipped(key)))
        if name == "text_da" and len(text) > 60 and text in theirs
    ]
    assert copied == []


def test_every_heading_a_value_comes_from_is_in_the_councils_text() -> None:
    lost = [
        f"{key}: {heading}"
        for key in shipped_keys()
        if (TEXTS / f"{key}.txt").exists()
        for heading in _headings(key)
        if _flat(heading) not in _flat((TEXTS / f"{key}.txt").read_text(encoding="utf-8"))
    ]
    assert lost == []


def test_no_council_names_a_heading_that_is_made_up_of_nothing() -> None:
    assert all(heading.strip() for key in shipped_keys() for heading in _headings(key))


_SHOWN = ("title_da", "text_da", "conditions_da", "title_en", "text_en", "conditions_en")


def _headings(key: str) -> set[str]:
    sources = {
        text for name, text in _strings(tomllib.loads(read_shipped(key))) if name == "source"
    }
    return {heading for source in sources for heading in re.split(r" \+ | > ", source)}


def _strings(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str):
                yield name, inner
            else:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _flat(text: str) -> str:
    """One line, with words that are divided at the end of a line put together again."""
    return re.sub(r"\s+", " ", re.sub(r"-\s*\n\s*", "", text))
