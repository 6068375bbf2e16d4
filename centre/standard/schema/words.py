"""The fixed words a quality standard may use. An unknown word is a fault of the file, never a guess."""

from typing import Literal

Area = Literal["alcohol", "drugs", "anonymous_drugs", "substitution"]
"""alcohol: SUL § 141. drugs: SEL § 101 and BL § 33. anonymous_drugs: SEL § 101 a. substitution: SUL § 142."""

AgeGroup = Literal["under_15", "15_17", "18_29", "30_plus", "unknown"]
"""The age groups an inquiry is registered with; exact ages are not asked of an anonymous citizen."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Channel = Literal["phone", "in_person", "video", "online", "email", "letter", "text_message"]
Place = Literal["centre", "home", "near_home", "school", "neutral_place", "other_council"]

Who = Literal["adults", "youth", "relatives", "partners", "dual_diagnosis", "pregnant"]
RelativeKind = Literal[
    "partner",
    "parent",
    "child",
    "adult_child",
    "sibling",
    "family",
    "friend",
    "close_person",
]

GuaranteeKind = Literal[
    "social_drug",
    "alcohol",
    "doctors_talk",
    "medical",
    "youth_drug",
    "youth_alcohol",
    "anonymous_drug",
    "inpatient_decision",
]
LaterKind = Literal[
    "plan_review",
    "follow_up_1",
    "follow_up_6",
    "complaint_deadline",
    "reassessment",
    "doctor_review",
    "urine_test",
    "standard_revision",
]
StartEvent = Literal[
    "request", "request_at_children_unit", "consents_given", "application_received"
]
StopEvent = Literal[
    "treatment_offered",
    "visitation_held",
    "plan_made",
    "first_meeting_agreed",
    "decided",
    "talks_offered",
    "first_talk_held",
    "treatment_initiated",
    "doctors_talk_offered",
    "doctors_talk_held",
]
GivenBy = Literal["law", "standard"]

OfferKind = Literal[
    "advice",
    "assessment",
    "individual",
    "group",
    "family",
    "stabilising",
    "online",
    "detox",
    "medical_alcohol",
    "substitution",
    "doctors_talk",
    "health",
    "nada",
    "inpatient",
    "housing",
    "aftercare",
    "relatives",
    "children_of_users",
    "anonymous",
    "move",
    "clarifying",
    "individual_youth",
    "imposed",
    "improvement",
    "consultancy",
]

DischargeStatus = Literal["completed", "other_offer", "hospital", "other_reason"]
FollowUpOutcome = Literal["reached", "not_reached", "moved", "relapsed"]
ContactRoute = Literal["address", "phone", "email", "other"]

AssessmentTheme = Literal[
    "use", "social", "health", "work_education", "housing", "goals", "support"
]
PlanContent = Literal[
    "goals",
    "sub_goals",
    "short_term_goals",
    "long_term_goals",
    "methods",
    "task_split",
    "timetable",
    "named_offer",
    "follow_up_dates",
    "contact_route",
]

TargetGroupName = Literal["citizen", "effect", "centre", "quality"]
Comparison = Literal[
    "at_least",
    "at_most",
    "all",
    "majority",
    "as_many_as_possible",
    "as_few_as_possible",
    "aim",
]
TargetUnit = Literal["percent", "days"]
MeasuredAt = Literal[
    "discharge",
    "1_month",
    "6_months",
    "within_12_months",
    "from_request",
    "continuously",
]

ComplaintAbout = Literal[
    "social_decision",
    "treatment_plan",
    "alcohol_decision",
    "anonymous_decision",
    "health_treatment",
    "health_records",
    "case_handling",
    "case_handling_time",
    "staff",
    "access_to_file",
    "guarantee_not_kept",
    "pregnant_contract_drugs",
    "pregnant_contract_alcohol",
    "provider_conditions",
    "independent_advice",
]
Payment = Literal["free", "individual", "income_based", "citizen_pays", "varies"]
Consent = Literal["custody_holder", "young_person_15_plus"]
DecidedBy = Literal["centre", "children_unit", "centre_and_children_unit", "youth_crime_board"]
