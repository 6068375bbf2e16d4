"""What a citizen's file is made of, and whose may be opened."""

from centre.file.queries.citizen import Header, citizens, header, own_citizens
from centre.file.queries.ground import part
from centre.file.queries.parts import PAGE, Act, Card, Entry, File, Part, Step, Whose, file_of

__all__ = [
    "PAGE",
    "Act",
    "Card",
    "Entry",
    "File",
    "Header",
    "Part",
    "Step",
    "Whose",
    "citizens",
    "file_of",
    "header",
    "own_citizens",
    "part",
]
