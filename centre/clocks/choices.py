"""The words for deadlines and what happens to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Every deadline the house keeps (domain 1.2)."""

    SOCIAL_DRUG = "social_drug", _("Drug treatment")
    ALCOHOL = "alcohol", _("Alcohol treatment")
    DOCTORS_TALK = "doctors_talk", _("Doctor's talk")
    MEDICAL = "medical", _("Medical treatment")
    YOUTH_DRUG = "youth_drug", _("Drug treatment under 18")
    ANONYMOUS_DRUG = "anonymous_drug", _("Anonymous drug treatment")
    INPATIENT = "inpatient_decision", _("Decision on inpatient treatment")
    PLAN_REVIEW = "plan_review", _("Plan review")
    FOLLOW_UP_1 = "follow_up_1", _("Follow-up after 1 month")
    FOLLOW_UP_6 = "follow_up_6", _("Follow-up after 6 months")
    COMPLAINT = "complaint_deadline", _("Deadline to complain")
    REASSESSMENT = "reassessment", _("Reassessment of a complaint")
    DOCTOR_REVIEW = "doctor_review", _("Doctor's review")
    URINE_TEST = "urine_test", _("Urine test")
    STANDARD_REVISION = "standard_revision", _("Revision of the quality standard")
    LOOK_UP_REVIEW = "look_up_review", _("Review of a look-up")
    FILE_ACCESS = "file_access", _("Access to the file")
    CORRECTION = "correction", _("Something is wrong in the file")


# About the staff, not about help: nobody but a leader has it on the desk.
FOR_THE_LEADER = (Kind.LOOK_UP_REVIEW,)
# Somebody is called, who must be alive.
FOLLOW_UPS = (Kind.FOLLOW_UP_1, Kind.FOLLOW_UP_6)
FOR_THE_DOCTOR = (Kind.DOCTORS_TALK, Kind.MEDICAL, Kind.DOCTOR_REVIEW, Kind.URINE_TEST)


class EventType(models.TextChoices):
    START = "start", _("started")
    PAUSE = "pause", _("paused")
    RESUME = "resume", _("went on")
    WAIVE = "waive", _("waived")
    RELEASE = "release", _("released")
    EXTEND = "extend", _("extended")
    STOP = "stop", _("stopped")
    CORRECT = "correct", _("start corrected")
    NOTICE = "notice", _("letter sent")
    EXPLAIN = "explain", _("cause and plan recorded")


class Span(models.TextChoices):
    """The unit a deadline is counted in."""

    DAYS = "days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


class Side(models.TextChoices):
    """Whose deadline it is: closed days move the authority's act back, the citizen's end forward."""

    AUTHORITY = "authority", _("the centre's deadline")
    CITIZEN = "citizen", _("the citizen's deadline")


class Source(models.TextChoices):
    LAW = "law", _("by law")
    LOCAL = "local", _("as promised locally")
    HOUSE = "house", _("by the house's own rule")


class State(models.TextChoices):
    """Where a clock stands on a day. Decided when it is read, never stored."""

    RUNNING = "running", _("running")
    AT_RISK = "at_risk", _("at risk")
    BREACHED = "breached", _("past the deadline")
    PAUSED = "paused", _("paused")
    KEPT = "kept", _("kept")
    KEPT_LATE = "kept_late", _("kept, but late")
    WAIVED = "waived", _("waived")
    RELEASED = "released", _("released")


class Cause(models.TextChoices):
    """Why a deadline was not kept: recorded with a plan, and the reminders rest."""

    CAPACITY = "capacity", _("No free time at the centre")
    CITIZEN_WISH = "citizen_wish", _("The citizen asked for a later time")
    NO_CONTACT = "no_contact", _("We have not reached the citizen")
    NO_SHOW = "no_show", _("The citizen did not come")
    CONSENT = "consent", _("Waiting for consent")
    INFORMATION = "information", _("Waiting for information")
    OUR_MISTAKE = "our_mistake", _("A mistake of ours")
    OTHER = "other", _("Something else")
