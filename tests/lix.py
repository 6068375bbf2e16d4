"""How hard a text is to read, by Björnsson's index: words a sentence, and long words in a hundred."""

import re

LONG = 7
# A sentence ends at its mark and a space; the full stop of "kl. 10.00", "stk. 2" or "1. december" is none.
_END = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÆØÅ\"»“])|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def lix(text: str) -> float:
    """25 is easy, 40 a daily newspaper, 55 the law. A line, such as a heading, is a sentence."""
    sentences = [words for part in _END.split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    long = sum(len(word) >= LONG for word in words)
    return len(words) / len(sentences) + 100 * long / len(words)
