"""The words for whom we help."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgeGroup(models.TextChoices):
    """Age is asked in groups: the rules need no more (15, 18 and 30 decide)."""

    UNDER_15 = "under_15", _("Under 15")
    FROM_15 = "15_17", _("15–17")
    FROM_18 = "18_29", _("18–29")
    FROM_30 = "30_plus", _("30 or older")
    UNKNOWN = "unknown", _("Rather not say")


OF_AGE: Final = 18
# Under 18 by what they told.
MINORS: Final = (AgeGroup.UNDER_15, AgeGroup.FROM_15)


class ConsentKind(models.TextChoices):
    CUSTODY_HOLDER = "custody_holder", _("Holder of custody")
    YOUNG_PERSON = "young_person", _("The young person")
    REFERRAL = "referral", _("The citizen agrees to be referred")


class ToldIn(models.TextChoices):
    """Where somebody wrote down that a citizen has died: it is taken back there too."""

    FILE = "file", _("Written in the file")
    GUARANTEE = "guarantee", _("Told when a deadline was released")
    DISCHARGE = "discharge", _("Told with the discharge")
    FOLLOW_UP = "follow_up", _("Told in a follow-up")
