"""What the desk, the risk board and the health page ask of the clocks."""

from centre.clocks.queries.desk import Page, Place, Section, Subject, Tile, tiles, worklist
from centre.clocks.queries.pulse import Pulse, pulse

__all__ = [
    "Page",
    "Place",
    "Pulse",
    "Section",
    "Subject",
    "Tile",
    "pulse",
    "tiles",
    "worklist",
]
