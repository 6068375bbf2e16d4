"""The words for what comes after a treatment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Month(models.IntegerChoices):
    """How long after the discharge (BEK 1691/2023 § 4 stk. 2)."""

    FIRST = 1, _("After 1 month")
    SIXTH = 6, _("After 6 months")


class Attempt(models.TextChoices):
    """How a call went that was no talk."""

    NO_ANSWER = "no_answer", _("No answer")
    LEFT_MESSAGE = "left_message", _("Left a message")
    WRONG_NUMBER = "wrong_number", _("The number is not in use")
    CALL_LATER = "call_later", _("Asked to be called another day")
    WROTE = "wrote", _("Wrote a letter or a mail")


class Outcome(models.TextChoices):
    """What a follow-up ended with; the first four are the standard's (Fredericia), the rest domain 2.2's."""

    REACHED = "reached", _("Reached")
    RELAPSED = "relapsed", _("Reached: has relapsed")
    NOT_REACHED = "not_reached", _("Cannot be reached")
    MOVED = "moved", _("Has moved to another municipality")
    DECLINED = "declined", _("Does not want to be contacted")
    DEAD = "dead", _("Is dead")
    READMITTED = "readmitted", _("Is in treatment again")
    CORRECTED = "corrected", _("The discharge was set right")


# What the house finds out by itself: from a new course, a discharge set right, a death written elsewhere.
BY_ITSELF = (Outcome.READMITTED, Outcome.CORRECTED, Outcome.DEAD)


class GoalKept(models.TextChoices):
    """Whether the goal of the plan still holds."""

    KEPT = "kept", _("The goal is kept")
    PARTLY = "partly", _("The goal is kept in part")
    NOT = "not", _("The goal is not kept")


class Show(models.TextChoices):
    """What the list shows."""

    SOON = "soon", _("The next 30 days")
    ALL = "all", _("All")
