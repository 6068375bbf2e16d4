"""The tables of asking for help and deciding on it, by noun."""

from intake.models.booking import Booking, Slot
from intake.models.decision import Decision, FreeChoice
from intake.models.filter import SavedFilter
from intake.models.guarantee import Guarantee, GuaranteeFact
from intake.models.inquiry import ContactAttempt, Inquiry
from intake.models.look_up import LookUpReview
from intake.models.profile import Profile
from intake.models.visitation import Assessment, SubstanceUse, Visitation

__all__ = [
    "Assessment",
    "Booking",
    "ContactAttempt",
    "Decision",
    "FreeChoice",
    "Guarantee",
    "GuaranteeFact",
    "Inquiry",
    "LookUpReview",
    "Profile",
    "SavedFilter",
    "Slot",
    "SubstanceUse",
    "Visitation",
]
