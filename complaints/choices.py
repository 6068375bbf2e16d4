"""The words for complaints: what about, which way, how far, and how they end."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """What is complained about; the words of the standards, of decisions one for all kinds of treatment."""

    DECISION = "social_decision", _("A decision")
    ALCOHOL_DECISION = "alcohol_decision", _("A decision on alcohol treatment")
    ANONYMOUS_DECISION = "anonymous_decision", _("A decision on anonymous treatment")
    PLAN = "treatment_plan", _("The treatment plan")
    GUARANTEE = "guarantee_not_kept", _("Treatment began too late")
    CASE_HANDLING = "case_handling", _("How the case was handled")
    TIME = "case_handling_time", _("How long the case took")
    STAFF = "staff", _("How staff behaved")
    ACCESS = "access_to_file", _("No access to the file")
    HEALTH_TREATMENT = "health_treatment", _("What a doctor or nurse did")
    HEALTH_RECORDS = "health_records", _("The health record, or confidentiality")
    PREGNANT_DRUGS = "pregnant_contract_drugs", _("No contract for a pregnant woman, drugs")
    PREGNANT_ALCOHOL = "pregnant_contract_alcohol", _("No contract for a pregnant woman, alcohol")
    PROVIDER = "provider_conditions", _("Conditions at a place of treatment")


class Track(models.TextChoices):
    """The way a complaint takes."""

    APPEAL = "appeal", _("Looked at again, then the appeals board")
    SERVICE = "service", _("Answered by the leader")
    ELSEWHERE = "elsewhere", _("Passed on to whom it concerns")


class Channel(models.TextChoices):
    ORAL = "oral", _("Told to us")
    LETTER = "letter", _("Letter")
    MAIL = "email", _("E-mail")
    DIGITAL_POST = "digital_post", _("Digital Post")
    WEB = "web", _("Online")


class Helper(models.TextChoices):
    """Who helps to complain (Skanderborg 8)."""

    FAMILY = "family", _("Family")
    FRIEND = "friend", _("A friend")
    ASSOCIATION = "association", _("An association")
    LAWYER = "lawyer", _("A lawyer")
    ADVISER = "adviser", _("The citizens' adviser")
    OTHER = "other", _("Somebody else")


# Whose address is an office; any other helper may live where the citizen does.
AT_WORK = (Helper.ASSOCIATION, Helper.LAWYER, Helper.ADVISER)


class Status(models.TextChoices):
    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    IN_REASSESSMENT = "in_reassessment", _("Being looked at again")
    UPHELD = "upheld", _("Upheld")
    PARTLY = "partly", _("Partly upheld: the citizen is asked")
    FORWARDED = "forwarded", _("Sent to the appeals board")
    DECIDED = "decided", _("The appeals board has decided")
    ANSWERED = "answered", _("Answered")
    PASSED_ON = "passed_on", _("Passed on")
    CLOSED = "closed", _("Closed")


class Reassessed(models.TextChoices):
    """What came of looking at it again (domain C16)."""

    UPHELD = "upheld", _("The citizen is right: a new decision")
    PARTLY = "partly", _("The citizen is partly right: a new decision, and we ask")
    MAINTAINED = "maintained", _("We keep the decision: it goes to the appeals board")


class BoardOutcome(models.TextChoices):
    """What the appeals board decided (domain 5)."""

    CONFIRMED = "confirmed", _("Confirmed")
    CHANGED = "changed", _("Changed")
    REMITTED = "remitted", _("Sent back to be decided anew")
    REPEALED = "repealed", _("Repealed")
    DISMISSED = "dismissed", _("Dismissed")


class Closing(models.TextChoices):
    """How it ended."""

    UPHELD = "upheld", _("Upheld")
    CONTENT = "content", _("The citizen is content with the new decision")
    SILENT = "silent", _("No answer within the four weeks: not sent on")
    DECIDED = "decided", _("Decided by the appeals board")
    ANSWERED = "answered", _("Answered")
    PASSED_ON = "passed_on", _("Passed on")
    WITHDRAWN = "withdrawn", _("Withdrawn by the citizen")


class Event(models.TextChoices):
    """A line of a complaint's history."""

    REGISTER = "register", _("Complaint registered")
    CONNECT = "connect", _("Connected with the citizen's case")
    PUT_RIGHT = "put_right", _("What it is about was put right")
    HELPER = "helper", _("Who helps was put right")
    ASSIGN = "assign", _("Responsible person changed")
    ACKNOWLEDGE = "acknowledge", _("Receipt given")
    BEGIN = "begin", _("Looking at it again has begun")
    MORE_TIME = "more_time", _("Told that more information is needed")
    REASSESS = "reassess", _("Looked at again")
    FORWARD = "forward", _("Sent to the appeals board")
    REPLY = "reply", _("The citizen's answer")
    OUTCOME = "outcome", _("The appeals board's decision")
    DECIDED_ANEW = "decided_anew", _("Decided anew")
    ANSWER = "answer", _("Answer given")
    PASS_ON = "pass_on", _("Passed on")
    CLOSE = "close", _("Closed")


class NextStep(models.TextChoices):
    """What brings a complaint on; the value is the verb of the act that does it."""

    CONNECT = "connect", _("Say whose case it is")
    ACKNOWLEDGE = "acknowledge", _("Tell the citizen that it came")
    REASSESS = "reassess", _("Look at the decision again")
    ANSWER = "answer", _("The leader answers")
    PASS_ON = "pass-on", _("Tell the citizen where it belongs")
    REPLY = "reply", _("Wait for the citizen's answer")
    UNANSWERED = "unanswered", _("No answer came: close it")
    OUTCOME = "outcome", _("Wait for the appeals board")
    DECIDE_ANEW = "decided-anew", _("Decide the case anew")
    CLOSE = "close", _("Close it when all is done")


class Show(models.TextChoices):
    """What the list shows."""

    OPEN = "open", _("Open")
    NEW = "new", _("New ones")
    LATE = "late", _("Came late")
    NOBODYS = "nobodys", _("Nobody answers for")
    BOARD = "board", _("At the appeals board")
    CLOSED = "closed", _("Closed ones")
