"""The tables of complaints, by noun."""

from complaints.models.complaint import Complaint
from complaints.models.event import ComplaintEvent

__all__ = ["Complaint", "ComplaintEvent"]
