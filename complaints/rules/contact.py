"""How somebody who complains online may be reached. Pure."""

import re
from typing import Final

# Begins where a word begins, so that a long one is looked through once.
_ADDRESS: Final = re.compile(r"(?<![^\s@,;<>()])[^\s@,;<>()]++@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}")


def address_in(contact: str) -> str:
    """The e-mail address in what was written as phone or e-mail; empty where there is none, or several."""
    found = _ADDRESS.findall(contact)
    return found[0] if len(found) == 1 else ""
