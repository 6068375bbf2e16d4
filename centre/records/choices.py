"""The words for why somebody without a relation opens a citizen's file, and a name in the trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Name or contact of a citizen written anew: its details name the fields.
PUT_RIGHT = "citizen.put_right"
CUSTODY = "citizen.custody"


class LookUpReason(models.TextChoices):
    """The reasons a look-up may have; the text beside says what it was this time."""

    CONTACT = "contact", _("The citizen turned to me")
    STAND_IN = "stand_in", _("I stand in for a colleague")
    HAND_OVER = "hand_over", _("The citizen is being handed over to my unit")
    DANGER = "danger", _("Life or health is in danger")
    LEGAL = "legal", _("A complaint, a request for access, or an inspection")
    MENDING = "mending", _("Something was registered wrongly")
    OTHER = "other", _("Another reason, written below")
