"""Requests about a citizen's own data, the parts of a file that is given, and what happened when."""

from centre.rights.models.event import RequestEvent
from centre.rights.models.piece import Piece
from centre.rights.models.request import RightsRequest

__all__ = ["Piece", "RequestEvent", "RightsRequest"]
