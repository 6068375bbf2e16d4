"""The words for asking for help."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """Who the talk is for. A relative's or a professional's talk opens no case on anybody else."""

    SELF = "self", _("Myself")
    RELATIVE = "relative", _("Someone I am close to")
    PROFESSIONAL = "professional", _("A citizen I work with")
    UNSAID = "unsaid", _("Rather not say")


class Topic(models.TextChoices):
    ALCOHOL = "alcohol", _("Alcohol")
    DRUGS = "drugs", _("Drugs or medicine")
    BOTH = "both", _("Both")
    OTHER = "other", _("Something else we can talk about")
    UNKNOWN = "unknown", _("I don't know yet")


class Wish(models.TextChoices):
    """What is wanted. Only a wish for treatment starts the guarantee, and from the first wish on."""

    COUNSELLING = "counselling", _("A talk and advice")
    TREATMENT = "treatment", _("Treatment")
    UNKNOWN = "unknown", _("I don't know yet")


class Verdict(models.TextChoices):
    """What a leader finds of a look-up with a reason."""

    WARRANTED = "warranted", _("There was a good reason")
    UNWARRANTED = "unwarranted", _("There was no good reason")


class Channel(models.TextChoices):
    WEB = "web", _("Online booking")
    PHONE = "phone", _("Phone")
    VOICE_MAIL = "voice_mail", _("Voice mail")
    WALK_IN = "walk_in", _("Walk-in")
    LETTER = "letter", _("Letter")
    MAIL = "mail", _("E-mail")
    REFERRAL = "referral", _("Referral")


class Referrer(models.TextChoices):
    """Where it came from. No referral is ever needed (all five standards)."""

    SELF = "self", _("The citizen")
    FAMILY = "family", _("Family or friends")
    DOCTOR = "doctor", _("General practitioner")
    HOSPITAL = "hospital", _("Hospital")
    PSYCHIATRY = "psychiatry", _("Psychiatry")
    CASEWORKER = "caseworker", _("Another part of the council")
    JOB_CENTRE = "job_centre", _("Job centre")
    CHILDREN_UNIT = "children_unit", _("Children and families")
    PRISON_SERVICE = "prison_service", _("Prison and probation service")
    OTHER_PROVIDER = "other_provider", _("Another treatment provider")
    OTHER = "other", _("Somebody else")


class InquiryStatus(models.TextChoices):
    NEW = "new", _("New")
    IN_CONTACT = "in_contact", _("In contact")
    STARTED = "started", _("Treatment has begun")
    ADVISED = "advised", _("Ended with advice")
    WITHDRAWN = "withdrawn", _("The citizen no longer wants help")
    REFERRED = "referred", _("Handed on")
    DIED = "died", _("The citizen has died")


class SlotChannel(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("Video")


class TriedBy(models.TextChoices):
    """How somebody tried to reach the citizen: as one meets, or in writing."""

    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    TEXT = "text", _("Text message")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter")


class ClosedFor(models.TextChoices):
    """Why one time was closed alone. Seen by the staff only."""

    TALK = "talk", _("A talk that is agreed")
    MEETING = "meeting", _("A meeting")
    TRAINING = "training", _("Training or supervision")
    ELSEWHERE = "elsewhere", _("A task out of the house")
    NOT_HERE = "not_here", _("Not here at that hour")
    OTHER = "other", _("Something else that needs the hour")


class BookingStatus(models.TextChoices):
    BOOKED = "booked", _("Booked")
    MOVED = "moved", _("Moved")
    CANCELLED = "cancelled", _("Cancelled")
    ATTENDED = "attended", _("Came")
    NO_SHOW = "no_show", _("Did not come")


class Attempt(models.TextChoices):
    """How an attempt to reach the citizen went."""

    REACHED = "reached", _("Reached")
    NOT_REACHED = "not_reached", _("Not reached")
    MESSAGE_LEFT = "message_left", _("Message left")


class Fact(models.TextChoices):
    """What has happened in a guarantee: each council promises another of them as the end."""

    TREATMENT_OFFERED = "treatment_offered", _("An offer of treatment was received")
    VISITATION_HELD = "visitation_held", _("The assessment talk was held")
    PLAN_MADE = "plan_made", _("The treatment plan was made")
    FIRST_MEETING_AGREED = "first_meeting_agreed", _("The first meeting was agreed")
    DECIDED = "decided", _("The decision was made")
    TALKS_OFFERED = "talks_offered", _("Talks were offered")
    FIRST_TALK_HELD = "first_talk_held", _("The first talk was held")
    TREATMENT_INITIATED = (
        "treatment_initiated",
        _("The first treatment contact was attended"),
    )
    DOCTORS_TALK_ASKED = "doctors_talk_asked", _("The citizen asked for the doctor's talk")
    DOCTORS_TALK_OFFERED = "doctors_talk_offered", _("The doctor's talk was offered")
    DOCTORS_TALK_HELD = "doctors_talk_held", _("The doctor's talk was held")
    CONSENTS_GIVEN = "consents_given", _("The consents were given")


class Compliance(models.TextChoices):
    """The answer by law and the answer as promised: two truths side by side."""

    RUNNING = "running", _("Still running")
    KEPT = "kept", _("Kept")
    KEPT_LATE = "kept_late", _("Kept, but late")
    BREACHED = "breached", _("Not kept")
    WAIVED = "waived", _("Waived")
    RELEASED = "released", _("Released")
    NOT_STARTED = "not_started", _("Not begun: consent is missing")
    NONE = "none", _("No such promise")

    @property
    def of_law(self) -> str:
        """The answer in words where it is the law's: a law sets a deadline, it promises nothing."""
        return str(_("The law sets no deadline") if self == Compliance.NONE else self.label)


class ReleaseReason(models.TextChoices):
    """Why a guarantee no longer binds. The clock keeps its start for ever."""

    WITHDRAWN = "withdrawn", _("The citizen no longer wants treatment")
    REFUSED = "refused", _("Help was refused")
    DECLINED_TALK = "declined_talk", _("The citizen declined the doctor's talk")
    NOT_TARGET_GROUP = "not_target_group", _("Outside the provision's target group")
    ADMITTED = "admitted", _("Admitted to hospital or referred to integrated treatment")
    MOVED_AWAY = "moved_away", _("Moved to another municipality")
    DEAD = "dead", _("Dead")


class Show(models.TextChoices):
    """Which open inquiries the inbox shows."""

    ALL = "all", _("All open")
    NEW = "new", _("New inquiries")
    CALL = "call", _("To call back")
    UNASSIGNED = "unassigned", _("Nobody answers for")


class Group(models.TextChoices):
    """Whom an inquiry is about, in one word (ux B.2 S2); each inquiry is in exactly one."""

    ADULT = "adult", _("Adult")
    YOUNG = "young", _("Under 18")
    RELATIVE = "relative", _("Relative")
    PROFESSIONAL = "professional", _("Professional")
    UNKNOWN = "unknown", _("Age not told")


class DaysLeft(models.TextChoices):
    """How much time is left to act by the first deadline that runs."""

    LATE = "late", _("Past the deadline")
    SOON = "soon", _("At most 3 open days left")
    NONE = "none", _("No deadline")


class NextStep(models.TextChoices):
    """What brings an inquiry on now: the same words on the desk, in the inbox and on its page."""

    DIED = "died", _("The citizen has died: end the inquiry")
    RELEASE = "release", _("Help was refused: end the deadline")
    EXPLAIN = "explain", _("Record cause and plan")
    ASSIGN = "assign", _("Assign it to somebody")
    CALL_CLOSED = "call_closed", _("Call: the booked time was closed")
    ATTENDANCE = "attendance", _("Record whether the citizen came")
    MEET = "meet", _("Meet at the booked time")
    CALL = "call", _("Call back")
    WRITE = "write", _("Write to the citizen")
    WAIT = "wait", _("No number: wait until the citizen comes")
    PLAN = "plan", _("Follow the plan")
    LETTER = "letter", _("Write the letter of delay")
    TRY_AGAIN = "try_again", _("Try again at another time")
    CONSENTS = "consents", _("Get the consents")
    DOCTORS_TALK = "doctors_talk", _("Doctor's talk")
    ASSESS = "assess", _("Assess which help fits")
    DECISION = "decision", _("Make the decision")
    FIRST_CONTACT = "first_contact", _("First treatment contact")
    DECIDE = "decide", _("Decide on inpatient treatment")
    ADVISE = "advise", _("Give advice, or end it")
