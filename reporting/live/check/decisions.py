"""Every decision: one in force a treatment, received and complained about in time, told to the clocks."""

from datetime import date

from reporting.live.check.days import later, open_days_after, open_from
from reporting.live.check.fault import Fault, compare
from reporting.live.check.sql import rows

# So many weekdays after its date a letter counts as received; what is handed over or shown at once.
WEEKDAYS = {"letter": 6, "digital_post": 0, "secure_mail": 0, "handed_over": 0, "told": 0}
# Only over these may one complain within weeks (RSL § 67); never over alcohol (SUL § 141).
WEEKS = {"drugs": 4}
BASIS = {
    "alcohol": "SUL § 141 stk. 1",
    "drugs": "SEL § 101 stk. 1-2",
    "anonymous_drugs": "SEL § 101 a stk. 4",
    "substitution": "SUL § 142 stk. 3",
}
YOUNG_BASIS = "BL § 33 stk. 1-2"
GIVEN = ("sent", "replaced")
# The guarantees that a decision on an area is told to.
KINDS = {
    "alcohol": ("alcohol",),
    "drugs": ("social_drug", "youth_drug"),
    "anonymous_drugs": ("anonymous_drug",),
    "substitution": ("medical",),
}


def faults(day: date) -> list[Fault]:
    return [*_days(day), *_in_force(day), *_statuses(day), *_told(day), *_approved(day)]


def _days(day: date) -> list[Fault]:
    """The days and the law that a letter printed, counted anew."""
    found = rows(
        "SELECT decision.*, inquiry.age_group, inquiry.received_on FROM intake_decision AS decision "
        "JOIN intake_inquiry AS inquiry ON inquiry.id = inquiry_id WHERE decided_on IS NOT NULL"
    )
    expected, told = {}, {}
    for one in found:
        received = open_days_after(one.decided_on, WEEKDAYS[one.way])
        weeks = WEEKS.get(one.area)
        complain_by = open_from(later(received, weeks, "weeks")) if weeks else None
        young = one.area == "drugs" and one.age_group in ("under_15", "15_17")
        basis = YOUNG_BASIS if young else BASIS[one.area]
        expected[one.id] = received, complain_by, basis, True
        in_order = one.received_on <= one.decided_on
        printed = one.basis.split(", jf.")[0]
        told[one.id] = one.presumed_received_on, one.complain_by_on, printed, in_order
    return compare(day, "the days of a decision", expected, told)


def _in_force(day: date) -> list[Fault]:
    """Of those given on one treatment the last holds, and each other was replaced by the next."""
    found = rows(
        "SELECT id, inquiry_id, area, status, replaces_id, row_number() OVER later AS place, "
        "lag(id) OVER earlier AS before FROM intake_decision WHERE status IN ('sent', 'replaced') "
        "WINDOW later AS (PARTITION BY inquiry_id, area ORDER BY sent_at DESC), "
        "earlier AS (PARTITION BY inquiry_id, area ORDER BY sent_at)"
    )
    expected = {
        one.id: ("sent" if one.place == 1 else "replaced", str(one.before)) for one in found
    }
    told = {one.id: (one.status, str(one.replaces_id)) for one in found}
    return compare(day, "the decision in force", expected, told)


def _statuses(day: date) -> list[Fault]:
    """Each decision stands where the acts written down about it lead."""
    after = {
        "decision.prepare": "prepared",
        "decision.change": "prepared",
        "decision.ask_approval": "to_approve",
        "decision.return": "prepared",
        "decision.discard": "discarded",
        "decision.send": "sent",
    }
    told: dict[str, str] = {}
    for one in rows(
        "SELECT row_id, action, detail->>'replaces' AS replaces FROM records_auditentry "
        "WHERE \"row\" = 'intake.Decision' ORDER BY at, action = 'decision.send'"
    ):
        told[one.row_id] = after.get(one.action, told.get(one.row_id, ""))
        if one.replaces:
            told[one.replaces] = "replaced"
    found = {one.id: one.status for one in rows("SELECT id::text, status FROM intake_decision")}
    return compare(day, "the status of a decision", told, found)


def _told(day: date) -> list[Fault]:
    """A grant that was sent was told to the guarantees it is about, which ran before that day."""
    found = rows(
        "SELECT decision.id, own.kind, decision.area, min(decision.decided_on) AS decided_on, "
        'min(fact."on") AS told_on FROM intake_decision AS decision '
        "JOIN intake_guarantee AS own ON own.inquiry_id = decision.inquiry_id "
        "JOIN clocks_clock AS clock ON clock.id = own.clock_id "
        "LEFT JOIN intake_guaranteefact AS fact ON fact.guarantee_id = own.id "
        "AND fact.fact = 'decided' AND fact.withdrawn_at IS NULL "
        "WHERE decision.decided_on IS NOT NULL AND clock.starts_on <= decision.decided_on "
        "AND (clock.ended_as NOT IN ('waive', 'release') OR clock.stopped_on > decision.decided_on) "
        "AND own.kind <> 'inpatient_decision' GROUP BY 1, 2, 3"
    )
    return [
        Fault(day, "a decision told to its guarantee", str(one.id), one.decided_on, one.told_on)
        for one in found
        if one.kind in KINDS[one.area] and (one.told_on is None or one.told_on > one.decided_on)
    ]


def _approved(day: date) -> list[Fault]:
    """A refusal or a stay was seen by somebody else than who wrote it; each letter is kept."""
    found = rows(
        "SELECT id, outcome, setting, way, letter_id, prepared_by_id, approved_by_id "
        "FROM intake_decision WHERE decided_on IS NOT NULL"
    )
    faults = []
    for one in found:
        needed = one.outcome == "refused" or one.setting == "inpatient"
        if needed and one.approved_by_id in (None, one.prepared_by_id):
            faults.append(Fault(day, "who approved a decision", str(one.id), "another", "nobody"))
        if (one.letter_id is None) != (one.way == "told"):
            faults.append(Fault(day, "the letter of a decision", str(one.id), one.way, "no letter"))
    return faults
