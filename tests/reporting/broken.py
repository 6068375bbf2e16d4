"""Rows broken one by one, and what the check must call it."""

# By what is wrong: the statement that does it, and the name of the fault.
BROKEN: dict[str, tuple[str, str]] = {
    "a seat for two": (
        (
            "UPDATE intake_booking SET slot_id = (SELECT min(slot_id) FROM intake_booking WHERE "
            "status = 'attended'), seat = 2 WHERE id = (SELECT id FROM intake_booking "
            "WHERE status = 'booked' ORDER BY slot_id DESC LIMIT 1)"
        ),
        "bookings of a time",
    ),
    "a booking that nothing was said of": (
        (
            "UPDATE intake_booking SET status = 'no_show' WHERE id = "
            "(SELECT id FROM intake_booking WHERE status = 'booked' LIMIT 1)"
        ),
        "the status of a booking",
    ),
    "a receipt that was never written": (
        (
            "DELETE FROM post_message WHERE id = "
            "(SELECT id FROM post_message WHERE once_key LIKE 'receipt:%' LIMIT 1)"
        ),
        "what was told of a booking",
    ),
    "a reminder of a time that is given back": (
        (
            "UPDATE post_message SET state = 'waiting', sent_at = NULL, due_at = '2027-01-01', "
            "expires_at = '2027-01-02' WHERE id = (SELECT message.id FROM post_message AS message "
            "JOIN intake_booking AS booking ON once_key = 'reminder:' || booking.id "
            "WHERE booking.status <> 'booked' LIMIT 1)"
        ),
        "a reminder of a time",
    ),
    "a message sent before its time": (
        (
            "UPDATE post_message SET sent_at = due_at - interval '1 hour' WHERE id = "
            "(SELECT id FROM post_message WHERE state = 'sent' LIMIT 1)"
        ),
        "a message",
    ),
    "an inquiry that moved by itself": (
        (
            "UPDATE intake_inquiry SET status = 'in_contact' WHERE id = "
            "(SELECT id FROM intake_inquiry WHERE status = 'new' LIMIT 1)"
        ),
        "the status of an inquiry",
    ),
    "a person of whom nothing tells why": (
        (
            "UPDATE intake_inquiry SET citizen_id = NULL WHERE id = "
            "(SELECT id FROM intake_inquiry WHERE citizen_id IS NOT NULL LIMIT 1)"
        ),
        "a citizen",
    ),
    "a guarantee with another's clock": (
        (
            "UPDATE clocks_clock SET unit_id = (SELECT max(id) FROM staff_unit) "
            "WHERE id = (SELECT clock_id FROM intake_guarantee ORDER BY id LIMIT 1)"
        ),
        "a guarantee",
    ),
    "something that has not happened yet": (
        (
            "UPDATE intake_contactattempt SET tried_at = '2027-02-01' WHERE id = "
            "(SELECT id FROM intake_contactattempt LIMIT 1)"
        ),
        "a moment to come",
    ),
    "another last day to complain": (
        (
            "UPDATE intake_decision SET complain_by_on = complain_by_on + 1 WHERE id = "
            "(SELECT id FROM intake_decision WHERE complain_by_on IS NOT NULL LIMIT 1)"
        ),
        "the days of a decision",
    ),
    "a decision that was replaced by none": (
        (
            "UPDATE intake_decision SET status = 'replaced' WHERE id = "
            "(SELECT id FROM intake_decision WHERE status = 'sent' LIMIT 1)"
        ),
        "the decision in force",
    ),
    "a decision that was never sent": (
        (
            "UPDATE intake_decision SET status = 'discarded' WHERE id = "
            "(SELECT id FROM intake_decision WHERE status = 'sent' LIMIT 1)"
        ),
        "the status of a decision",
    ),
    "a refusal that one person made alone": (
        (
            "UPDATE intake_decision SET approved_by_id = prepared_by_id, outcome = 'refused' "
            "WHERE id = (SELECT id FROM intake_decision WHERE status = 'sent' LIMIT 1)"
        ),
        "who approved a decision",
    ),
    "a decision without its letter": (
        (
            "UPDATE intake_decision SET letter_id = NULL WHERE id = "
            "(SELECT id FROM intake_decision WHERE letter_id IS NOT NULL LIMIT 1)"
        ),
        "the letter of a decision",
    ),
    "a guarantee that was not told of the decision": (
        (
            "DELETE FROM intake_guaranteefact WHERE id = (SELECT id FROM intake_guaranteefact "
            "WHERE fact = 'decided' LIMIT 1)"
        ),
        "a decision told to its guarantee",
    ),
    "a course that began on another day": (
        (
            "UPDATE treatment_course SET begun_on = begun_on + 1 WHERE id = "
            "(SELECT id FROM treatment_course WHERE begun_on IS NOT NULL LIMIT 1)"
        ),
        "the first day of a course",
    ),
    "a guarantee that runs on beside the treatment": (
        (
            "UPDATE clocks_clock SET stopped_on = stopped_on + 1 WHERE id = "
            "(SELECT clock_id FROM intake_guarantee AS own JOIN treatment_course AS course "
            "ON course.inquiry_id = own.inquiry_id AND course.area = own.kind "
            "WHERE begun_on IS NOT NULL LIMIT 1)"
        ),
        "a guarantee of who has begun",
    ),
    "more talks than were granted": (
        (
            "UPDATE intake_decision SET sessions_granted = 1 WHERE id = (SELECT decision_id FROM "
            "treatment_session WHERE attendance = 'attended' GROUP BY 1 HAVING count(*) > 1 LIMIT 1)"
        ),
        "the talks of a decision",
    ),
    "a talk after the last day of the grant": (
        (
            "UPDATE intake_decision SET granted_until = '2026-11-24' WHERE id = "
            "(SELECT decision_id FROM treatment_session WHERE attendance = 'attended' LIMIT 1)"
        ),
        "the last day of a decision",
    ),
    "a plan that is looked at too late": (
        (
            "UPDATE clocks_clock SET due_on = due_on + 7 WHERE id = "
            "(SELECT clock_id FROM treatment_planreview LIMIT 1)"
        ),
        "the review of a plan",
    ),
    "a course that moved by itself": (
        (
            "UPDATE treatment_course SET status = 'never_begun' WHERE id = "
            "(SELECT id FROM treatment_course WHERE status <> 'never_begun' LIMIT 1)"
        ),
        "the status of a course",
    ),
    "a talk that went otherwise": (
        (
            "UPDATE treatment_session SET attendance = 'no_show' WHERE id = "
            "(SELECT id FROM treatment_session WHERE attendance = 'attended' LIMIT 1)"
        ),
        "how a talk went",
    ),
    "a call after another day": (
        (
            "UPDATE clocks_clock SET due_on = due_on + 1 WHERE id = "
            "(SELECT clock_id FROM followup_followup LIMIT 1)"
        ),
        "the follow-ups of a discharge",
    ),
    "a call that is missing": (
        "DELETE FROM followup_followup WHERE id = (SELECT id FROM followup_followup LIMIT 1)",
        "the follow-ups of a discharge",
    ),
    "a call that stands twice": (
        (
            "INSERT INTO followup_followup SELECT (jsonb_populate_record(NULL::followup_followup, "
            "to_jsonb(told) || jsonb_build_object('id', gen_random_uuid(), 'form_key', NULL, 'clock_id', "
            "(SELECT clock_id FROM intake_guarantee LIMIT 1)))).* "
            "FROM (SELECT * FROM followup_followup LIMIT 1) AS told"
        ),
        "a follow-up done once",
    ),
    "a call to the dead": (
        (
            "UPDATE treatment_discharge SET reason = 'dead' WHERE id = "
            "(SELECT discharge_id FROM followup_followup LIMIT 1)"
        ),
        "a call that nobody is owed: dead",
    ),
    "a death that nobody tells of": (
        (
            "INSERT INTO citizens_death (id, citizen_id, told_in, told_of, told_at, told_by_id) "
            "SELECT gen_random_uuid(), citizen_id, 'discharge', gen_random_uuid(), '2026-12-20', "
            "(SELECT min(id) FROM staff_user) FROM treatment_course WHERE citizen_id IS NOT NULL LIMIT 1"
        ),
        "who has died",
    ),
    "a guarantee of the dead that runs": (
        (
            "INSERT INTO citizens_death (id, citizen_id, told_in, told_of, told_at, told_by_id) "
            "SELECT gen_random_uuid(), citizen_id, 'file', citizen_id, '2026-12-20', "
            "(SELECT min(id) FROM staff_user) FROM clocks_clock JOIN intake_guarantee AS own "
            "ON own.clock_id = clocks_clock.id WHERE stopped_on IS NULL AND citizen_id IS NOT NULL LIMIT 1"
        ),
        "a guarantee of the dead",
    ),
    "a death told with a release that never was": (
        (
            "INSERT INTO citizens_death (id, citizen_id, told_in, told_of, told_at, told_by_id) "
            "SELECT gen_random_uuid(), citizen_id, 'guarantee', own.id, '2026-12-20', "
            "(SELECT min(id) FROM staff_user) FROM clocks_clock JOIN intake_guarantee AS own "
            "ON own.clock_id = clocks_clock.id WHERE stopped_on IS NULL AND citizen_id IS NOT NULL LIMIT 1"
        ),
        "a death told with a release",
    ),
    "a time that is held for the dead": (
        (
            "INSERT INTO citizens_death (id, citizen_id, told_in, told_of, told_at, told_by_id) "
            "SELECT gen_random_uuid(), citizen_id, 'file', citizen_id, '2026-12-20', "
            "(SELECT min(id) FROM staff_user) FROM intake_inquiry AS inquiry JOIN intake_booking AS "
            "booking ON booking.inquiry_id = inquiry.id JOIN intake_slot AS slot ON slot.id = slot_id "
            "WHERE booking.status = 'booked' AND citizen_id IS NOT NULL "
            "ORDER BY slot.starts_at DESC LIMIT 1"
        ),
        "a time of the dead",
    ),
    "a letter to somebody who has died": (
        (
            "INSERT INTO citizens_death (id, citizen_id, told_in, told_of, told_at, told_by_id) "
            "SELECT gen_random_uuid(), citizen_id, 'file', citizen_id, '2026-01-01', "
            "(SELECT min(id) FROM staff_user) FROM intake_inquiry AS inquiry JOIN intake_booking AS "
            "booking ON booking.inquiry_id = inquiry.id JOIN post_message ON "
            "once_key = 'receipt:' || booking.id WHERE sent_at IS NOT NULL LIMIT 1"
        ),
        "a message to the dead",
    ),
    "a call that ended beside its clock": (
        (
            "UPDATE followup_followup SET outcome = 'not_reached', ended_on = '2026-12-27', "
            "ended_at = '2026-12-27', ended_by_id = (SELECT min(id) FROM staff_user) "
            "WHERE id = (SELECT id FROM followup_followup LIMIT 1)"
        ),
        "the clock of a follow-up",
    ),
    "a complaint that is said to have come too late": (
        (
            "UPDATE complaints_complaint SET late = NOT late WHERE id = "
            "(SELECT id FROM complaints_complaint WHERE decision_id IS NOT NULL LIMIT 1)"
        ),
        "a complaint",
    ),
    "a complaint that is looked at within other weeks": (
        (
            "UPDATE clocks_clock SET due_on = due_on + 7 WHERE id = "
            "(SELECT clock_id FROM complaints_complaint WHERE clock_id IS NOT NULL LIMIT 1)"
        ),
        "a complaint",
    ),
    "a complaint that was sent on, and its deadline runs": (
        (
            "UPDATE clocks_clock SET stopped_on = NULL, ended_as = '' WHERE id = (SELECT clock_id "
            "FROM complaints_complaint WHERE forwarded_on IS NOT NULL LIMIT 1)"
        ),
        "a complaint",
    ),
    "a complaint of which nobody was told that it was sent on": (
        (
            "DELETE FROM complaints_complaintevent WHERE id = "
            "(SELECT id FROM complaints_complaintevent WHERE type = 'forward' LIMIT 1)"
        ),
        "a complaint",
    ),
    "a complaint that moved by itself": (
        (
            "UPDATE complaints_complaint SET status = 'in_reassessment' WHERE id = "
            "(SELECT id FROM complaints_complaint WHERE status = 'acknowledged' "
            "AND track = 'appeal' LIMIT 1)"
        ),
        "a complaint",
    ),
    "an answer that is asked for another day": (
        (
            "UPDATE clocks_clock SET due_on = due_on + 1 WHERE id = (SELECT reply_clock_id "
            "FROM complaints_complaint WHERE reply_clock_id IS NOT NULL LIMIT 1)"
        ),
        "a complaint",
    ),
    "two talks at a time": (
        (
            "UPDATE treatment_session SET during = other.during, counsellor_id = other.counsellor_id "
            "FROM treatment_session AS other WHERE other.id = (SELECT id FROM treatment_session "
            "WHERE attendance = 'attended' ORDER BY starts_at LIMIT 1) AND treatment_session.id = "
            "(SELECT id FROM treatment_session WHERE attendance = 'attended' "
            "ORDER BY starts_at DESC LIMIT 1)"
        ),
        "two talks at a time",
    ),
    "a counsellor in two places": (
        (
            "WITH chosen AS (SELECT min(id) AS id, counsellor_id FROM intake_slot "
            "WHERE closed_at IS NULL GROUP BY counsellor_id LIMIT 1) "
            "INSERT INTO intake_slot (unit_id, counsellor_id, during, starts_at, capacity, in_person, "
            "phone, video, place) SELECT unit_id, slot.counsellor_id, during, starts_at + interval "
            "'1 second', 1, true, true, false, '' FROM intake_slot AS slot JOIN chosen USING (id)"
        ),
        "a counsellor in two places",
    ),
}

# The database would refuse these by itself: let them in all the same.
GUARDS = {
    "INSERT INTO followup_followup": (("followup_followup", "follow_up_once_a_month"),),
    "SET reason = 'dead'": (("treatment_discharge", "discharge_dead_are_called_by_nobody"),),
    "INSERT INTO intake_slot": (
        ("intake_slot", "slot_counsellor_in_one_place"),
        ("intake_slot", "slot_starts_when_it_says"),
    ),
    "approved_by_id = prepared_by_id": (
        ("intake_decision", "decision_seen_by_two"),
        ("intake_decision", "decision_refused_with_guidance"),
        ("intake_decision", "decision_refused_grants_nothing"),
    ),
    "letter_id = NULL": (("intake_decision", "decision_sent_as_a_letter"),),
    "status = 'never_begun'": (
        ("treatment_course", "course_runs_from_the_first_talk_attended"),
        ("treatment_course", "course_ended_says_when"),
    ),
    "counsellor_id = other.counsellor_id": (
        ("treatment_session", "session_one_at_a_time_of_a_course"),
        ("treatment_session", "session_starts_when_it_says"),
        ("treatment_session", "session_held_on_is_the_danish_day"),
    ),
    "status = 'discarded'": (("intake_decision", "decision_sent_says_when_and_by_whom"),),
}
