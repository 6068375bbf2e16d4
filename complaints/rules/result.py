"""What came of looking at a decision again, as it is told to the action. Pure."""

from dataclasses import dataclass

from centre.post.choices import LetterChannel
from intake.rules.decision import DecisionDraft


@dataclass(frozen=True)
class Seen:
    """The hashes of the sheets that were looked at; empty where nobody had to look."""

    letter: str | None = None
    cover: str | None = None
    file: str | None = None
    decision: str | None = None


@dataclass(frozen=True)
class Result:
    """What came of looking at it again, and what is to be sent.

    `reasons` go to the citizen and, where it is maintained, to the appeals board. `draft` is the new
    decision where one is upheld; without it the decision that was sent since is taken, as of a stay,
    which a leader has approved.
    """

    outcome: str
    reasons: str
    channel: str = LetterChannel.DIGITAL_POST
    draft: DecisionDraft | None = None
    seen: Seen = Seen()
