"""The tables of asking for help, by noun."""

from intake.models.booking import Booking, Slot
from intake.models.filter import SavedFilter
from intake.models.guarantee import Guarantee, GuaranteeFact
from intake.models.inquiry import ContactAttempt, Inquiry

__all__ = [
    "Booking",
    "ContactAttempt",
    "Guarantee",
    "GuaranteeFact",
    "Inquiry",
    "SavedFilter",
    "Slot",
]
