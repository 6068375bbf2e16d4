"""Rows broken so that one figure after the other counts something else than what was done."""

_KEPT = (
    "SELECT id FROM clocks_clock WHERE kind = 'alcohol' AND ended_as = 'stop' "
    "AND stopped_on <= due_on ORDER BY stopped_on - starts_on, id LIMIT 1"
)
_ENDED = (
    "SELECT id FROM treatment_discharge WHERE reason = 'completed' "
    "AND result IN ('free', 'reduced', 'stabilised') ORDER BY id LIMIT 1"
)
_CALLED = "SELECT id FROM followup_followup WHERE month = {month} ORDER BY id LIMIT 1"
_CALL = "UPDATE followup_followup SET outcome = 'reached', result = 'free' WHERE id = ({which})"

# By the measure: a statement that changes one row of what it counts.
FIGURES: dict[str, str] = {
    "guarantee_law": f"UPDATE clocks_clock SET stopped_on = due_on + 1 WHERE id = ({_KEPT})",
    "guarantee_promised": f"UPDATE clocks_clock SET starts_on = starts_on - 90 WHERE id = ({_KEPT})",
    "waiting": f"UPDATE clocks_clock SET ended_as = 'waive' WHERE id = ({_KEPT})",
    # The quickest one becomes the slowest: of any other the middle might stay where it is.
    "first_talk": (
        "UPDATE clocks_clock SET starts_on = starts_on - 90 WHERE id = (SELECT clock_id FROM "
        "intake_guarantee AS own JOIN intake_guaranteefact ON guarantee_id = own.id "
        "JOIN clocks_clock AS clock ON clock.id = clock_id "
        "WHERE fact = 'first_talk_held' AND own.kind = 'alcohol' "
        'ORDER BY "on" - starts_on, clock_id LIMIT 1)'
    ),
    "plan_review": (
        "UPDATE clocks_clock SET due_on = due_on + 40 WHERE id = "
        "(SELECT clock_id FROM treatment_planreview ORDER BY clock_id LIMIT 1)"
    ),
    "follow_up": (
        "UPDATE clocks_clock SET ended_as = 'stop', stopped_on = due_on, next_rung_on = NULL "
        "WHERE id = (SELECT clock_id FROM followup_followup WHERE outcome = '' ORDER BY clock_id LIMIT 1)"
    ),
    "complaint": (
        "UPDATE clocks_clock SET due_on = due_on + 40 WHERE id = "
        "(SELECT clock_id FROM complaints_complaint WHERE clock_id IS NOT NULL LIMIT 1)"
    ),
    "completed": f"UPDATE treatment_discharge SET reason = 'dropped_out' WHERE id = ({_ENDED})",
    "completed_well": f"UPDATE treatment_discharge SET reason = 'moved' WHERE id = ({_ENDED})",
    "free_or_reduced": (
        "UPDATE treatment_discharge SET result = CASE WHEN result IN ('free', 'reduced') "
        f"THEN 'worse' ELSE 'free' END WHERE id = ({_ENDED})"
    ),
    "free_or_reduced_1": _CALL.format(which=_CALLED.format(month=1)),
    "free_or_reduced_6": _CALL.format(which=_CALLED.format(month=6)),
    "returned": (
        "UPDATE treatment_course SET citizen_id = NULL WHERE id = (SELECT course_id FROM "
        "treatment_discharge WHERE reason <> 'dead' AND course_id IN (SELECT id FROM "
        "treatment_course WHERE citizen_id IS NOT NULL) ORDER BY id LIMIT 1)"
    ),
    "returned_after_free": (
        "UPDATE treatment_discharge SET result = 'free' WHERE id = (SELECT id "
        "FROM treatment_discharge WHERE result <> 'free' AND reason <> 'dead' ORDER BY id LIMIT 1)"
    ),
    "no_show": (
        "UPDATE treatment_session SET attendance = 'no_show' WHERE id = "
        "(SELECT id FROM treatment_session WHERE attendance = 'attended' ORDER BY id LIMIT 1)"
    ),
    "move": (
        "UPDATE intake_inquiry SET age_group = '18_29' WHERE id = (SELECT inquiry_id "
        "FROM intake_decision WHERE area = 'drugs' AND status = 'sent' AND outcome <> 'refused' "
        "AND inquiry_id IN (SELECT id FROM intake_inquiry WHERE age_group = '30_plus') LIMIT 1)"
    ),
}
FIGURE_GUARDS = (
    ("followup_followup", "follow_up_ended_says_when"),
    ("followup_followup", "follow_up_ended_by_somebody"),
)
