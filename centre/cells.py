"""Cells of a table that leaves the house: no spreadsheet takes one for a formula (ux T9)."""

from typing import Final

# ASVS 1.2.10; CR and LF as well, since a spreadsheet passes over them to what comes after.
BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def inert(text: str) -> str:
    """The words of a cell, with an apostrophe before what begins as a formula does."""
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
