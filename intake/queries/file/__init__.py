"""What intake knows of a citizen, for the file: whose may be opened, and each noun's part of it."""

from intake.queries.file.inquiries import part
from intake.queries.file.scope import (
    answers_for,
    cases,
    citizens,
    inquiries_of,
    own_inquiries_of,
)

__all__ = ["answers_for", "cases", "citizens", "inquiries_of", "own_inquiries_of", "part"]
