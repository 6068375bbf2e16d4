"""What the registers are told, read from the tables in a fixed order, a few rows in hand at a time."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.db import connection

from centre.standard.models import QualityStandard
from centre.standard.queries import in_force

AT_A_TIME: Final = 2_000
# What every row begins with; after it comes what the event's fields name.
FIXED: Final = ("record", "day", "area", "anonymous", "sealed", "excluded", "profile")
PROFILE: Final = (
    "treated_before", "lives_with", "housing", "labour", "education", "substitution", "injecting",
    "units_a_week", "days_drinking",
)  # fmt: skip
COLUMNS: Final = {
    **{name: f"profile.{name}" for name in PROFILE},
    **{name: f"course.{name}" for name in ("requested_on", "begun_on", "ended_on", "decided_on")},
    "area": "course.area",
    "basis": "decision.basis",
    "setting": "decision.setting",
    "referrer": "inquiry.referrer",
    # The talk that was assessed in; where nobody wrote its day down, the first of the treatment.
    "first_talk_on": "LEAST(visitation.held_on, course.begun_on)",
    "children_at_home": "visitation.children_at_home",
    "children": "CASE WHEN visitation.children_at_home IS NULL THEN '99'"
    " WHEN visitation.children_at_home = 0 THEN '1' ELSE '2' END",
    "offer_kind": "%(offers)s::jsonb ->> (course.standard_id || ' ' || course.offer)",
    "provider": "COALESCE(chosen.provider, %(centre)s)",
    "free_choice": "CASE WHEN chosen.provider IS NULL THEN '0' ELSE '1' END",
    # Of one that was waived or released neither is true.
    "guarantee_met": "CASE WHEN clock.ended_as = 'stop' THEN"
    " CASE WHEN clock.stopped_on <= clock.due_on THEN 'OK' ELSE 'EJOK' END END",
    "late_reason": "CASE WHEN clock.ended_as = 'stop' AND clock.stopped_on <= clock.due_on THEN NULL"
    " WHEN chosen.provider IS NOT NULL THEN 'free_choice' ELSE explained.cause END",
    "first": "used.list[1]",
    "primary": "CASE WHEN used.list[1] <> 'A0' THEN used.list[1] END",
    "other_1": "used.list[2]",
    "other_2": "used.list[3]",
    "other_3": "used.list[4]",
    "other_drug": "used.other",
    "route": "used.routes[1]",
    "frequency": "used.frequencies[1]",
    "age_at_first_use": "used.ages[1]",
    "polydrug": "CASE WHEN used.list IS NULL THEN 'not known/missing'"
    " WHEN cardinality(used.list) > 1 THEN 'yes' ELSE 'no' END",
    "discharged_on": "ended.discharged_on",
    "reason": "ended.reason",
    "result": "ended.result",
    **{f"due_{month}": f"CASE WHEN call.month = {month} THEN due.due_on END" for month in (1, 6)},
    "followed_up_on": "call.ended_on",
    # Whoever was reached says whether the goal is kept, where the standard asks; else the outcome tells.
    "follow_up": "CASE WHEN call.outcome = 'reached' AND call.goal_kept <> '' THEN call.goal_kept"
    " ELSE call.outcome END",
    # Only of who was spoken to is it known.
    "stands": "NULLIF(call.result, '')",
    "wants_help": "CASE WHEN call.wants_help THEN '1' ELSE '0' END",
    "municipality": "%(municipality)s",
    "unit": "%(unit)s",
    # Where somebody lives is not kept.
    "residence": "'0000'",
    "no": "'0'",
}
# Of a request, nobody may ever have begun: there is no course.
OF_REQUESTS: Final = {
    "requested_on": "inquiry.received_on",
    "channel": "inquiry.channel",
    "about": "inquiry.about",
    "wants_medical": "CASE WHEN inquiry.wants_medical THEN '1' ELSE '0' END",
    "municipality": "%(municipality)s",
}
DRUGS: Final = "course.area IN ('drugs', 'substitution', 'anonymous_drugs')"
_REQUESTS: Final = """
SELECT inquiry.id, inquiry.received_on, CASE WHEN inquiry.wants_medical THEN 'substitution' ELSE 'drugs' END,
    (inquiry.citizen_id IS NULL OR citizen.anonymous), citizen.cpr, NULL, true, {columns}
FROM intake_inquiry AS inquiry LEFT JOIN citizens_citizen AS citizen ON citizen.id = inquiry.citizen_id
WHERE inquiry.wish = 'treatment' AND inquiry.topic IN ('drugs', 'both')
    AND inquiry.received_on BETWEEN %(first)s AND %(last)s
ORDER BY inquiry.received_on, inquiry.id
"""
_COURSES: Final = """
SELECT course.id, {day}, course.area, (course.citizen_id IS NULL OR citizen.anonymous), citizen.cpr,
    {excluded}, profile.id IS NOT NULL, {columns}
FROM treatment_course AS course
JOIN intake_inquiry AS inquiry ON inquiry.id = course.inquiry_id
JOIN intake_decision AS decision ON decision.id = course.decision_id
JOIN intake_visitation AS visitation ON visitation.id = decision.visitation_id
LEFT JOIN intake_profile AS profile ON profile.visitation_id = visitation.id
LEFT JOIN citizens_citizen AS citizen ON citizen.id = course.citizen_id
{joins}
WHERE course.begun_on IS NOT NULL AND {own}
ORDER BY {day}, course.id{then}
"""
_ENDED: Final = """
LEFT JOIN LATERAL (
    SELECT discharged_on, reason, result FROM treatment_discharge AS discharge
    WHERE course_id = course.id AND NOT taken_back AND NOT EXISTS (
        SELECT FROM treatment_discharge AS later WHERE later.corrects_id = discharge.id)
    ORDER BY at DESC, id LIMIT 1
) AS ended ON true
"""
# The one that help is sought for stands first, then the rest by their rank.
_USED: Final = """
LEFT JOIN LATERAL (
    SELECT array_agg(substance ORDER BY rank <> chief, rank) AS list,
        array_agg(route ORDER BY rank <> chief, rank) AS routes,
        array_agg(frequency ORDER BY rank <> chief, rank) AS frequencies,
        array_agg(age_at_first_use ORDER BY rank <> chief, rank) AS ages,
        (array_agg(substance ORDER BY rank) FILTER (WHERE substance <> 'A0'))[1] AS other
    FROM (SELECT *, min(rank) FILTER (WHERE {leads}) OVER () AS chief
          FROM intake_substanceuse WHERE visitation_id = visitation.id) AS use
) AS used ON true
"""
_CLOCK: Final = """
LEFT JOIN intake_freechoice AS chosen ON chosen.decision_id = course.decision_id
    AND chosen.chosen_on IS NOT NULL
LEFT JOIN LATERAL (
    SELECT clock.* FROM intake_guarantee AS own JOIN clocks_clock AS clock ON clock.id = own.clock_id
    WHERE own.inquiry_id = course.inquiry_id AND own.kind = ANY (CASE course.area
        WHEN 'substitution' THEN ARRAY['medical'] ELSE ARRAY['social_drug', 'youth_drug'] END)
    ORDER BY own.kind LIMIT 1
) AS clock ON true
LEFT JOIN LATERAL (
    SELECT cause FROM clocks_clockevent WHERE clock_id = clock.id AND type = 'explain'
    ORDER BY number DESC LIMIT 1
) AS explained ON true
"""
_CALLED: Final = """
JOIN followup_followup AS call ON call.course_id = course.id
    AND call.outcome NOT IN ('', 'corrected')
JOIN clocks_clock AS due ON due.id = call.clock_id
"""
_BEGUN: Final = DRUGS + " AND course.begun_on BETWEEN %(first)s AND %(last)s"
_LEFT: Final = DRUGS + " AND ended.discharged_on BETWEEN %(first)s AND %(last)s"
_FOLLOWED: Final = DRUGS + " AND call.ended_on BETWEEN %(first)s AND %(last)s"
_ALCOHOL: Final = """course.area = 'alcohol' AND (course.begun_on BETWEEN %(first)s AND %(last)s
    OR ended.discharged_on BETWEEN %(first)s AND %(last)s)"""
# A person is counted once in a calendar year, and anew only after six months without treatment.
_NOT_NEW: Final = """CASE
    WHEN used.list = ARRAY['A0']::varchar[] THEN 'alcohol_only'
    WHEN EXISTS (SELECT FROM treatment_course AS before
        WHERE before.citizen_id = course.citizen_id AND before.area IN ('drugs', 'substitution')
            AND (before.begun_on, before.id) < (course.begun_on, course.id)
            AND before.begun_on >= date_trunc('year', course.begun_on)::date)
        THEN 'counted_this_year'
    WHEN EXISTS (SELECT FROM treatment_course AS before
        WHERE before.citizen_id = course.citizen_id AND before.area IN ('drugs', 'substitution')
            AND before.begun_on < course.begun_on AND (before.ended_on IS NULL
                OR before.ended_on > course.begun_on - interval '6 months'))
        THEN 'still_in_treatment' END"""
ANY_LEADS: Final = "true"
NO_ALCOHOL: Final = "substance <> 'A0'"


def _courses(
    own: str, *joins: str, day: str = "course.begun_on", excluded: str = "NULL", then: str = ""
) -> str:
    return _COURSES.format(
        day=day, excluded=excluded, own=own, joins="".join(joins), then=then, columns="{columns}"
    )


_STATEMENTS: Final = {
    ("nab", "course"): _courses(_ALCOHOL, _ENDED, _USED.format(leads=ANY_LEADS)),
    ("smdb", "request"): _REQUESTS,
    ("smdb", "initiation"): _courses(_BEGUN, _CLOCK),
    ("smdb", "provider"): _courses(_BEGUN, _CLOCK),
    ("smdb", "admission"): _courses(_BEGUN, _USED.format(leads=ANY_LEADS)),
    ("smdb", "service"): _courses(_BEGUN),
    ("smdb", "discharge"): _courses(_LEFT, _ENDED, day="ended.discharged_on"),
    ("smdb", "closing"): _courses(_LEFT, _ENDED, day="ended.discharged_on"),
    ("smdb", "follow_up"): _courses(_FOLLOWED, _CALLED, day="call.ended_on", then=", call.month"),
    ("tdi", "treatment"): _courses(_BEGUN, _USED.format(leads=NO_ALCOHOL), excluded=_NOT_NEW),
}


def statement(register: str, event: str, names: Sequence[str]) -> str:
    """The statement of an event, with the columns of the names after the fixed ones."""
    known = OF_REQUESTS if event == "request" else COLUMNS
    return _STATEMENTS[register, event].format(columns=", ".join(known[name] for name in names))


def values(first: date, last: date, *, unit: str) -> dict[str, Any]:
    """What the statements are asked with."""
    standard = in_force(last).content
    return {
        "first": first,
        "last": last,
        "unit": unit,
        "municipality": standard.identity.municipality_code,
        "centre": standard.identity.centre_name,
        "offers": json.dumps(_offers()),
    }


def _offers() -> dict[str, str]:
    """The kind of every offer, of every version that a course may stand under."""
    return {
        f"{version.pk} {offer.key}": offer.kind
        for version in QualityStandard.objects.order_by("id")
        for offer in version.content.offers
    }


def read(text: str, given: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The rows, by a cursor that stays in the database. Within a transaction of the caller's."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(text, given)
        while rows := cursor.fetchmany(AT_A_TIME):
            yield from rows
