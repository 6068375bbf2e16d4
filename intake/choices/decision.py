"""The words for a decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Area(models.TextChoices):
    """The kind of treatment, by the provision it is given under; the words of the standards."""

    ALCOHOL = "alcohol", _("Alcohol treatment")
    DRUGS = "drugs", _("Drug treatment")
    ANONYMOUS_DRUGS = "anonymous_drugs", _("Anonymous drug treatment")
    SUBSTITUTION = "substitution", _("Substitution treatment")


class Setting(models.TextChoices):
    """How close the help is to daily life; the least intrusive that is enough comes first."""

    OUTPATIENT = "outpatient", _("Outpatient")
    DAY = "day", _("Day treatment")
    INPATIENT = "inpatient", _("Inpatient")


class Outcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Partly granted")
    REFUSED = "refused", _("Refused")


class DecisionStatus(models.TextChoices):
    """A refusal and an inpatient stay are seen by the leader before they are sent."""

    PREPARED = "prepared", _("Being prepared")
    TO_APPROVE = "to_approve", _("Waits for the leader")
    SENT = "sent", _("Sent")
    REPLACED = "replaced", _("Replaced by a later decision")
    DISCARDED = "discarded", _("Not sent")


class Way(models.TextChoices):
    """How a decision reaches the citizen: the ways of a letter, and told to who has no name."""

    DIGITAL_POST = "digital_post", _("Digital Post")
    LETTER = "letter", _("Ordinary letter")
    HANDED_OVER = "handed_over", _("Handed over")
    SECURE_MAIL = "secure_mail", _("Secure mail")
    TOLD = "told", _("Told in a talk, no letter")
