"""The pages that span the floors ask each app for its part by name: so no import runs up.

The settings take these lists in as they stand.
"""

# What the frame of every staff page shows is asked for with the person: by the name under which the
# person then has it, each an expression.
READ_WITH_A_PERSON = {"swept_at": "centre.clocks.queries.last_sweep"}
# Each reads what it needs together with the clocks of a page, and names whom each of its own is about.
CLOCK_SUBJECTS = [
    "centre.rights.queries.clocks.SUBJECTS",
    "intake.queries.clocks.SUBJECTS",
    "treatment.queries.clocks.SUBJECTS",
    "followup.queries.clocks.SUBJECTS",
    "complaints.queries.clocks.SUBJECTS",
]
# Given a person of the staff and a day, each answers with what it counts for the desk's tiles.
DESK_TILES = [
    "centre.clocks.queries.desk.tally",
    "intake.queries.inbox.tally",
    "intake.queries.approvals.tally",
    "followup.queries.waiting.tally",
    "complaints.queries.complaint.tally",
    "centre.rights.queries.request.tally",
    "centre.drafts.queries.tally",
]
# The forms that keep drafts: each names a mapping {name: centre.drafts.queries.Kind} of its own.
DRAFT_FORMS = [
    "centre.journal.queries.drafts.FORMS",
    "intake.queries.drafts.FORMS",
    "treatment.queries.drafts.FORMS",
    "followup.queries.drafts.FORMS",
    "complaints.queries.drafts.FORMS",
    "centre.rights.queries.drafts.FORMS",
    "centre.file.queries.deadline.FORMS",
]
# What somebody may answer for, and how each app gives it to a colleague when they leave.
WORK_TO_HAND_ON = [
    "intake.actions.left.WORK",
    "treatment.actions.left.WORK",
    "followup.actions.left.WORK",
    "complaints.actions.left.WORK",
]
# Further parts of the desk, and the measures of the leader's board.
DESK_SECTIONS = [
    "treatment.queries.desk.LISTING",
    "intake.queries.call_back.LISTING",
    "intake.queries.second.LISTING",
    "intake.queries.approvals.LISTING",
    "intake.queries.inbox.sections",
]
RISK_MEASURES = ["intake.queries.measures.measures"]
# Given a person of the staff, whose file, and a moment, each answers with its part of the file.
FILE_PARTS = [
    "centre.file.queries.part",
    "centre.journal.queries.file.part",
    "intake.queries.file.part",
    "intake.queries.file.decisions.part",
    "treatment.queries.file.part",
    "followup.queries.file.part",
    "complaints.queries.file.part",
    "centre.rights.queries.file.part",
    "centre.retention.queries.file.part",
]
# What a citizen who asks to see their file is given: each is a `centre.rights.queries.Insight`.
INSIGHT_PARTS = [
    "centre.rights.queries.ground.INSIGHT",
    "intake.queries.insight.INSIGHT",
    "treatment.queries.insight.INSIGHT",
    "followup.queries.insight.INSIGHT",
    "complaints.queries.insight.INSIGHT",
    "centre.journal.queries.insight.SOCIAL",
    "centre.journal.queries.insight.HEALTH",
    "centre.rights.queries.ground.HISTORY",
]
# What each app keeps of a citizen, how long it is kept, and what goes with it: `retention.queries.parts.Part`.
RETENTION_PARTS = [
    "reporting.queries.retention.PART",
    "complaints.queries.retention.PART",
    "followup.queries.retention.PART",
    "treatment.queries.retention.PART",
    "intake.queries.retention.PART",
    "centre.journal.queries.retention.PART",
    "centre.rights.queries.retention.PART",
    "centre.retention.queries.ground.PART",
]
# Given counsellors and two moments, each answers with the times between them that are taken up, and
# whose: no free time is published there.
BUSY_TIMES = ["treatment.queries.free.talks"]
# Given a person of the staff and a moment, the citizens whose file they may open then.
CITIZEN_SCOPE = "intake.queries.file.citizens"
# Given a person of the staff and a citizen of an outer query: the rows of that citizen's for which the
# person answers. Whoever does is one of the few who open a colleague's file.
ANSWERS_FOR = [
    "intake.queries.file.answers_for",
    "treatment.queries.file.answers_for",
    "followup.queries.file.answers_for",
    "complaints.queries.file.answers_for",
]
# And what makes a citizen their business, each with its unit: notes are read within it.
CASE_SCOPE = "intake.queries.file.cases"
# Given whose search it is and a place (`centre.journal.queries.search.Asked`): the texts within the
# person's scope that the search of notes looks through, the latest first.
NOTE_TEXTS = ["centre.journal.queries.search.texts", "treatment.queries.notes.texts"]
