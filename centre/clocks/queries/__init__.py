"""What the desk, the risk board and the health page ask of the clocks."""

from centre.clocks.queries.desk import (
    Page,
    Place,
    Section,
    Subject,
    Subjects,
    subject_of,
    with_subjects,
    worklist,
)
from centre.clocks.queries.pulse import Pulse, last_sweep, pulse, pulse_of
from centre.clocks.queries.tally import Listing, Numbers, Tally, Tile, numbers

__all__ = [
    "Listing",
    "Numbers",
    "Page",
    "Place",
    "Pulse",
    "Section",
    "Subject",
    "Subjects",
    "Tally",
    "Tile",
    "last_sweep",
    "numbers",
    "pulse",
    "pulse_of",
    "subject_of",
    "with_subjects",
    "worklist",
]
