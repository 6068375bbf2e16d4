"""Invariants 4, 6 and 11: the trail tells each state again, what is written stays, nothing is alone."""

from collections.abc import Mapping
from datetime import date

from reporting.live.check.fault import Fault, compare
from reporting.live.check.sql import rows

# Tables to which rows are only added.
WRITTEN_ONCE = (
    *("records_auditentry", "clocks_clockevent", "clocks_alert", "intake_contactattempt"),
    *("post_letter", "treatment_treatmentplan", "treatment_goal", "treatment_sessionnote"),
    *("treatment_discharge", "treatment_goalresult", "followup_callattempt"),
    *("followup_earlierend", "complaints_complaintevent"),
)


def inquiries(day: date) -> list[Fault]:
    """Each inquiry stands where the acts written down about it lead."""
    told: dict[str, str] = {}
    for one in rows(
        "SELECT action, row_id, detail->>'status' AS status, detail->>'outcome' AS outcome, "
        "detail->>'fact' AS fact FROM records_auditentry "
        "WHERE \"row\" IN ('intake.Inquiry') ORDER BY at"
    ):
        told[one.row_id] = _after(told.get(one.row_id, ""), one)
    begun = rows(
        "SELECT DISTINCT inquiry_id::text AS id FROM intake_guarantee AS own "
        "JOIN clocks_clock AS clock ON clock.id = clock_id "
        "WHERE ended_as = 'stop' AND own.kind NOT IN ('doctors_talk', 'inpatient_decision')"
        # Anonymous drug treatment begins without a clock where nobody promises one.
        "UNION SELECT inquiry_id::text FROM treatment_course WHERE begun_on IS NOT NULL"
    )
    told |= {one.id: "started" for one in begun}
    found = {one.id: one.status for one in rows("SELECT id::text, status FROM intake_inquiry")}
    return compare(day, "the status of an inquiry", told, found)


def _after(status: str, line: object) -> str:
    action = getattr(line, "action", "")
    if action == "inquiry.receive":
        return "new"
    if action == "inquiry.close":
        return str(getattr(line, "status", ""))
    if action == "inquiry.reopen":
        return "in_contact"
    reached = action == "inquiry.attempt" and getattr(line, "outcome", "") == "reached"
    return "in_contact" if reached and status == "new" else status


def bookings(day: date) -> list[Fault]:
    """A booking is what was last said of it; of one that nothing was said it is booked."""
    said = {
        one.row_id: one.action.removeprefix("booking.")
        for one in rows(
            "SELECT row_id, action FROM records_auditentry WHERE \"row\" = 'intake.Booking' "
            "AND action IN ('booking.moved', 'booking.cancelled', 'booking.attended', "
            "'booking.no_show') ORDER BY at"
        )
    }
    found = {one.id: one.status for one in rows("SELECT id::text, status FROM intake_booking")}
    expected = {pk: said.get(pk, "booked") for pk in found}
    return compare(day, "the status of a booking", expected, found)


def alone(day: date) -> list[Fault]:
    """Nobody is kept of whom nothing tells why; no guarantee is about another kind of deadline."""
    people = rows(
        "SELECT id FROM citizens_citizen AS citizen WHERE NOT EXISTS "
        "(SELECT 1 FROM intake_inquiry WHERE citizen_id = citizen.id)"
    )
    crossed = rows(
        "SELECT own.id, own.kind, clock.kind AS clocks FROM intake_guarantee AS own "
        "JOIN intake_inquiry AS inquiry ON inquiry.id = own.inquiry_id "
        "JOIN clocks_clock AS clock ON clock.id = own.clock_id "
        "WHERE clock.kind <> own.kind OR clock.unit_id <> inquiry.unit_id "
        "OR clock.citizen_id IS DISTINCT FROM inquiry.citizen_id"
    )
    return [
        *(Fault(day, "a citizen", str(one.id), "an inquiry", "none") for one in people),
        *(Fault(day, "a guarantee", str(one.id), one.kind, one.clocks) for one in crossed),
    ]


class Written:
    """Remembers what stood in the tables to which rows are only added, as one sum for each month."""

    def __init__(self) -> None:
        self._sums: dict[str, Mapping[str, str]] = {}
        self._day: date | None = None

    def faults(self, day: date) -> list[Fault]:
        """What was written up to the last look stands as it stood."""
        found: list[Fault] = []
        for name, known in self._sums.items():
            now = {pk: text for pk, text in _sums(name).items() if pk in known}
            found += compare(day, f"a row of {name}", known, now)
        self._sums = {name: _sums(name) for name in WRITTEN_ONCE}
        return found


def _sums(name: str) -> dict[str, str]:
    told = rows(f"SELECT id::text AS id, md5(row::text) AS sum FROM {name} AS row")  # noqa: S608 - of the list above  # nosec B608
    return {one.id: one.sum for one in told}
