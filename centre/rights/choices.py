"""The words for what a citizen asks about their own data, how far it is and how it ends."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Right(models.TextChoices):
    """What is asked for: two matters with a deadline each."""

    ACCESS = "access", _("Access to the file")
    CORRECTION = "correction", _("Something is wrong in the file")


class Asker(models.TextChoices):
    """Who asks. Somebody else needs the citizen's word for it, or custody."""

    CITIZEN = "citizen", _("The citizen")
    REPRESENTATIVE = "represents", _("Somebody who acts for the citizen")
    GUARDIAN = "guardian", _("Somebody with custody")


class YoungSaid(models.TextChoices):
    """What a young person of 15 to 17 says when somebody with custody asks; or that they are younger."""

    AGREES = "agrees", _("Says yes to it")
    OBJECTS = "objects", _("Says no to it")
    YOUNGER = "younger", _("Is under 15, and is not asked")


class Channel(models.TextChoices):
    """How it came. No form is needed: it may be told."""

    ORAL = "oral", _("Told to us")
    LETTER = "letter", _("Letter")
    MAIL = "email", _("E-mail")
    DIGITAL_POST = "digital_post", _("Digital Post")


class Regime(models.TextChoices):
    """Which rules a record is kept under: they decide where somebody complains who is refused it."""

    SOCIAL = "social", _("The social case")
    HEALTH = "health", _("The health record")


class Asked(models.TextChoices):
    """Which of the two records is asked for, or is wrong."""

    BOTH = "both", _("All of it")
    SOCIAL = "social", _("The social case alone")
    HEALTH = "health", _("The health record alone")


class Status(models.TextChoices):
    RECEIVED = "received", _("Received")
    COLLECTED = "collected", _("Being looked through")
    READY = "ready", _("Waits for another pair of eyes")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn by the citizen")


class Outcome(models.TextChoices):
    """What came of it."""

    WHOLE = "whole", _("Given")
    PARTLY = "partly", _("Given, but for something left out")
    REFUSED = "refused", _("Refused")
    CORRECTED = "corrected", _("Corrected")
    SUPPLEMENTED = "supplemented", _("Supplemented")
    MAINTAINED = "maintained", _("Kept, with the citizen's view beside it")


OF_ACCESS = (Outcome.WHOLE, Outcome.PARTLY, Outcome.REFUSED)
OF_CORRECTION = (Outcome.CORRECTED, Outcome.SUPPLEMENTED, Outcome.MAINTAINED)


class Ground(models.TextChoices):
    """Why a part is left out. The reference names § 12 and regard for others; the rest is our reading."""

    INTERNAL = "internal", _("Internal document (FVL § 12)")
    OTHERS = "others", _("It tells of somebody else (FVL §§ 15-15 c)")
    NOT_ASKED = "not_asked", _("It was not asked for")


# What was not asked for is no refusal: nobody complains of it.
REFUSING = (Ground.INTERNAL, Ground.OTHERS)


class Event(models.TextChoices):
    """A line of a request's history."""

    REGISTER = "register", _("Request registered")
    ASSIGN = "assign", _("Responsible person changed")
    YOUNG = "young", _("What the young person says")
    COLLECT = "collect", _("The file was collected")
    READY = "ready", _("Looked through")
    BACK = "back", _("Given back to be looked through again")
    MORE_TIME = "more_time", _("Told that it takes longer")
    LATE = "late", _("Told that it is late, and when the answer comes")
    ANSWER = "answer", _("Answered")
    WITHDRAW = "withdraw", _("Withdrawn by the citizen")


class NextStep(models.TextChoices):
    """What brings a request on."""

    COLLECT = "collect", _("Collect the file")
    LOOK = "look", _("Look the parts through")
    RELEASE = "answer", _("Give the answer")
    CORRECT = "correct", _("Answer what is wrong")


class Show(models.TextChoices):
    OPEN = "open", _("Open")
    READY = "ready", _("Another pair of eyes")
    NOBODYS = "nobodys", _("Without a responsible person")
    ANSWERED = "answered", _("Answered")
