"""The tables of treatment, by noun."""

from treatment.models.course import Course, Handover
from treatment.models.discharge import Discharge, GoalResult
from treatment.models.plan import Goal, PlanReview, TreatmentPlan
from treatment.models.session import Session, SessionNote

__all__ = [
    "Course",
    "Discharge",
    "Goal",
    "GoalResult",
    "Handover",
    "PlanReview",
    "Session",
    "SessionNote",
    "TreatmentPlan",
]
